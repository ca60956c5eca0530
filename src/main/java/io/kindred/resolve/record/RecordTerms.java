package io.kindred.resolve.record;

import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.storage.ByteKey;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The terms that a record is indexed under: one for each key entry and one for each value.
 *
 * @param keys the key entries by signature
 * @param values the values by signature
 */
public record RecordTerms(Map<ByteKey, KeyEntry> keys, Map<ByteKey, ValueTerm> values) {

    public static final RecordTerms NONE = new RecordTerms(Map.of(), Map.of());

    /**
     * A value that a record asserts.
     *
     * @param value normalised
     * @param times when it is asserted, coalesced
     * @param isOfMany whether the record has so many values of the attribute that it has no entry
     *     of any key on it
     */
    public record ValueTerm(String attribute, String value, IntervalSet times, boolean isOfMany) {

        /** A value of an attribute with few values. */
        public ValueTerm(String attribute, String value, IntervalSet times) {
            this(attribute, value, times, false);
        }
    }

    public static RecordTerms of(NormalizedRecord record, EntityTypeRules rules) {
        String entityType = record.identity().entityType();
        Map<ByteKey, ValueTerm> values = new LinkedHashMap<>();
        for (Map.Entry<String, List<Value>> asserted : record.values().entrySet()) {
            String attribute = asserted.getKey();
            if (asserted.getValue().size() == 1) {
                Value only = asserted.getValue().get(0);
                values.put(
                        signature(entityType, attribute, only.normalized()),
                        new ValueTerm(
                                attribute, only.normalized(), IntervalSet.of(only.interval())));
            } else {
                Map<String, IntervalSet> all = times(asserted.getValue());
                boolean isOfMany = all.size() > IdentityKey.MAX_COMBINATIONS;
                all.forEach(
                        (value, times) ->
                                values.put(
                                        signature(entityType, attribute, value),
                                        new ValueTerm(attribute, value, times, isOfMany)));
            }
        }
        return new RecordTerms(keys(record, rules), values);
    }

    /** Only the key entries, by signature; those of {@code same} decisions, too. */
    public static Map<ByteKey, KeyEntry> keys(NormalizedRecord record, EntityTypeRules rules) {
        String entityType = record.identity().entityType();
        Map<ByteKey, KeyEntry> keys = new LinkedHashMap<>();
        for (KeyEntry entry : KeyEntries.of(record, rules)) {
            IdentityKey key = rules.key(entry.keyPosition());
            keys.put(new ByteKey(Signature.ofKey(entityType, key.name(), entry.values())), entry);
        }
        for (KeyEntry entry : DecisionEntries.of(record.decisions())) {
            keys.put(DecisionEntries.signature(entityType, entry), entry);
        }
        return keys;
    }

    /** The key entries of a record with decisions attached; none of a delete. */
    public static Map<ByteKey, KeyEntry> keys(SourceRecord record, EntityTypeRules rules) {
        return record.isUpsert()
                ? keys(
                        NormalizedRecord.of(
                                record.identity(), record.descriptors(), record.decisions(), rules),
                        rules)
                : Map.of();
    }

    private static ByteKey signature(String entityType, String attribute, String value) {
        return new ByteKey(Signature.ofValue(entityType, attribute, value));
    }

    private static Map<String, IntervalSet> times(List<Value> asserted) {
        Map<String, List<Interval>> intervals = new LinkedHashMap<>();
        for (Value value : asserted) {
            intervals
                    .computeIfAbsent(value.normalized(), unused -> new ArrayList<>(2))
                    .add(value.interval());
        }
        Map<String, IntervalSet> times = new LinkedHashMap<>();
        intervals.forEach((value, all) -> times.put(value, IntervalSet.of(all)));
        return times;
    }
}
