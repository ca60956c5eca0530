package io.kindred.resolve.cluster;

import io.kindred.ontology.EntityTypeRules;
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

/** Finds the groups (blocks) among records: runs of two or more records with equal key values. */
public final class Groups {

    private Groups() {}

    /**
     * A group.
     *
     * @param run its interval, and the positions of its records in the list passed in
     */
    public record Group(KeyValues key, Run<Integer> run) {}

    /**
     * The groups in canonical order: by position of the key, values, start of the run.
     *
     * @param records all of one entity type
     * @param isGeneric whether the key values are generic and link nothing; called only for values
     *     that at least two of the records share
     */
    public static List<Group> of(
            List<NormalizedRecord> records, EntityTypeRules rules, Predicate<KeyValues> isGeneric) {
        SortedMap<KeyValues, Map<Integer, IntervalSet>> entries = new TreeMap<>();
        for (int i = 0; i < records.size(); i++) {
            for (KeyEntry entry : KeyEntries.of(records.get(i), rules)) {
                entries.computeIfAbsent(entry.keyValues(), unused -> new LinkedHashMap<>(4))
                        .put(i, entry.times());
            }
        }
        List<Group> groups = new ArrayList<>();
        entries.forEach(
                (key, times) -> {
                    if (times.size() > 1 && !isGeneric.test(key)) {
                        for (Run<Integer> run : Run.of(times)) {
                            if (run.members().size() > 1) {
                                groups.add(new Group(key, run));
                            }
                        }
                    }
                });
        return groups;
    }
}
