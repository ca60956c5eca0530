package io.kindred.model;

/**
 * The identity of a record. Sorted by entity type, perspective and uid (code points).
 *
 * @param entityType the kind of real-world thing, such as {@code person}; not empty
 * @param perspective the source system; not empty
 * @param uid unique within the perspective; not empty
 */
public record RecordIdentity(String entityType, String perspective, String uid)
        implements Comparable<RecordIdentity> {

    /** Separates the fields of a joined identity; no field may contain it. */
    public static final char SEPARATOR = '\u001f';

    /**
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
     * Parses a {@linkplain #joined() joined} identity.
     *
     * @throws IllegalArgumentException if there are not exactly three fields, or one is empty
     */
    public static RecordIdentity ofJoined(String joined) {
        int first = joined.indexOf(SEPARATOR);
        int second = joined.indexOf(SEPARATOR, first + 1);
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException("'" + joined + "' is not a joined record identity");
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
