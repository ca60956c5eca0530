package io.kindred.resolve.publish;

import io.kindred.model.Update;
import io.kindred.storage.OutputTables;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.OutputKeyState;
import io.kindred.storage.keyed.OutputKeyState.OwnerUpdate;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.OwnedUpdate;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Merges the updates of several owners for one output key into one row at the end of the input. The
 * row is the last one that {@link ChangelogRow} would show, with revision 1. There is none if that
 * is a retraction.
 */
public final class FinalRow implements Publisher {

    private final OutputKeyStore store;

    public FinalRow(OutputTables tables) {
        this(tables, GoneRevisions.NONE);
    }

    /** Rows over stored state, and the revisions of keys that are not shown. */
    public FinalRow(OutputTables tables, GoneRevisions gone) {
        this.store = new OutputKeyStore(tables, gone);
    }

    @Override
    public void accept(OwnedUpdate owned, long now) {
        OutputKeyState loaded = store.load();
        EncodedUpdate update = owned.encoded();
        boolean isErased = update.isErasure() && !loaded.equals(OutputKeyState.NONE);
        OutputKeyState before = isErased ? loaded.erased() : loaded;
        int owner = owned.owner();
        boolean isChanged =
                update.shown()
                        .map(digest -> !before.isCurrentUpdate(owner, digest))
                        .orElseGet(() -> before.updates().containsKey(owner));
        if (!isChanged && !isErased) {
            return;
        }
        SortedMap<Integer, OwnerUpdate> updates = new TreeMap<>(before.updates());
        if (update.isRetraction()) {
            store.drop(updates, owner);
        } else {
            store.put(updates, owner, update);
        }
        store.save(before.withUpdates(updates));
    }

    /** Empty: nothing is shown before the end. */
    @Override
    public Optional<ShownRow> shown() {
        return Optional.empty();
    }

    @Override
    public Optional<Update> last() {
        OutputKeyState before = store.load();
        if (before.revision() > 0 || before.updates().isEmpty()) {
            return Optional.empty();
        }
        store.save(before.nextRevision(before.fill()));
        return Optional.of(store.shown(before));
    }
}
