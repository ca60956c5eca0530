package io.kindred.storage.keyed;

import io.kindred.model.Digest;
import io.kindred.model.OutputKey;
import io.kindred.model.Update;
import io.kindred.storage.ByteKey;

import java.util.Optional;

/**
 * An update with its bytes, made once and then digested, sent and kept as they are. Whoever only
 * needs to know what it is about, or whether it says something new, does not read them.
 *
 * @param key what the update is about
 * @param shown the digest of the bytes, by which what is shown is told from what was; empty for a
 *     withdrawal, which shows nothing
 * @param bytes the update in {@link UpdateFormat}
 */
public record EncodedUpdate(OutputKey key, Optional<ByteKey> shown, ByteKey bytes) {

    /** The update encoded and digested. */
    public static EncodedUpdate of(Update update) {
        byte[] bytes = UpdateFormat.INSTANCE.write(update);
        return new EncodedUpdate(
                update.key(),
                update.isWithdrawal()
                        ? Optional.empty()
                        : Optional.of(new ByteKey(Digest.of(bytes))),
                new ByteKey(bytes));
    }

    /** Whether it says that there is nothing under the key any more. */
    public boolean isWithdrawal() {
        return shown.isEmpty();
    }

    /**
     * The update, read from its bytes.
     *
     * @throws CorruptStateException if they hold none
     */
    public Update update() {
        return UpdateFormat.INSTANCE.read(bytes.bytes());
    }
}
