package io.kindred.offline.decide;

import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import io.kindred.temporal.Timeline;

import java.util.stream.Collectors;

/** Formats times for people: a day without its midnight, {@code from 2020-01-01 to 2021-01-01}. */
record TimeText(Timeline timeline) {

    /** The most intervals of a set that are shown. */
    private static final int SHOWN = 20;

    private static final String MIDNIGHT = "T00:00:00Z";

    String of(Interval interval) {
        if (interval.equals(Interval.ALWAYS)) {
            return "always";
        }
        if (interval.start() == Interval.MIN) {
            return "until " + point(interval.end());
        }
        String from = "from " + point(interval.start());
        return interval.end() == Interval.MAX ? from : from + " to " + point(interval.end());
    }

    String of(IntervalSet times) {
        int more = times.intervals().size() - SHOWN;
        return times.intervals().stream()
                        .limit(SHOWN)
                        .map(this::of)
                        .collect(Collectors.joining(" and "))
                + (more > 0 ? " and at " + more + " more times" : "");
    }

    private String point(long point) {
        String text = timeline.format(point);
        return text.endsWith(MIDNIGHT)
                ? text.substring(0, text.length() - MIDNIGHT.length())
                : text;
    }
}
