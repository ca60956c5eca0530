package io.kindred.ontology;

import java.util.List;
import java.util.OptionalLong;

/**
 * Attributes whose equal values at overlapping times make records the same entity.
 *
 * @param name unique within the entity type
 * @param attributes at least one, none twice
 * @param maxRecords how many records may share the values before they are generic; empty for no
 *     limit
 */
public record IdentityKey(String name, List<KeyAttribute> attributes, OptionalLong maxRecords) {

    /** The limit where the ontology names none. */
    public static final long DEFAULT_MAX_RECORDS = 1000;

    /** Copies the list. */
    public IdentityKey {
        attributes = List.copyOf(attributes);
    }

    /** Whether so many records sharing the values are too many. */
    public boolean isGeneric(long records) {
        return maxRecords.isPresent() && records > maxRecords.getAsLong();
    }

    /** Whether the key's values are an attribute's normalised values, just as they are. */
    public boolean isValueOf(String attribute) {
        return attributes.size() == 1
                && attributes.get(0).attribute().equals(attribute)
                && attributes.get(0).steps().isEmpty();
    }

    /**
     * One attribute of a key.
     *
     * @param attribute the attribute's name
     * @param steps applied to the attribute's normalised value; an empty result leaves the value
     *     out of this key
     */
    public record KeyAttribute(String attribute, List<Normalizer> steps) {

        /** Copies the list. */
        public KeyAttribute {
            steps = List.copyOf(steps);
        }

        /** The value as this key compares it; empty if it is left out. */
        public String apply(String normalizedValue) {
            String value = normalizedValue;
            for (Normalizer step : steps) {
                value = step.apply(value);
            }
            return value;
        }
    }
}
