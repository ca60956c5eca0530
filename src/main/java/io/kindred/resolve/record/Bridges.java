package io.kindred.resolve.record;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.KeyTest;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.Collection;

/**
 * Records that have the values of a tested key at several times. Within a run of the block, what is
 * linked with the record at one of these times and what is linked at another form one group.
 * Whether the times are in one run depends on everybody in the block, linked or not.
 *
 * <p>Example: a record has a birthday until 2000 and from 2010 on. Others who have it from 1990 to
 * 2020 make this one run. If they leave, there are two.
 */
public final class Bridges {

    private Bridges() {}

    /** Whether the record may be one: it has values of some tested key at several times. */
    public static boolean mayBe(NormalizedRecord record, EntityTypeRules rules) {
        if (rules.identityKeys().stream().noneMatch(key -> key.test() instanceof KeyTest.Tested)
                || record.values().values().stream().noneMatch(own -> own.size() > 1)) {
            return false;
        }
        return KeyEntries.of(record, rules).stream()
                .anyMatch(
                        entry ->
                                rules.key(entry.keyPosition()).test() instanceof KeyTest.Tested
                                        && entry.times().intervals().size() > 1);
    }

    /** Whether somebody has several of the times of a block within an interval. */
    public static boolean isAny(Interval run, Collection<IntervalSet> times) {
        return times.stream()
                .anyMatch(
                        own -> own.intervals().stream().filter(run::overlaps).limit(2).count() > 1);
    }
}
