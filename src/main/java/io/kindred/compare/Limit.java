package io.kindred.compare;

/** What a threshold asks of two values. */
interface Limit {

    /** Whether two values are on the right side of the limit; false if they cannot be measured. */
    boolean holds(ComparedValue a, ComparedValue b);

    /** Whether two values can be measured. */
    default boolean isMeasurable(ComparedValue a, ComparedValue b) {
        return true;
    }
}
