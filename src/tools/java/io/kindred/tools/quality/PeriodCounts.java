package io.kindred.tools.quality;

import io.kindred.temporal.Interval;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts in how many periods something holds, in several units at once, and chooses the finest unit
 * that shows most of it in a chart.
 *
 * <p>Example: a value holds from May to July. In months it counts for 5, 6 and 7, in years once.
 * Only where counts begin to differ from the period before is kept: +1 at 5 and -1 at 8. A unit in
 * which there are more than {@value #MOST_KEPT} such places is given up, as it is too fine.
 */
final class PeriodCounts {

    /** The most periods of a chart. */
    static final int MOST_PERIODS = 60;

    private static final int MOST_KEPT = 5_000;
    private static final long BEFORE = Long.MIN_VALUE / 2;
    private static final long AFTER = Long.MAX_VALUE / 2;

    private final List<Unit> units = new ArrayList<>();
    private final double outliers;

    /**
     * @param units the finest first
     * @param outliers this share of the bounds, at either end, does not widen the chart
     */
    PeriodCounts(List<PeriodUnit> units, double outliers) {
        this.outliers = outliers;
        units.forEach(each -> this.units.add(new Unit(each)));
    }

    /**
     * The counts in periods of a unit, chosen so that the periods fit into a chart.
     *
     * @param labels ascending
     * @param counts by name, a number for each period
     */
    record Chosen(PeriodUnit unit, List<String> labels, Map<String, List<Long>> counts) {}

    /** Counts a point of time. */
    void add(String name, long point) {
        add(name, List.of(new Interval(point, point + 1)));
    }

    /** Counts all periods in which one of the intervals has a point; each period once. */
    void add(String name, List<Interval> sorted) {
        units.forEach(each -> each.add(name, sorted));
        units.removeIf(each -> each.bounds.size() > MOST_KEPT);
    }

    /**
     * The finest unit that fits into a chart; empty if nothing begins or ends, or all in one
     * period.
     */
    Optional<Chosen> chosen() {
        for (Unit unit : units) {
            long[] range = unit.range(outliers);
            if (range.length > 0 && range[1] - range[0] < MOST_PERIODS) {
                return range[0] == range[1]
                        ? Optional.empty()
                        : Optional.of(unit.chosen(range[0], range[1]));
            }
        }
        return Optional.empty();
    }

    private static final class Unit {
        private final PeriodUnit unit;
        private final Long2LongOpenHashMap bounds = new Long2LongOpenHashMap();
        private final Map<String, Long2LongOpenHashMap> changes = new HashMap<>();

        Unit(PeriodUnit unit) {
            this.unit = unit;
        }

        void add(String name, List<Interval> sorted) {
            Long2LongOpenHashMap own =
                    changes.computeIfAbsent(name, any -> new Long2LongOpenHashMap());
            long next = BEFORE;
            for (Interval interval : sorted) {
                boolean isOpen = interval.end() == Interval.MAX;
                long first = interval.start() == Interval.MIN ? BEFORE : bound(interval.start());
                long last = isOpen ? AFTER : bound(interval.end() - 1);
                first = Math.max(first, next);
                if (first <= last) {
                    own.addTo(first, 1);
                    if (!isOpen) {
                        own.addTo(last + 1, -1);
                    }
                    next = last + 1;
                }
            }
        }

        private long bound(long point) {
            long index = unit.index(point);
            bounds.addTo(index, 1);
            return index;
        }

        /** The first and the last period that most bounds are in; empty without bounds. */
        long[] range(double outliers) {
            long[] sorted = bounds.keySet().toLongArray();
            if (sorted.length == 0) {
                return sorted;
            }
            Arrays.sort(sorted);
            long all = bounds.values().longStream().sum();
            long outside = (long) (all * outliers);
            return new long[] {
                beyond(sorted, outside, 0, 1), beyond(sorted, outside, sorted.length - 1, -1)
            };
        }

        /** The period at which more than a number of bounds are passed, from one end. */
        private long beyond(long[] sorted, long outside, int from, int step) {
            long seen = 0;
            int at = from;
            while (true) {
                seen += bounds.get(sorted[at]);
                if (seen > outside) {
                    return sorted[at];
                }
                at += step;
            }
        }

        Chosen chosen(long first, long last) {
            List<String> labels = new ArrayList<>();
            for (long index = first; index <= last; index++) {
                labels.add(unit.label(index));
            }
            Map<String, List<Long>> counts = new HashMap<>();
            changes.forEach((name, own) -> counts.put(name, counts(own, first, last)));
            return new Chosen(unit, labels, counts);
        }

        private static List<Long> counts(Long2LongOpenHashMap own, long first, long last) {
            long count =
                    own.long2LongEntrySet().stream()
                            .filter(each -> each.getLongKey() < first)
                            .mapToLong(each -> each.getLongValue())
                            .sum();
            List<Long> counts = new ArrayList<>();
            for (long index = first; index <= last; index++) {
                count += own.get(index);
                counts.add(count);
            }
            return counts;
        }
    }
}
