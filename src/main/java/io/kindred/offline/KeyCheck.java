package io.kindred.offline;

import io.kindred.model.RecordIdentity;
import io.kindred.offline.KeyTask.Part;
import io.kindred.offline.KeyTask.Stored;
import io.kindred.resolve.check.ClaimCheck;
import io.kindred.resolve.check.Ledger;
import io.kindred.resolve.check.NeighborCheck;
import io.kindred.resolve.check.OutputCheck;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.OutputTables;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.keyed.Registration;

import java.util.List;

/**
 * Checks the state of the keyed operators other than the shards, and posts what must agree with the
 * shards to a ledger.
 */
record KeyCheck(Part part, Ledger ledger) implements KeyTask.Visitor {

    @Override
    public void visit(Object key, Stored stored) {
        List<ByteTable> tables = stored.tables();
        switch (part) {
            case REGISTRY ->
                    NeighborCheck.registration(
                            RecordIdentity.ofJoined((String) key),
                            Registration.FORMAT.read(stored.value().orElseThrow()),
                            ledger);
            case DIRECTORY ->
                    NeighborCheck.counts(
                            (ByteKey) key,
                            KeyCounts.FORMAT.read(stored.value().orElseThrow()),
                            ledger);
            case UNIQUENESS -> checkClaims((ByteKey) key, stored);
            case PUBLISH_ASSIGNMENTS, PUBLISH ->
                    OutputCheck.ofSeveral(
                            (String) key,
                            new OutputTables(tables.get(0), tables.get(1), tables.get(2)),
                            stored.isDeferred(),
                            ledger);
            case PUBLISH_OF_ONLY_SHARD ->
                    OutputCheck.ofOnly(
                            (String) key,
                            Published.FORMAT.read(stored.value().orElseThrow()),
                            ledger);
        }
    }

    private void checkClaims(ByteKey signature, Stored stored) {
        ClaimTables tables = claimTables(stored);
        ClaimCheck.run(
                signature,
                tables,
                stored.declaration().map(by -> by.claims(tables)),
                stored.isDeferred(),
                ledger);
    }

    static ClaimTables claimTables(Stored stored) {
        List<ByteTable> tables = stored.tables();
        return new ClaimTables(tables.get(0), tables.get(1), tables.get(2));
    }

    @Override
    public void broken(Object key, RuntimeException cause) {
        ledger.wrong("state", key, String.valueOf(cause.getMessage()));
    }

    @Override
    public void end() {
        ledger.end();
    }
}
