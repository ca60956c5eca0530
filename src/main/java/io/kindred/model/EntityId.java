package io.kindred.model;

/** Names entities after their anchor record, so that the name does not depend on arrival order. */
public final class EntityId {

    private EntityId() {}

    /** Entity type, {@code -} and the first 32 hex digits of SHA-256 over the joined identity. */
    public static String of(RecordIdentity anchor) {
        return anchor.entityType() + "-" + Digest.hex(anchor.joined());
    }
}
