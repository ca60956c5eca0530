package io.kindred.flink.operator;

import java.io.Serializable;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How a job comes by the time that decides what has expired. It only matters with retention.
 *
 * <p>Example: with a step of one hour, the time is that of the last full hour since the epoch, UTC.
 */
public sealed interface JobNow extends Serializable {

    /** The time of a job without retention: there is none. */
    JobNow NONE = new None();

    /**
     * The time of the job, in points of the timeline.
     *
     * @param wallMillis the wall clock, in ms since the epoch
     */
    long at(long wallMillis);

    /** When the time changes next, in ms since the epoch; empty if never. */
    OptionalLong nextChange(long wallMillis);

    /** No time: nothing expires, and nothing about it is kept. */
    record None() implements JobNow {

        @Override
        public long at(long wallMillis) {
            return Long.MIN_VALUE;
        }

        @Override
        public OptionalLong nextChange(long wallMillis) {
            return OptionalLong.empty();
        }
    }

    /** A time that the job names. */
    record Fixed(long now) implements JobNow {

        @Override
        public long at(long wallMillis) {
            return now;
        }

        @Override
        public OptionalLong nextChange(long wallMillis) {
            return OptionalLong.empty();
        }
    }

    /**
     * The wall clock, in steps since the epoch.
     *
     * @param step at least 1 ms
     */
    record Wall(Duration step) implements JobNow {

        /**
         * @throws IllegalArgumentException if the step is shorter
         */
        public Wall {
            if (step.toMillis() < 1) {
                throw new IllegalArgumentException("a step of " + step);
            }
        }

        @Override
        public long at(long wallMillis) {
            return wallMillis - Math.floorMod(wallMillis, step.toMillis());
        }

        @Override
        public OptionalLong nextChange(long wallMillis) {
            return OptionalLong.of(at(wallMillis) + step.toMillis());
        }
    }
}
