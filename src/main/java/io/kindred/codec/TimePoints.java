package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.util.regex.Pattern;

/** Reads points of time and intervals on one timeline. */
final class TimePoints {

    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+");

    /** Far more than any time needs; longer text is not even tried. */
    private static final int LONGEST = 100;

    private final Timeline timeline;

    TimePoints(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The integer in a cell of text. */
    static long integer(String cell, String path) throws RejectedInputException {
        if (DIGITS.matcher(cell).matches()) {
            try {
                return Long.parseLong(cell);
            } catch (NumberFormatException e) {
                // Too large: said below.
            }
        }
        throw new RejectedInputException(
                path + " is " + InputText.quoted(cell) + ", expected a 64-bit integer");
    }

    /** The current JSON value: text or an integer, as the timeline has it. */
    long read(JsonParser json, String path) throws IOException, RejectedInputException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return text(JsonLine.string(json, path), path);
        }
        return JsonLine.integer(json, path);
    }

    /** A cell of text: an integer if it looks like one. */
    long cell(String cell, String path) throws RejectedInputException {
        return DIGITS.matcher(cell).matches() ? integer(cell, path) : text(cell, path);
    }

    static Interval interval(long start, long end) throws RejectedInputException {
        if (start >= end) {
            throw new RejectedInputException("start is not before end");
        }
        return new Interval(start, end);
    }

    /** Text that names a point. */
    long text(String text, String path) throws RejectedInputException {
        if (text.length() > LONGEST) {
            throw new RejectedInputException(
                    path + " is " + InputText.quoted(text) + ", too long for a time");
        }
        try {
            return timeline.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RejectedInputException(path + ": " + e.getMessage());
        }
    }
}
