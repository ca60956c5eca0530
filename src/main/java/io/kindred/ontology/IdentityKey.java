package io.kindred.ontology;

import java.util.List;
import java.util.OptionalLong;

/**
 * A blocking and matching key: records with equal values of all its attributes at overlapping times
 * are the same entity.
 *
 * @param name unique within the entity type
 * @param attributes at least one, none twice
 * @param maxRecords the most records that may share values before the values are generic; empty for
 *     no limit
 */
public record IdentityKey(String name, List<KeyAttribute> attributes, OptionalLong maxRecords) {

    /** The default of {@code max_records}. */
    public static final long DEFAULT_MAX_RECORDS = 1000;

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
                && attributes.get(0).attribute().equals(attribute)
                && attributes.get(0).steps().isEmpty();
    }

    /**
     * One attribute of a key.
     *
     * @param steps applied to the attribute's normalised value; a value with an empty result is
     *     left out of the key
     */
    public record KeyAttribute(String attribute, List<Normalizer> steps) {

        public KeyAttribute {
            steps = List.copyOf(steps);
        }

        /** The value as this key compares it; empty if the value is left out. */
        public String apply(String normalizedValue) {
            String value = normalizedValue;
            for (Normalizer step : steps) {
                value = step.apply(value);
            }
            return value;
        }
    }
}
