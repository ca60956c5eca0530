package io.kindred.storage.keyed;

import io.kindred.storage.ByteKey;

/**
 * What is shown under an output key.
 *
 * @param revision of the row that shows it, from 1
 * @param digest of the update, see {@link EncodedUpdate#shown}
 */
public record ShownRow(long revision, ByteKey digest) {

    /**
     * Checks the revision.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ShownRow {
        if (revision < 1) {
            throw new IllegalArgumentException("no row has revision " + revision);
        }
    }
}
