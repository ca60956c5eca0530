package io.kindred.codec;

/** A peculiarity of an input that is accepted nevertheless. Each kind is counted. */
public enum Notice {
    /**
     * A value was dropped, because its start or end cannot be read, or the start is not before the
     * end.
     */
    DROPPED_VALUE,
    /**
     * A change event may have changed the identity of its row, but lacks the row before the change,
     * so that the old record stays.
     */
    UNKNOWN_BEFORE,
    /** A JSON record lacks a field that the mapping names. */
    MISSING_FIELD
}
