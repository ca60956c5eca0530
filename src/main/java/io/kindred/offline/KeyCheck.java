package io.kindred.offline;

import io.kindred.model.RecordIdentity;
import io.kindred.resolve.Ledger;
import io.kindred.resolve.NeighborCheck;
import io.kindred.resolve.check.ClaimCheck;
import io.kindred.resolve.check.OutputCheck;
import io.kindred.resolve.shards.UniqueClaims;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.OutputTables;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.keyed.Registration;

import java.util.Optional;

/** Checks what is stored in operators beside the shards, and posts what shards must agree on. */
final class KeyCheck implements KeyTask.Visitor {

    private final Ledger ledger;

    KeyCheck(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void registration(String identity, byte[] stored) {
        NeighborCheck.registration(
                RecordIdentity.ofJoined(identity), Registration.FORMAT.read(stored), ledger);
    }

    @Override
    public void counts(ByteKey signature, byte[] stored) {
        NeighborCheck.counts(signature, KeyCounts.FORMAT.read(stored), ledger);
    }

    @Override
    public void claims(
            ByteKey signature,
            ClaimTables tables,
            boolean isDeferred,
            Optional<Declaration> declaration) {
        Optional<UniqueClaims> claims =
                declaration.map(by -> UniqueClaims.atRest(by.ontology(), by.timeline(), tables));
        ClaimCheck.run(signature, tables, claims, isDeferred, ledger);
    }

    @Override
    public void output(String key, OutputTables tables, boolean isDeferred) {
        OutputCheck.ofSeveral(key, tables, isDeferred, ledger);
    }

    @Override
    public void output(String key, byte[] stored) {
        OutputCheck.ofOnly(key, Published.FORMAT.read(stored), ledger);
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
