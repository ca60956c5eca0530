package io.kindred.model;

import io.kindred.temporal.Interval;

/**
 * A value of a record and when it is valid. Sorted by attribute and value (code points), start,
 * end.
 *
 * @param attribute not empty
 * @param value as received, not normalised
 * @param interval when the value is valid
 */
public record Descriptor(String attribute, String value, Interval interval)
        implements Comparable<Descriptor> {

    /**
     * @throws IllegalArgumentException if the attribute is empty
     */
    public Descriptor {
        if (attribute.isEmpty()) {
            throw new IllegalArgumentException("attr is empty");
        }
    }

    @Override
    public int compareTo(Descriptor other) {
        int order = CodePointOrder.compare(attribute, other.attribute);
        if (order == 0) {
            order = CodePointOrder.compare(value, other.value);
        }
        return order != 0 ? order : interval.compareTo(other.interval);
    }
}
