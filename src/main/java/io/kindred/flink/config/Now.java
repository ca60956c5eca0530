package io.kindred.flink.config;

import io.kindred.temporal.Timeline;

import java.io.Serializable;
import java.time.Duration;

/** The time against which values expire. All of a job has the same. */
public sealed interface Now extends Serializable {

    /**
     * The wall clock, in steps counted from the epoch.
     *
     * @param step at least 1 s
     */
    record Wall(Duration step) implements Now {

        public static final Duration DEFAULT_STEP = Duration.ofHours(1);

        /** The last step at or before a time, in milliseconds since the epoch. */
        public long at(long millis) {
            return Math.floorDiv(millis, step.toMillis()) * step.toMillis();
        }
    }

    /**
     * A time that never changes.
     *
     * @param points a point of the timeline
     */
    record Fixed(long points, Timeline timeline) implements Now {}
}
