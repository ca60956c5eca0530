package io.kindred.storage.wire;

import io.kindred.model.Update;
import io.kindred.storage.keyed.EncodedUpdate;

/**
 * An update with its owner. Several owners may have an update of one output key, and each replaces
 * or retracts only its own.
 *
 * @param owner the owner, see {@code Owners}
 */
public record OwnedUpdate(int owner, EncodedUpdate encoded) {

    /** Encodes an update. */
    public static OwnedUpdate of(int owner, Update update) {
        return new OwnedUpdate(owner, EncodedUpdate.of(update));
    }

    /** Decodes the update. */
    public Update update() {
        return encoded.update();
    }
}
