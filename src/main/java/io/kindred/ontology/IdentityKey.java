package io.kindred.ontology;

import java.util.List;
import java.util.OptionalLong;

/**
 * A blocking and matching key: records with equal values of all its attributes at overlapping times
 * are the same entity, or candidates for it if the key has a test.
 *
 * @param name unique within the entity type
 * @param attributes at least one, none twice
 * @param maxRecords the most records that may share values before the values are generic; empty for
 *     no limit
 * @param test what linked records must meet besides
 * @param isUnordered whether the order of the values does not matter: they are sorted
 */
public record IdentityKey(
        String name,
        List<KeyAttribute> attributes,
        OptionalLong maxRecords,
        KeyTest test,
        boolean isUnordered) {

    /** The default of {@code max_records}. */
    public static final long DEFAULT_MAX_RECORDS = 1000;

    /** The default of {@code max_records} of a key with a test. */
    public static final long DEFAULT_MAX_TESTED_RECORDS = 100;

    /** A record with more combinations of values than this has no entry for the key. */
    public static final int MAX_COMBINATIONS = 1000;

    /** The position of {@link #DECISION}: before all identity keys. */
    public static final int DECISION_POSITION = -1;

    /**
     * Stands for {@code same} decisions, which link their two records as a key value does that only
     * these two have. No key of an ontology has its name.
     */
    public static final IdentityKey DECISION =
            new IdentityKey("\u001fdecision", List.of(), OptionalLong.empty());

    public IdentityKey {
        attributes = List.copyOf(attributes);
    }

    /** A key without a test, whose values have an order. */
    public IdentityKey(String name, List<KeyAttribute> attributes, OptionalLong maxRecords) {
        this(name, attributes, maxRecords, new KeyTest.None(), false);
    }

    /** Whether equal values are not enough. */
    public boolean isTested() {
        return !(test instanceof KeyTest.None);
    }

    /** The name in outputs: {@code decision} for {@link #DECISION}. */
    public String shownName() {
        return equals(DECISION) ? "decision" : name;
    }

    /** Whether values that this number of records share are generic. */
    public boolean isGeneric(long records) {
        return maxRecords.isPresent() && records > maxRecords.getAsLong();
    }

    /** Whether the key consists of this attribute only, without steps of its own. */
    public boolean isValueOf(String attribute) {
        return attributes.size() == 1
                && attributes.get(0).alternatives().equals(List.of(attribute))
                && attributes.get(0).steps().isEmpty();
    }

    /**
     * One attribute of a key.
     *
     * @param alternatives the attributes whose values count, at least one
     * @param steps applied to an attribute's normalised value; empty results are left out of the
     *     key
     */
    public record KeyAttribute(List<String> alternatives, List<Normalizer> steps) {

        public KeyAttribute {
            alternatives = List.copyOf(alternatives);
            steps = List.copyOf(steps);
        }

        public KeyAttribute(String attribute, List<Normalizer> steps) {
            this(List.of(attribute), steps);
        }

        /** The values as this key compares them, distinct; none if the value is left out. */
        public List<String> apply(String normalizedValue) {
            return Normalization.all(steps, normalizedValue);
        }
    }
}
