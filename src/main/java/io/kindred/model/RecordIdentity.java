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

    /**
     * The identity whose fields are {@linkplain #joined() joined}.
     *
     * @throws IllegalArgumentException if there are not three, or one is empty
     */
    public static RecordIdentity ofJoined(String joined) {
        int first = joined.indexOf(SEPARATOR);
        int second = joined.indexOf(SEPARATOR, first + 1);
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException("'" + joined + "' is not the name of a record");
        }
        return new RecordIdentity(
                joined.substring(0, first),
                joined.substring(first + 1, second),
                joined.substring(second + 1));
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
