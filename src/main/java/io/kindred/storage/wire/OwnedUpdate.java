package io.kindred.storage.wire;

import io.kindred.model.Update;
import io.kindred.storage.keyed.EncodedUpdate;

/**
 * An update and who makes it. Several owners may speak about one output key; each speaks only for
 * itself.
 *
 * @param owner the shard that speaks, from 0
 */
public record OwnedUpdate(int owner, EncodedUpdate encoded) {

    /** The update, encoded. */
    public static OwnedUpdate of(int owner, Update update) {
        return new OwnedUpdate(owner, EncodedUpdate.of(update));
    }

    /** The update, read from its bytes. */
    public Update update() {
        return encoded.update();
    }
}
