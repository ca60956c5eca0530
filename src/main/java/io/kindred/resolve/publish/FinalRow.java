package io.kindred.resolve.publish;

import io.kindred.model.Update;
import io.kindred.storage.OutputTables;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.OutputKeyState;
import io.kindred.storage.keyed.OutputKeyState.Held;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.OwnedUpdate;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes one row of what several owners say about an output key, when all is said. It is the last
 * row that {@link ChangelogRow} would show, and has revision 1; there is none if that is a
 * withdrawal.
 */
public final class FinalRow implements Publisher {

    private final OutputKeyStore store;

    /** With what is kept of a key. */
    public FinalRow(OutputTables tables) {
        this.store = new OutputKeyStore(tables);
    }

    @Override
    public void accept(OwnedUpdate owned, long now) {
        OutputKeyState before = store.load();
        EncodedUpdate said = owned.encoded();
        int owner = owned.owner();
        boolean markChanged =
                said.shown()
                        .map(digest -> !before.isSaidBy(owner, digest))
                        .orElseGet(() -> before.updates().containsKey(owner));
        if (!markChanged) {
            return;
        }
        SortedMap<Integer, Held> updates = new TreeMap<>(before.updates());
        if (said.isWithdrawal()) {
            store.drop(updates, owner);
        } else {
            store.put(updates, owner, said);
        }
        store.save(before.saying(updates));
    }

    /** Nothing is shown before the end. */
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
        store.save(before.nextRevision());
        return Optional.of(store.shown(before));
    }
}
