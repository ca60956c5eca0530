package io.kindred.resolve;

import io.kindred.model.Statement;
import io.kindred.storage.EncodedStatement;
import io.kindred.storage.OutputKeyState;
import io.kindred.storage.OutputKeyState.Held;
import io.kindred.storage.OutputTables;
import io.kindred.storage.OwnedStatement;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes one row of what several owners say about an output key, when all is said. It is the last
 * row that {@link Publication} would show, and has revision 1; there is none if that is a
 * withdrawal.
 *
 * <p>One object serves all keys whose tables it is given in turn, and keeps nothing of them.
 */
public final class LastPublication {

    private final OutputKeyStore store;

    /** With what is kept of a key. */
    public LastPublication(OutputTables tables) {
        this.store = new OutputKeyStore(tables);
    }

    /** Takes what an owner says. */
    public void accept(OwnedStatement owned) {
        OutputKeyState before = store.load();
        EncodedStatement said = owned.encoded();
        int owner = owned.owner();
        boolean isNews =
                said.shown()
                        .map(digest -> !before.isSaidBy(owner, digest))
                        .orElseGet(() -> before.statements().containsKey(owner));
        if (!isNews) {
            return;
        }
        SortedMap<Integer, Held> statements = new TreeMap<>(before.statements());
        if (said.isWithdrawal()) {
            store.drop(statements, owner);
        } else {
            store.put(statements, owner, said);
        }
        store.save(before.saying(statements));
    }

    /** What to show, the first time that this is asked; nothing if there is nothing. */
    public Optional<Statement> end() {
        OutputKeyState before = store.load();
        if (before.revision() > 0 || before.statements().isEmpty()) {
            return Optional.empty();
        }
        store.save(before.nextRevision());
        return Optional.of(store.shown(before));
    }
}
