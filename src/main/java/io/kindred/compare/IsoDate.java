package io.kindred.compare;

import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.util.OptionalLong;

/**
 * Dates {@code yyyy-mm-dd} of the ISO calendar, which has leap years before 1582, too, and a year
 * 0000.
 */
final class IsoDate {

    private static final int LENGTH = 10;

    private IsoDate() {}

    /** Days since 1970-01-01, if the text is the date of a day that exists. */
    static OptionalLong day(String text) {
        if (text.length() != LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return OptionalLong.empty();
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, LENGTH);
        if (year < 0 || month < 1 || month > 12 || day < 1) {
            return OptionalLong.empty();
        }
        return day > Month.of(month).length(Year.isLeap(year))
                ? OptionalLong.empty()
                : OptionalLong.of(LocalDate.of(year, month, day).toEpochDay());
    }

    /** The number that the digits 0-9 stand for, or -1 if another character is among them. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }
}
