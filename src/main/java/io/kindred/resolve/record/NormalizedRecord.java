package io.kindred.resolve.record;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record as resolution sees it: its values in their normal form, those that mean nothing left
 * out.
 */
public final class NormalizedRecord {

    /** Of objects and references, on a heap of less than 32 GiB. */
    private static final int BYTES = 200;

    private static final int ATTRIBUTE_BYTES = 96;
    private static final int VALUE_BYTES = 64;
    private static final int STRING_BYTES = 48;

    private final RecordIdentity identity;
    private final Map<String, List<Value>> values;

    private NormalizedRecord(RecordIdentity identity, Map<String, List<Value>> values) {
        this.identity = identity;
        this.values = values;
    }

    /**
     * A value of a record.
     *
     * @param record the record that asserts it
     * @param normalized what comparisons use
     * @param raw what is shown
     * @param interval when it is asserted
     */
    public record Value(RecordIdentity record, String normalized, String raw, Interval interval) {}

    public static NormalizedRecord of(
            RecordIdentity identity, List<Descriptor> descriptors, EntityTypeRules rules) {
        Map<String, List<Value>> values = new LinkedHashMap<>();
        for (Descriptor descriptor : descriptors) {
            String attribute = descriptor.attribute();
            Optional<String> normalized =
                    rules.attribute(attribute).normalization().apply(descriptor.value());
            if (normalized.isPresent()) {
                List<Value> own = values.get(attribute);
                if (own == null) {
                    own = new ArrayList<>(1);
                    values.put(attribute, own);
                }
                own.add(
                        new Value(
                                identity,
                                normalized.get(),
                                descriptor.value(),
                                descriptor.interval()));
            }
        }
        return new NormalizedRecord(identity, values);
    }

    public RecordIdentity identity() {
        return identity;
    }

    /** The values by attribute; an attribute without values is missing. */
    public Map<String, List<Value>> values() {
        return values;
    }

    /** How much heap it takes, about; names of attributes and perspectives are shared. */
    public long estimatedBytes() {
        long bytes = BYTES + STRING_BYTES + identity.uid().length();
        for (List<Value> own : values.values()) {
            bytes += ATTRIBUTE_BYTES;
            for (Value value : own) {
                bytes += VALUE_BYTES + STRING_BYTES + value.raw().length();
                if (!value.normalized().equals(value.raw())) {
                    bytes += STRING_BYTES + value.normalized().length();
                }
            }
        }
        return bytes;
    }

    /** The values of an attribute. */
    public List<Value> values(String attribute) {
        return values.getOrDefault(attribute, List.of());
    }
}
