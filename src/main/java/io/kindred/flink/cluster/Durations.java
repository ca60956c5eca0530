package io.kindred.flink.cluster;

import java.time.Duration;

/** Durations as people read them. */
public final class Durations {

    private Durations() {}

    /** The two greatest units of a duration, such as {@code 2 h 10 min}; below a second in ms. */
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return Math.max(0, duration.toMillis()) + " ms";
        }
        if (duration.toMinutes() < 1) {
            return seconds + " s";
        }
        if (duration.toHours() < 1) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        if (duration.toDays() < 1) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
}
