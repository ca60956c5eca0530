package io.kindred.storage.keyed;

import io.kindred.model.Digest;
import io.kindred.model.OutputKey;
import io.kindred.model.Update;
import io.kindred.storage.ByteKey;

import java.util.Optional;

/**
 * An update with its bytes, which are encoded once and then digested, sent and stored as they are.
 * They are not decoded just to get the key or to find out whether the content changed.
 *
 * @param key the output key of the update
 * @param shown the digest of the bytes, which identifies the content; empty for a retraction
 * @param bytes the update in {@link UpdateFormat}
 */
public record EncodedUpdate(OutputKey key, Optional<ByteKey> shown, ByteKey bytes) {

    /** Encodes an update. */
    public static EncodedUpdate of(Update update) {
        byte[] bytes = UpdateFormat.INSTANCE.write(update);
        return new EncodedUpdate(
                update.key(),
                update.isRetraction()
                        ? Optional.empty()
                        : Optional.of(new ByteKey(Digest.of(bytes))),
                new ByteKey(bytes));
    }

    /** Whether it retracts what was under the key. */
    public boolean isRetraction() {
        return shown.isEmpty();
    }

    /** Whether it retracts a row of a record of which nothing may be kept. */
    public boolean isErasure() {
        return UpdateFormat.isErasure(bytes.bytes());
    }

    /**
     * Decodes the update.
     *
     * @throws CorruptStateException if the bytes are not an update
     */
    public Update update() {
        return UpdateFormat.INSTANCE.read(bytes.bytes());
    }
}
