package io.kindred.flink.config;

import io.kindred.temporal.Timeline;

import java.io.Serializable;
import java.time.Duration;

/** The time against which values expire. All of a job has the same. */
public sealed interface Now extends Serializable {

    /**
     * The point of the timeline that it is.
     *
     * @param millis what the wall clock says, in milliseconds since the epoch
     */
    long at(long millis);

    /**
     * The wall clock, in steps counted from the epoch.
     *
     * @param step at least 1 s
     */
    record Wall(Duration step) implements Now {

        public static final Duration DEFAULT_STEP = Duration.ofHours(1);

        /** The last step at or before the time, in milliseconds since the epoch. */
        @Override
        public long at(long millis) {
            return Math.floorDiv(millis, step.toMillis()) * step.toMillis();
        }
    }

    /**
     * A time that never changes.
     *
     * @param points a point of the timeline
     */
    record Fixed(long points, Timeline timeline) implements Now {

        @Override
        public long at(long millis) {
            return points;
        }
    }
}
