package io.kindred.model;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Ids of entities: the entity type of the anchor record, {@code -} and the first 32 hex digits of
 * SHA-256 over the anchor's joined identity. An id does not depend on the order in which records
 * arrive.
 */
public final class EntityId {

    private static final int DIGITS = 2 * Digest.BYTES;
    private static final Pattern FORM = Pattern.compile("(?s).+-[0-9a-f]{" + DIGITS + "}");

    private EntityId() {}

    /** The id of the entity with this anchor. */
    public static String of(RecordIdentity anchor) {
        return anchor.entityType() + "-" + Digest.hex(anchor.joined());
    }

    /** The digest in the id of the entity with this anchor: {@link Digest#BYTES} bytes. */
    public static byte[] digest(RecordIdentity anchor) {
        return Digest.of(anchor.joined().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the text has the form of an entity id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** The entity type in an {@linkplain #isValid valid id}. */
    public static String entityType(String id) {
        return id.substring(0, id.length() - DIGITS - 1);
    }

    /** The hex digits of the digest in an {@linkplain #isValid valid id}. */
    public static String digits(String id) {
        return id.substring(id.length() - DIGITS);
    }
}
