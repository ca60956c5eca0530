package io.kindred.resolve.cluster;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds the groups among records: of a key without a test the runs of two or more records with
 * equal values; of a key with a test the records of a run that the test links.
 */
public final class Groups {

    private Groups() {}

    /**
     * A group.
     *
     * @param run its interval, and the positions of its records in the list passed in
     */
    public record Group(KeyValues key, Run<Integer> run) {}

    /**
     * The groups in canonical order: by position of the key, values, start of the run. Keys whose
     * score decides have none.
     *
     * @param records all of one entity type, sorted by identity
     * @param isGeneric whether the key values are generic and link nothing; called only for values
     *     that at least two of the records share
     */
    public static List<Group> of(
            List<NormalizedRecord> records, Matcher matcher, Predicate<KeyValues> isGeneric) {
        EntityTypeRules rules = matcher.rules();
        List<Group> groups = new ArrayList<>();
        entries(records, rules, false)
                .forEach(
                        (key, times) -> {
                            if (times.size() > 1 && !isGeneric.test(key)) {
                                add(records, matcher, key, times, groups);
                            }
                        });
        return groups;
    }

    private static void add(
            List<NormalizedRecord> records,
            Matcher matcher,
            KeyValues key,
            Map<Integer, IntervalSet> times,
            List<Group> groups) {
        IdentityKey identityKey = matcher.rules().key(key.keyPosition());
        if (identityKey.test() instanceof KeyTest.Tested) {
            for (Run<Integer> run : TestedRuns.of(records, matcher, key.keyPosition(), times)) {
                groups.add(new Group(key, run));
            }
            return;
        }
        for (Run<Integer> run : Run.of(times)) {
            if (run.members().size() > 1) {
                groups.add(new Group(key, run));
            }
        }
    }

    /**
     * The entries of records by key values, in canonical order.
     *
     * @param isScored whether of the keys whose score decides, or of all others
     */
    static SortedMap<KeyValues, Map<Integer, IntervalSet>> entries(
            List<NormalizedRecord> records, EntityTypeRules rules, boolean isScored) {
        SortedMap<KeyValues, Map<Integer, IntervalSet>> entries = new TreeMap<>();
        for (int i = 0; i < records.size(); i++) {
            for (KeyEntry entry : KeyEntries.of(records.get(i), rules)) {
                boolean isOfScored =
                        rules.key(entry.keyPosition()).test() instanceof KeyTest.Scored;
                if (isOfScored == isScored) {
                    entries.computeIfAbsent(entry.keyValues(), unused -> new LinkedHashMap<>(4))
                            .put(i, entry.times());
                }
            }
        }
        return entries;
    }
}
