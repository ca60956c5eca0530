package io.kindred.offline;

import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.offline.KeyTask.Part;
import io.kindred.offline.KeyTask.Stored;
import io.kindred.resolve.check.ClaimCheck;
import io.kindred.resolve.check.Ledger;
import io.kindred.resolve.check.MemoryCheck;
import io.kindred.resolve.check.NeighborCheck;
import io.kindred.resolve.check.OutputCheck;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.OutputTables;
import io.kindred.storage.keyed.ErasedIdentity;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.keyed.Registration;

import java.util.List;

/**
 * Checks the state of the keyed operators other than the shards, and posts what must agree with the
 * shards to a ledger.
 */
final class KeyCheck implements KeyTask.Visitor {

    private final Part part;
    private final Ledger ledger;

    /** Then one side of a decision may be forgotten. */
    private boolean forgets;

    KeyCheck(Part part, Ledger ledger) {
        this.part = part;
        this.ledger = ledger;
    }

    @Override
    public void begin(boolean isForgetting) {
        forgets = isForgetting;
    }

    @Override
    public void visit(Object key, Stored stored) {
        List<ByteTable> tables = stored.tables();
        switch (part) {
            case REGISTRY -> {
                Registration registered = Registration.FORMAT.read(stored.value().orElseThrow());
                NeighborCheck.registration(
                        RecordIdentity.ofJoined((String) key), registered, ledger);
                decisions(registered.decisions());
            }
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

    @Override
    public void erased(byte[] digest, byte[] stored) {
        RecordDigest of = RecordDigest.of(digest);
        HeldDecisions held = ErasedIdentity.FORMAT.read(stored).decisions();
        if (!held.isEmpty() && !held.own().equals(of)) {
            ledger.wrong("erased-identities", of, "has the decisions of " + held.own());
        }
        if (held.all().stream().anyMatch(each -> !each.reasonHalf().isEmpty())) {
            ledger.wrong("erased-identities", of, "has a reason of a decision");
        }
        decisions(held);
    }

    private void decisions(HeldDecisions held) {
        if (!forgets) {
            MemoryCheck.post(held, ledger);
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
