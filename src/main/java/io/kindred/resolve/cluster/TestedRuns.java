package io.kindred.resolve.cluster;

import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Splits the runs of a block into the records that a test links: the connected components of the
 * links in each run. The interval of such a part is the span of the moments of its links.
 *
 * <p>Example: three records have the same birthday for all time. The test links 1 and 2 from 2010
 * on, and nobody else: one part, of 1 and 2, from 2010 on.
 *
 * <p>Costs a test for each pair of entries in a run that overlap, also of records that others
 * connect already, since the moments of all links count.
 */
final class TestedRuns {

    /** Parts that begin at the same time go by their lists of records. */
    private static final Comparator<Run<Integer>> ORDER =
            Comparator.<Run<Integer>>comparingLong(run -> run.interval().start())
                    .thenComparing(TestedRuns::compareMembers);

    private TestedRuns() {}

    /**
     * The parts of two or more records of all runs, in canonical order.
     *
     * @param records sorted
     * @param times the entries of each record in the block, by its position
     */
    static List<Run<Integer>> of(
            List<NormalizedRecord> records,
            Matcher matcher,
            int keyPosition,
            Map<Integer, IntervalSet> times) {
        List<Run<Integer>> parts = new ArrayList<>();
        for (Run<Integer> run : Run.of(times)) {
            if (run.members().size() > 1) {
                List<Integer> members = run.members().stream().sorted().toList();
                parts.addAll(parts(records, matcher, keyPosition, times, run.interval(), members));
            }
        }
        parts.sort(ORDER);
        return parts;
    }

    private static List<Run<Integer>> parts(
            List<NormalizedRecord> records,
            Matcher matcher,
            int keyPosition,
            Map<Integer, IntervalSet> times,
            Interval span,
            List<Integer> members) {
        DisjointSets sets = new DisjointSets(members.size());
        Map<Integer, Interval> linked = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            for (int j = i + 1; j < members.size(); j++) {
                int left = members.get(i);
                int right = members.get(j);
                IntervalSet both = times.get(left).intersection(times.get(right));
                Optional<Interval> link =
                        link(
                                matcher,
                                keyPosition,
                                records.get(left),
                                records.get(right),
                                both,
                                span);
                if (link.isPresent()) {
                    int a = sets.find(i);
                    int b = sets.find(j);
                    Interval before = either(linked.get(a), linked.get(b));
                    linked.put(sets.join(a, b), span(before, link.get()));
                }
            }
        }
        Map<Integer, Set<Integer>> parts = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            parts.computeIfAbsent(sets.find(i), unused -> new HashSet<>()).add(members.get(i));
        }
        List<Run<Integer>> runs = new ArrayList<>();
        parts.forEach(
                (part, own) -> {
                    if (own.size() > 1) {
                        runs.add(new Run<>(linked.get(part), own));
                    }
                });
        return runs;
    }

    /** The span of the moments within a run at which two records are linked. */
    private static Optional<Interval> link(
            Matcher matcher,
            int keyPosition,
            NormalizedRecord a,
            NormalizedRecord b,
            IntervalSet both,
            Interval run) {
        @Nullable Interval all = null;
        for (Interval interval : both) {
            if (run.contains(interval)) {
                Optional<Interval> link = matcher.linked(keyPosition, a, b, interval);
                if (link.isPresent()) {
                    all = span(all, link.get());
                }
            }
        }
        return Optional.ofNullable(all);
    }

    private static Interval span(@Nullable Interval a, Interval b) {
        return a == null ? b : a.span(b);
    }

    private static @Nullable Interval either(@Nullable Interval a, @Nullable Interval b) {
        return a == null ? b : b == null ? a : a.span(b);
    }

    private static int compareMembers(Run<Integer> a, Run<Integer> b) {
        return Arrays.compare(sorted(a), sorted(b));
    }

    private static int[] sorted(Run<Integer> run) {
        return run.members().stream().mapToInt(Integer::intValue).sorted().toArray();
    }
}
