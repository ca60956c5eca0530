package io.kindred.resolve.cluster;

import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.resolve.record.Bridges;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A maximal run of overlapping entries of one key with equal values.
 *
 * @param interval the span of the run
 * @param members the owners of its entries
 */
public record Run<M>(Interval interval, Set<M> members) {

    /**
     * The runs of the members' times, sorted by start (a sweep over sorted intervals). An entry
     * that only touches a run starts a new one.
     *
     * <p>Example: members 1 = [1, 4), 2 = [3, 6) and 3 = [6, 9) make the runs [1, 6) of 1 and 2,
     * and [6, 9) of 3.
     */
    public static <M> List<Run<M>> of(Map<M, IntervalSet> times) {
        record Entry<T>(Interval interval, T member) {}
        List<Entry<M>> entries = new ArrayList<>();
        times.forEach((member, set) -> set.forEach(each -> entries.add(new Entry<>(each, member))));
        entries.sort(Comparator.comparing(Entry::interval));
        List<Run<M>> runs = new ArrayList<>();
        Interval span = null;
        Set<M> members = Set.of();
        for (Entry<M> entry : entries) {
            if (span == null || entry.interval().start() >= span.end()) {
                if (span != null) {
                    runs.add(new Run<>(span, members));
                }
                span = entry.interval();
                members = new LinkedHashSet<>();
            } else {
                span = span.span(entry.interval());
            }
            members.add(entry.member());
        }
        if (span != null) {
            runs.add(new Run<>(span, members));
        }
        return runs;
    }

    /**
     * The runs of a block in which somebody has several entries, so that a change of anybody in the
     * run may change the groups: all of the run stays in one component. None if the key has no
     * test.
     */
    public static <M> List<Run<M>> bridged(IdentityKey key, Map<M, IntervalSet> block) {
        boolean mayBridge =
                key.test() instanceof KeyTest.Tested
                        && block.values().stream().anyMatch(each -> each.intervals().size() > 1);
        if (!mayBridge) {
            return List.of();
        }
        return of(block).stream()
                .filter(run -> Bridges.isAny(run.interval(), block.values()))
                .toList();
    }
}
