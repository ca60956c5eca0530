package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.util.regex.Pattern;

/** Parses points of time and intervals on a timeline. */
final class TimePoints {

    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+");

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

    /** In characters. Longer text is rejected without parsing. */
    private static final int MAX_CHARS = 100;

    private final Timeline timeline;

    TimePoints(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Whether a text is digits with an optional sign. */
    static boolean isInteger(String text) {
        return DIGITS.matcher(text).matches();
    }

    /** Whether a text is a decimal number of a sane length, which may have an exponent. */
    static boolean isNumber(String text) {
        return text.length() <= MAX_CHARS && NUMBER.matcher(text).matches();
    }

    /** Parses a cell of text as a 64-bit integer. */
    static long integer(String cell, String path) throws RejectedInputException {
        if (isInteger(cell)) {
            try {
                return Long.parseLong(cell);
            } catch (NumberFormatException e) {
                // Too large: rejected below.
            }
        }
        throw new RejectedInputException(
                path + " is " + InputText.quoted(cell) + ", expected a 64-bit integer");
    }

    /** Reads the current JSON value: an integer, or text in the timeline's format. */
    long read(JsonParser json, String path) throws IOException, RejectedInputException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return text(JsonLine.string(json, path), path);
        }
        return JsonLine.integer(json, path);
    }

    /** Parses a cell of text; text that looks like an integer is an integer. */
    long cell(String cell, String path) throws RejectedInputException {
        return isInteger(cell) ? integer(cell, path) : text(cell, path);
    }

    static Interval interval(long start, long end) throws RejectedInputException {
        if (start >= end) {
            throw new RejectedInputException("start is not before end");
        }
        return new Interval(start, end);
    }

    /** Parses text in the timeline's format. */
    long text(String text, String path) throws RejectedInputException {
        if (text.length() > MAX_CHARS) {
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
