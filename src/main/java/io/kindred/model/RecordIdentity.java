package io.kindred.model;

/**
 * What names a record: entity type, perspective and uid, in this order of comparison (by code
 * point).
 *
 * @param entityType the kind of thing the record is about; not empty
 * @param perspective the source system; not empty
 * @param uid unique within the perspective; not empty
 */
public record RecordIdentity(String entityType, String perspective, String uid)
        implements Comparable<RecordIdentity> {

    /** Joins the fields of an identity where one string is wanted; no field may contain it. */
    public static final char SEPARATOR = '\u001f';

    /**
     * Checks the fields.
     *
     * @throws IllegalArgumentException if a field is empty or contains {@link #SEPARATOR}
     */
    public RecordIdentity {
        check("entity_type", entityType);
        check("perspective", perspective);
        check("uid", uid);
    }

    private static void check(String name, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        if (value.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException(name + " contains U+001F");
        }
    }

    /** The three fields joined by U+001F. */
    public String joined() {
        return entityType + SEPARATOR + perspective + SEPARATOR + uid;
    }

    @Override
    public int compareTo(RecordIdentity other) {
        int order = CodePointOrder.compare(entityType, other.entityType);
        if (order == 0) {
            order = CodePointOrder.compare(perspective, other.perspective);
        }
        return order != 0 ? order : CodePointOrder.compare(uid, other.uid);
    }

    @Override
    public String toString() {
        return entityType + "/" + perspective + "/" + uid;
    }
}
