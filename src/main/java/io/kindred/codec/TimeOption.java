package io.kindred.codec;

import io.kindred.temporal.Timeline;

/** A point of time as it is given on a command line. */
public final class TimeOption {

    private TimeOption() {}

    /**
     * The point, written as in a record; an integer if it looks like one.
     *
     * @param option named in the error
     * @throws RejectedInputException if the timeline has no such point
     */
    public static long parse(Timeline timeline, String option, String text)
            throws RejectedInputException {
        return new TimePoints(timeline).cell(text, option);
    }
}
