package io.kindred.resolve.publish;

import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.OutputTables;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.IdentityBytes;
import io.kindred.storage.keyed.KeptMove;
import io.kindred.storage.keyed.OutputKeyState;
import io.kindred.storage.keyed.OutputKeyState.OwnerUpdate;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.keyed.UpdateFormat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiPredicate;

/**
 * The stored state of one output key. Short updates are part of its main entry, so most keys have
 * one entry. Long updates are entries of their own, so a move does not read them.
 */
public final class OutputKeyStore {

    /** The most bytes of an update that is stored in the main entry. */
    public static final int SHORT = 1024;

    private static final byte[] STATE = {};

    private final OutputTables tables;
    private final GoneRevisions gone;

    /** Whether the state that was loaded last came from {@link #gone}. */
    private boolean wasGone;

    public OutputKeyStore(OutputTables tables) {
        this(tables, GoneRevisions.NONE);
    }

    OutputKeyStore(OutputTables tables, GoneRevisions gone) {
        this.tables = tables;
        this.gone = gone;
    }

    public boolean isKept() {
        return tables.state().get(STATE) != null;
    }

    public OutputKeyState load() {
        byte[] bytes = tables.state().get(STATE);
        long revision = bytes == null ? gone.find() : 0;
        wasGone = revision > 0;
        if (bytes != null) {
            return OutputKeyState.FORMAT.read(bytes);
        }
        return wasGone ? OutputKeyState.gone(revision) : OutputKeyState.NONE;
    }

    /** The row that is shown, without a look at keys that are gone. */
    Optional<ShownRow> shownRow() {
        byte[] bytes = tables.state().get(STATE);
        return bytes == null ? Optional.empty() : OutputKeyState.FORMAT.read(bytes).row();
    }

    /** Saves the state that was loaded last, as it is now. */
    void save(OutputKeyState state) {
        if (state.isGone() && (state.isErased() || gone.areForAll())) {
            tables.state().remove(STATE);
            if (state.revision() > 0) {
                gone.keep(state.revision(), state.isErased());
            }
            return;
        }
        if (wasGone) {
            gone.forget();
            wasGone = false;
        }
        tables.state().put(STATE, OutputKeyState.FORMAT.write(state));
    }

    /** Adds an update, or replaces the last one of its owner. */
    void put(SortedMap<Integer, OwnerUpdate> updates, int owner, EncodedUpdate update) {
        ByteKey digest = update.shown().orElseThrow();
        if (update.bytes().bytes().length <= SHORT) {
            drop(updates, owner);
            updates.put(owner, new OwnerUpdate(digest, Optional.of(update.bytes())));
        } else {
            tables.updates().put(key(owner), update.bytes().bytes());
            updates.put(owner, new OwnerUpdate(digest, Optional.empty()));
        }
    }

    /** Removes the update of an owner, if there is one. */
    void drop(SortedMap<Integer, OwnerUpdate> updates, int owner) {
        OwnerUpdate stored = updates.remove(owner);
        if (stored != null && stored.bytes().isEmpty()) {
            tables.updates().remove(key(owner));
        }
    }

    /** The update that is shown; there must be one. */
    Update shown(OutputKeyState state) {
        return update(state, state.updates().lastKey());
    }

    /** The last update of an owner. */
    Update update(OutputKeyState state, int owner) {
        Optional<ByteKey> here = state.updates().get(owner).bytes();
        if (here.isPresent()) {
            return UpdateFormat.INSTANCE.read(here.get().bytes());
        }
        byte[] bytes = tables.updates().get(key(owner));
        if (bytes == null) {
            throw new CorruptStateException("output key", "no update of owner " + owner);
        }
        return UpdateFormat.INSTANCE.read(bytes);
    }

    void keepMove(RecordIdentity record, KeptMove move) {
        tables.moves().put(IdentityBytes.of(record), KeptMove.FORMAT.write(move));
    }

    void forgetMove(RecordIdentity record) {
        tables.moves().remove(IdentityBytes.of(record));
    }

    /** Where a record went, if known. */
    Optional<KeptMove> move(RecordIdentity record) {
        return Optional.ofNullable(tables.moves().get(IdentityBytes.of(record)))
                .map(KeptMove.FORMAT::read);
    }

    /** Forgets the moves that match; returns whether any are left. */
    boolean forgetMoves(BiPredicate<RecordIdentity, KeptMove> isOver) {
        ByteTable moves = tables.moves();
        boolean areLeft = false;
        List<byte[]> over = new ArrayList<>();
        for (Iterator<TermTable.Entry> each = moves.scan(); each.hasNext(); ) {
            TermTable.Entry entry = each.next();
            if (isOver.test(
                    IdentityBytes.read("kept move", entry.key()),
                    KeptMove.FORMAT.read(entry.value()))) {
                over.add(entry.key());
            } else {
                areLeft = true;
            }
        }
        over.forEach(moves::remove);
        return areLeft;
    }

    private static byte[] key(int owner) {
        return new ByteWriter(4).unsigned(owner).toBytes();
    }
}
