package io.kindred.resolve.record;

import io.kindred.model.SourceRecord;

/** What an accepted update does to the record of its identity, as far as it is counted. */
public enum Effect {
    /** It replaces a record by other content, only because it arrived later. */
    REPLACED,
    /** It deletes or erases a record. */
    DELETED,
    /** It deletes or erases a record that was never there. */
    UNKNOWN_DELETE,
    /** Anything else. */
    OTHER;

    /**
     * The effect of an update that {@linkplain VersionRule becomes current}.
     *
     * @param isKnown whether the identity was seen before
     * @param isPresent whether its record exists
     */
    public static Effect of(SourceRecord update, boolean isKnown, boolean isPresent) {
        if (!update.isUpsert()) {
            if (isPresent) {
                return DELETED;
            }
            return isKnown || update.isCarried() ? OTHER : UNKNOWN_DELETE;
        }
        return isPresent && update.version().isEmpty() ? REPLACED : OTHER;
    }
}
