package io.kindred.codec;

import io.kindred.temporal.Timeline;

/** Parses points of time in command line options. */
public final class TimeOption {

    private TimeOption() {}

    /**
     * Parses a point in the format of records. Text that looks like an integer is an integer.
     *
     * @param option the name of the option, for errors
     * @throws RejectedInputException if the text is not a point on the timeline
     */
    public static long parse(Timeline timeline, String option, String text)
            throws RejectedInputException {
        return new TimePoints(timeline).cell(text, option);
    }
}
