package io.kindred.resolve.record;

import io.kindred.model.Descriptor;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.temporal.Interval;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A record with its values in normal form. Values that normalisation drops, such as placeholders,
 * are left out.
 */
public final class NormalizedRecord {

    /**
     * Estimated heap of objects and references, in bytes, with compressed references (heap below 32
     * GiB).
     */
    private static final int BYTES = 200;

    private static final int ATTRIBUTE_BYTES = 96;
    private static final int VALUE_BYTES = 64;
    private static final int STRING_BYTES = 48;
    private static final int DECISION_BYTES = 150;

    private final RecordIdentity identity;
    private final Map<String, List<Value>> values;
    private final HeldDecisions decisions;
    private @Nullable Object attachedBy;
    private @Nullable Object attachment;

    private NormalizedRecord(
            RecordIdentity identity, Map<String, List<Value>> values, HeldDecisions decisions) {
        this.identity = identity;
        this.values = values;
        this.decisions = decisions;
    }

    /**
     * A value of a record.
     *
     * @param record the record that asserts it
     * @param normalized the form that comparisons use
     * @param raw the form that outputs show
     * @param interval when it is asserted
     */
    public record Value(RecordIdentity record, String normalized, String raw, Interval interval) {}

    /** A record about which nothing was decided. */
    public static NormalizedRecord of(
            RecordIdentity identity, List<Descriptor> descriptors, EntityTypeRules rules) {
        return of(identity, descriptors, HeldDecisions.NONE, rules);
    }

    /**
     * A record with the decisions about it.
     *
     * @param descriptors those that have not expired
     */
    public static NormalizedRecord of(
            RecordIdentity identity,
            List<Descriptor> descriptors,
            HeldDecisions decisions,
            EntityTypeRules rules) {
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
        return new NormalizedRecord(identity, values, decisions.inForce());
    }

    public RecordIdentity identity() {
        return identity;
    }

    /** The decisions in force about the record; its partners need not be there. */
    public HeldDecisions decisions() {
        return decisions;
    }

    /** The values by attribute. An attribute without values has no entry. */
    public Map<String, List<Value>> values() {
        return values;
    }

    /**
     * Estimated heap, in bytes. Names of attributes and perspectives are shared and do not count.
     */
    public long estimatedBytes() {
        long bytes =
                BYTES
                        + STRING_BYTES
                        + identity.uid().length()
                        + (long) DECISION_BYTES * decisions.all().size();
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

    /**
     * Something that somebody computes from the record and keeps with it. There is one at a time;
     * another one takes its place. Not thread-safe.
     *
     * @param by who attaches it, always with the same kind of thing
     */
    @SuppressWarnings("unchecked")
    public <T> T attachment(Object by, Supplier<T> compute) {
        if (attachedBy != by) {
            attachment = compute.get();
            attachedBy = by;
        }
        return (T) Objects.requireNonNull(attachment);
    }

    /** From the least start to the greatest end of all values; empty if there are none. */
    public Optional<Interval> span() {
        Interval span = null;
        for (List<Value> own : values.values()) {
            for (Value value : own) {
                span = span == null ? value.interval() : span.span(value.interval());
            }
        }
        return Optional.ofNullable(span);
    }

    /** The values of an attribute; empty if it has none. */
    public List<Value> values(String attribute) {
        return values.getOrDefault(attribute, List.of());
    }
}
