package io.kindred.resolve.record;

import io.kindred.model.CodePointOrder;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Normalizer;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes the key entries of a record: for each identity key, every combination of one value per
 * attribute whose intervals intersect. A record with more than {@value
 * IdentityKey#MAX_COMBINATIONS} combinations of values, whether they intersect or not, has no entry
 * for the key.
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

    /** The keys that a record has no entry for because it has too many combinations of values. */
    public static List<IdentityKey> overfull(NormalizedRecord record, EntityTypeRules rules) {
        return rules.identityKeys().stream()
                .filter(key -> !hasOneChoice(record, key))
                .filter(key -> isOverfull(choices(record, key), key))
                .toList();
    }

    /** The entries that a record would have for a key if their number did not matter. */
    public static List<KeyEntry> unlimited(
            NormalizedRecord record, EntityTypeRules rules, IdentityKey key) {
        List<KeyEntry> entries = new ArrayList<>();
        choose(
                choices(record, key),
                new ArrayList<>(),
                IntervalSet.of(Interval.ALWAYS),
                rules.identityKeys().indexOf(key),
                entries);
        return entries;
    }

    private static void addEntries(
            NormalizedRecord record, IdentityKey key, int position, List<KeyEntry> entries) {
        if (hasOneChoice(record, key)) {
            addOnly(record, key, position, entries);
            return;
        }
        List<Map<String, IntervalSet>> choices = choices(record, key);
        if (choices.size() < key.attributes().size() || isOverfull(choices, key)) {
            return;
        }
        List<KeyEntry> own = new ArrayList<>();
        choose(choices, new ArrayList<>(), IntervalSet.of(Interval.ALWAYS), position, own);
        entries.addAll(key.isUnordered() ? unordered(own) : own);
    }

    /** Fast path: most records have at most one value per attribute. */
    private static boolean hasOneChoice(NormalizedRecord record, IdentityKey key) {
        for (KeyAttribute attribute : key.attributes()) {
            if (attribute.alternatives().size() > 1
                    || record.values(attribute.alternatives().get(0)).size() > 1) {
                return false;
            }
            for (Normalizer step : attribute.steps()) {
                if (step.hasSeveral()) {
                    return false;
                }
            }
        }
        return !key.isUnordered();
    }

    private static void addOnly(
            NormalizedRecord record, IdentityKey key, int position, List<KeyEntry> entries) {
        List<KeyAttribute> attributes = key.attributes();
        String[] chosen = new String[attributes.size()];
        Interval times = Interval.ALWAYS;
        for (int i = 0; i < chosen.length; i++) {
            List<Value> values = record.values(attributes.get(i).alternatives().get(0));
            if (values.isEmpty() || !values.get(0).interval().overlaps(times)) {
                return;
            }
            List<String> inKey = attributes.get(i).apply(values.get(0).normalized());
            if (inKey.isEmpty()) {
                return;
            }
            chosen[i] = inKey.get(0);
            times = times.intersection(values.get(0).interval());
        }
        entries.add(new KeyEntry(position, List.of(chosen), IntervalSet.of(times)));
    }

    /** The values of each attribute; fewer than attributes if one has none. */
    private static List<Map<String, IntervalSet>> choices(
            NormalizedRecord record, IdentityKey key) {
        List<Map<String, IntervalSet>> choices = new ArrayList<>(key.attributes().size());
        for (KeyAttribute attribute : key.attributes()) {
            Map<String, IntervalSet> values = valuesForKey(record, attribute);
            if (values.isEmpty()) {
                return choices;
            }
            choices.add(values);
        }
        return choices;
    }

    private static boolean isOverfull(List<Map<String, IntervalSet>> choices, IdentityKey key) {
        if (choices.size() < key.attributes().size()) {
            return false;
        }
        long combinations = 1;
        for (Map<String, IntervalSet> values : choices) {
            combinations *= values.size();
            if (combinations > IdentityKey.MAX_COMBINATIONS) {
                return true;
            }
        }
        return false;
    }

    /** Sorts the values of each entry, and joins those that become equal. */
    private static List<KeyEntry> unordered(List<KeyEntry> entries) {
        Map<List<String>, List<Interval>> times = new LinkedHashMap<>();
        for (KeyEntry entry : entries) {
            List<String> sorted = new ArrayList<>(entry.values());
            sorted.sort(CodePointOrder.STRINGS);
            List<Interval> own = times.computeIfAbsent(sorted, unused -> new ArrayList<>(2));
            entry.times().forEach(own::add);
        }
        List<KeyEntry> sorted = new ArrayList<>(times.size());
        times.forEach(
                (values, all) ->
                        sorted.add(
                                new KeyEntry(
                                        entries.get(0).keyPosition(),
                                        values,
                                        IntervalSet.of(all))));
        return sorted;
    }

    /**
     * Merges the values that are equal within the key. This changes the times of no combination.
     */
    private static Map<String, IntervalSet> valuesForKey(
            NormalizedRecord record, KeyAttribute attribute) {
        Map<String, List<Interval>> times = new LinkedHashMap<>();
        for (String name : attribute.alternatives()) {
            for (Value value : record.values(name)) {
                for (String inKey : attribute.apply(value.normalized())) {
                    times.computeIfAbsent(inKey, unused -> new ArrayList<>(2))
                            .add(value.interval());
                }
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
