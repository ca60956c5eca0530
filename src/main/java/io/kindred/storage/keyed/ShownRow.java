package io.kindred.storage.keyed;

import io.kindred.storage.ByteKey;

/**
 * The published row of an output key.
 *
 * @param revision the revision of the row, from 1
 * @param digest the digest of the update, see {@link EncodedUpdate#shown}
 */
public record ShownRow(long revision, ByteKey digest) {

    /**
     * Checks the revision.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ShownRow {
        if (revision < 1) {
            throw new IllegalArgumentException("invalid revision " + revision);
        }
    }
}
