package io.kindred.resolve.record;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the key entries of a record: for each identity key, every combination of one value per
 * attribute whose intervals intersect.
 *
 * <p>Example: a record has the name Ann from 2000 to 2010, the name Anna from 2010, and the
 * birthday 1980-05-01 always. The key (name, birthday) then has two entries: one with Ann, until
 * 2010, and one with Anna, from 2010.
 *
 * <p>Costs one step per partial combination that still intersects. A combination is dropped at the
 * first attribute that does not overlap it in time.
 */
public final class KeyEntries {

    private KeyEntries() {}

    /** All entries, by position of the key. No two have the same key and values. */
    public static List<KeyEntry> of(NormalizedRecord record, EntityTypeRules rules) {
        List<KeyEntry> entries = new ArrayList<>();
        List<IdentityKey> keys = rules.identityKeys();
        for (int position = 0; position < keys.size(); position++) {
            addEntries(record, keys.get(position), position, entries);
        }
        return entries;
    }

    private static void addEntries(
            NormalizedRecord record, IdentityKey key, int position, List<KeyEntry> entries) {
        if (hasOneChoice(record, key)) {
            addOnly(record, key, position, entries);
            return;
        }
        List<Map<String, IntervalSet>> choices = new ArrayList<>(key.attributes().size());
        for (KeyAttribute attribute : key.attributes()) {
            Map<String, IntervalSet> values = valuesForKey(record, attribute);
            if (values.isEmpty()) {
                return;
            }
            choices.add(values);
        }
        choose(choices, new ArrayList<>(), IntervalSet.of(Interval.ALWAYS), position, entries);
    }

    /** Fast path: most records have at most one value per attribute. */
    private static boolean hasOneChoice(NormalizedRecord record, IdentityKey key) {
        for (KeyAttribute attribute : key.attributes()) {
            if (record.values(attribute.attribute()).size() > 1) {
                return false;
            }
        }
        return true;
    }

    private static void addOnly(
            NormalizedRecord record, IdentityKey key, int position, List<KeyEntry> entries) {
        List<KeyAttribute> attributes = key.attributes();
        String[] chosen = new String[attributes.size()];
        Interval times = Interval.ALWAYS;
        for (int i = 0; i < chosen.length; i++) {
            List<Value> values = record.values(attributes.get(i).attribute());
            if (values.isEmpty() || !values.get(0).interval().overlaps(times)) {
                return;
            }
            chosen[i] = attributes.get(i).apply(values.get(0).normalized());
            if (chosen[i].isEmpty()) {
                return;
            }
            times = times.intersection(values.get(0).interval());
        }
        entries.add(new KeyEntry(position, List.of(chosen), IntervalSet.of(times)));
    }

    /**
     * Merges the values that are equal within the key. This changes the times of no combination.
     */
    private static Map<String, IntervalSet> valuesForKey(
            NormalizedRecord record, KeyAttribute attribute) {
        Map<String, List<Interval>> times = new LinkedHashMap<>();
        for (Value value : record.values(attribute.attribute())) {
            String inKey = attribute.apply(value.normalized());
            if (!inKey.isEmpty()) {
                times.computeIfAbsent(inKey, unused -> new ArrayList<>(2)).add(value.interval());
            }
        }
        Map<String, IntervalSet> values = new LinkedHashMap<>();
        times.forEach((value, intervals) -> values.put(value, IntervalSet.of(intervals)));
        return values;
    }

    private static void choose(
            List<Map<String, IntervalSet>> choices,
            List<String> chosen,
            IntervalSet times,
            int position,
            List<KeyEntry> entries) {
        if (chosen.size() == choices.size()) {
            entries.add(new KeyEntry(position, chosen, times));
            return;
        }
        choices.get(chosen.size())
                .forEach(
                        (value, intervals) -> {
                            IntervalSet both = times.intersection(intervals);
                            if (!both.isEmpty()) {
                                chosen.add(value);
                                choose(choices, chosen, both, position, entries);
                                chosen.remove(chosen.size() - 1);
                            }
                        });
    }
}
