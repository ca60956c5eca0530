package io.kindred.tools.quality;

import io.kindred.temporal.Timeline;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Divides time into periods, numbered in their order. */
sealed interface PeriodUnit {

    long DAY = 86_400_000;

    /** Such as {@code quarter}. */
    String name();

    /** The number of the period that a point is in. */
    long index(long point);

    /** A period as people write it, such as {@code 2024 Q1}. */
    String label(long index);

    /** The units in which validity is shown, the finest first. */
    static List<PeriodUnit> ofValidity(Timeline timeline) {
        List<PeriodUnit> units = new ArrayList<>();
        if (timeline == Timeline.MILLIS) {
            units.add(new Months("month", 1));
            units.add(new Months("quarter", 3));
            units.add(new Months("year", 12));
            units.add(new Months("decade", 120));
            units.add(new Months("century", 1200));
        } else {
            for (long width = 1; width <= Long.MAX_VALUE / 10; width *= 10) {
                units.add(new Points("points: " + width, width));
            }
        }
        return units;
    }

    /** The units in which the times of rows are shown, the finest first. */
    static List<PeriodUnit> ofRows() {
        return List.of(
                new Clock("minute", DAY / 24 / 60, 16),
                new Clock("hour", DAY / 24, 13),
                new Clock("day", DAY, 10),
                new Months("month", 1),
                new Months("year", 12));
    }

    /** Months, or several of them, of epoch milliseconds in UTC. */
    record Months(String name, int months) implements PeriodUnit {

        @Override
        public long index(long point) {
            LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(point, DAY));
            return Math.floorDiv(day.getYear() * 12L + day.getMonthValue() - 1, (long) months);
        }

        @Override
        public String label(long index) {
            long month = index * months;
            long year = Math.floorDiv(month, 12L);
            long inYear = Math.floorMod(month, 12L);
            return switch (months) {
                case 1 -> String.format(Locale.ROOT, "%d-%02d", year, inYear + 1);
                case 3 -> year + " Q" + (inYear / 3 + 1);
                case 12 -> Long.toString(year);
                default -> year + "s";
            };
        }
    }

    /**
     * Parts of a day in UTC.
     *
     * @param shown how many characters of an ISO instant name the period
     */
    record Clock(String name, long millis, int shown) implements PeriodUnit {

        @Override
        public long index(long point) {
            return Math.floorDiv(point, millis);
        }

        @Override
        public String label(long index) {
            return Instant.ofEpochMilli(index * millis)
                    .toString()
                    .substring(0, shown)
                    .replace('T', ' ');
        }
    }

    /** Points of the timeline of integers. */
    record Points(String name, long width) implements PeriodUnit {

        @Override
        public long index(long point) {
            return Math.floorDiv(point, width);
        }

        @Override
        public String label(long index) {
            return Long.toString(index * width);
        }
    }
}
