package io.kindred.model;

import io.kindred.temporal.Interval;

/**
 * One value of a record and when it was valid. Orders by attribute and value (code points), start,
 * end.
 *
 * @param attribute the attribute's name; not empty
 * @param value the value as received, before any normalising
 * @param interval when the value holds
 */
public record Descriptor(String attribute, String value, Interval interval)
        implements Comparable<Descriptor> {

    /**
     * Checks the attribute.
     *
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
