package io.kindred.resolve.cluster;

import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.Bridges;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.IntervalSet;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which records are one component: those that groups, scored links or bridged runs connect.
 *
 * <p>Costs the groups and the scored links of the records.
 */
public final class ComponentLinks {

    private ComponentLinks() {}

    /**
     * Joins the records that are linked; decisions aside.
     *
     * @param records all of one entity type
     * @param isGeneric whether the key values are generic and link nothing
     * @param parts of the positions of the records
     */
    public static void join(
            List<NormalizedRecord> records,
            Matcher matcher,
            Predicate<KeyValues> isGeneric,
            DisjointSets parts) {
        for (Groups.Group group : Groups.of(records, matcher, isGeneric)) {
            join(group.run().members(), parts);
        }
        for (ScoredLink link : ScoredLinks.of(records, matcher, isGeneric)) {
            parts.join(link.lesser(), link.greater());
        }
        if (records.stream().anyMatch(each -> Bridges.mayBe(each, matcher.rules()))) {
            joinBridged(records, matcher, isGeneric, parts);
        }
    }

    private static void joinBridged(
            List<NormalizedRecord> records,
            Matcher matcher,
            Predicate<KeyValues> isGeneric,
            DisjointSets parts) {
        Groups.entries(records, matcher.rules(), false)
                .forEach(
                        (key, times) -> {
                            if (isTestedAndShared(matcher, key, times) && !isGeneric.test(key)) {
                                for (Run<Integer> run : Run.of(times)) {
                                    if (Bridges.isAny(run.interval(), times.values())) {
                                        join(run.members(), parts);
                                    }
                                }
                            }
                        });
    }

    private static boolean isTestedAndShared(
            Matcher matcher, KeyValues key, Map<Integer, IntervalSet> times) {
        return times.size() > 1 && matcher.rules().key(key.keyPosition()).isTested();
    }

    private static void join(Set<Integer> members, DisjointSets parts) {
        Iterator<Integer> linked = members.iterator();
        int first = linked.next();
        linked.forEachRemaining(other -> parts.join(first, other));
    }
}
