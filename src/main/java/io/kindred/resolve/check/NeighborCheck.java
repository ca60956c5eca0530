package io.kindred.resolve.check;

import io.kindred.model.GenericKey;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.record.HomeShard;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.RecordStore.Known;
import io.kindred.storage.shard.StoredRecord;

import java.util.Map;
import java.util.Optional;

/**
 * Posts what the registry, the directory, the shards and reconcile must agree on, as one of them
 * has it.
 */
public final class NeighborCheck {

    private final ShardState state;
    private final int owner;
    private final HomeShard homes;
    private final GenericLists generic;
    private final Ledger ledger;
    private final boolean isReconcile;

    /**
     * @param owner the number of the shard, or {@link Owners#RECONCILE}
     * @param shards the number of shards
     */
    NeighborCheck(ShardState state, int owner, int shards, Ledger ledger) {
        this.state = state;
        this.owner = owner;
        this.homes = new HomeShard(shards);
        this.generic = new GenericLists(state);
        this.ledger = ledger;
        this.isReconcile = owner == Owners.RECONCILE;
    }

    /** Posts an identity that has a record. */
    void known(Known known) {
        if (!state.isOnlyShard() && !isReconcile) {
            ledger.left(Account.RECORDS, known.identity(), "change", change(known.current()));
        }
    }

    private static long change(Current current) {
        return current.version().orElse(-1);
    }

    /**
     * Posts a record.
     *
     * @param keys its key entries by signature
     * @param isEscalated whether reconcile resolves it
     */
    void record(StoredRecord record, Map<ByteKey, KeyEntry> keys, boolean isEscalated) {
        RecordIdentity identity = record.identity();
        if (isEscalated && (isReconcile || state.isOnlyShard())) {
            ledger.wrong("records", identity, "is escalated, but no other owner can resolve it");
        }
        if (state.isOnlyShard()) {
            return;
        }
        if (!isReconcile) {
            ledger.left(Account.RECORDS, identity, "content", record.descriptors());
            decisions(record.decisions())
                    .ifPresent(held -> ledger.left(Account.RECORDS, identity, "decisions", held));
            int home = homes.of(identity, keys);
            if (home != owner) {
                ledger.wrong("records", identity, "belongs to shard " + home);
            }
        }
        if (isReconcile || isEscalated) {
            long change = state.records().current(identity).map(NeighborCheck::change).orElse(-1L);
            if (isReconcile) {
                ledger.right(Account.ESCALATED, identity, change, record.descriptors());
            } else {
                ledger.left(Account.ESCALATED, identity, change, record.descriptors());
            }
        }
    }

    /** Posts key values, with the number of records here that have them. */
    void key(ByteKey signature, long records) {
        if (state.isOnlyShard()) {
            return;
        }
        KeyScope scope = state.scopes().get(signature);
        if (!isReconcile) {
            ledger.left(Account.KEY_COUNTS, signature, owner, records, scope);
        }
        if (scope != KeyScope.GENERIC && generic.of(signature.bytes()).isPresent()) {
            ledger.wrong(
                    "key-standings",
                    signature,
                    "is " + scope + " and has " + records + " records, more than its key allows");
        }
    }

    /** Posts key values that are not ordinary. */
    void scope(ByteKey signature) {
        KeyScope scope = state.scopes().get(signature);
        if (isReconcile) {
            if (scope == KeyScope.GENERIC) {
                ledger.left(Account.GENERIC_KEYS, signature);
            }
        } else if (state.isOnlyShard() || state.keys().count(signature.bytes()) == 0) {
            ledger.left(Account.KEY_COUNTS, signature, owner, 0L, scope);
        }
    }

    /** Posts what the registry has of a record. */
    public static void registration(RecordIdentity record, Registration registered, Ledger ledger) {
        if (registered.present()) {
            ledger.right(Account.RECORDS, record, "change", registered.change());
            ledger.right(Account.RECORDS, record, "content", registered.descriptors());
            decisions(registered.decisions())
                    .ifPresent(held -> ledger.right(Account.RECORDS, record, "decisions", held));
        }
    }

    /** The decisions in force as text; reasons are not for findings. */
    private static Optional<String> decisions(HeldDecisions held) {
        HeldDecisions inForce = held.inForce();
        return inForce.isEmpty()
                ? Optional.empty()
                : Optional.of(inForce.withoutReasons().all().toString());
    }

    /** Posts the counts of key values that the directory has, and what it emitted for them. */
    public static void counts(ByteKey signature, KeyCounts counts, Ledger ledger) {
        KeyScope scope = counts.scope();
        counts.records()
                .forEach(
                        (shard, records) ->
                                ledger.right(Account.KEY_COUNTS, signature, shard, records, scope));
        boolean isInSeveral = counts.records().size() > 1;
        if (scope != KeyScope.GENERIC && isInSeveral != (scope == KeyScope.SPANNING)) {
            ledger.wrong(
                    "key-counts",
                    signature,
                    "is " + scope + " in " + counts.records().size() + " shards");
        }
        counts.generic()
                .ifPresent(
                        generic -> {
                            ledger.right(Account.GENERIC_KEYS, signature);
                            Update emitted =
                                    new Update.GenericKeyOpen(
                                            new GenericKey(
                                                    generic.entityType(),
                                                    generic.key(),
                                                    generic.values(),
                                                    generic.records()));
                            ledger.emitted(
                                    emitted.key(),
                                    Owners.DIRECTORY,
                                    EncodedUpdate.of(emitted).shown().orElseThrow());
                        });
    }
}
