package io.kindred.resolve.check;

import io.kindred.model.Digest;
import io.kindred.resolve.publish.OutputKeyStore;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.OutputTables;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.OutputKeyState;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Published;

import java.util.Iterator;
import java.util.Optional;

/** Checks the stored state of one output key, and posts what each owner emitted for it. */
public final class OutputCheck {

    private static final String TABLE = "published";

    private OutputCheck() {}

    /**
     * Checks a key with several owners.
     *
     * @param key as the operator has it
     * @param isDeferred whether a timer is scheduled for the key
     */
    public static void ofSeveral(
            String key, OutputTables tables, boolean isDeferred, Ledger ledger) {
        OutputKeyState state = new OutputKeyStore(tables).load();
        int further = 0;
        for (var each : state.updates().entrySet()) {
            Optional<ByteKey> kept = each.getValue().bytes();
            if (kept.isEmpty()) {
                further++;
                byte[] owner = new ByteWriter(4).unsigned(each.getKey()).toBytes();
                kept = Optional.ofNullable(tables.updates().get(owner)).map(ByteKey::new);
            }
            String name = Owners.name(each.getKey());
            if (!isOf(kept, each.getValue().digest())) {
                ledger.wrong(TABLE, key, "lacks the update that " + name + " emitted");
            }
            if (state.waiting().isEmpty()) {
                ledger.shown(key, each.getKey(), each.getValue().digest());
            }
        }
        if (count(tables.updates().scan()) != further) {
            ledger.wrong(TABLE, key, "has stored updates that its main entry does not list");
        }
        if (!state.hasMoves() && tables.moves().scan().hasNext()) {
            ledger.wrong(TABLE, key, "has moves that its main entry does not mention");
        }
        if (state.waiting().isPresent() && !isDeferred) {
            ledger.wrong(TABLE, key, "has a delayed retraction without a timer");
        }
    }

    /** Checks a key of the only shard. */
    public static void ofOnly(String key, Published published, Ledger ledger) {
        Optional<ByteKey> shown = published.shown();
        shown.ifPresent(digest -> ledger.shown(key, 0, digest));
        if (published.update().isPresent()
                && !(shown.isPresent() && isOf(published.update(), shown.get()))) {
            ledger.wrong(TABLE, key, "has a stored update that is not the one shown");
        }
    }

    private static boolean isOf(Optional<ByteKey> content, ByteKey digest) {
        return content.filter(bytes -> new ByteKey(Digest.of(bytes.bytes())).equals(digest))
                .isPresent();
    }

    private static int count(Iterator<TermTable.Entry> entries) {
        int count = 0;
        for (; entries.hasNext(); entries.next()) {
            count++;
        }
        return count;
    }
}
