package io.kindred.resolve.check;

import io.kindred.model.Digest;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.emit.ClaimEmitter;
import io.kindred.resolve.emit.UniqueValues;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.state.LayoutUpgrade;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermScan;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.Timeline;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Checks that the tables of a shard are consistent, and posts what other operators must agree on.
 * It walks over every table (see {@link IndexCheck}). Then it resolves the shard's records again
 * from scratch: components and emitted digests must be equal.
 *
 * <p>Holds one component in memory at a time. The tables must be a private copy: older layouts are
 * upgraded, and deferred components are emitted.
 */
public final class ShardCheck {

    private final ShardState state;
    private final ShardState fresh;
    private final Timeline timeline;
    private final UniqueValues unique;
    private final int owner;
    private final Ledger ledger;
    private final Map<OutputKey.Stream, Long> emitted = new EnumMap<>(OutputKey.Stream.class);

    private ShardCheck(
            ShardState state, ShardState fresh, Timeline timeline, int owner, Ledger ledger) {
        this.state = state;
        this.fresh = fresh;
        this.timeline = timeline;
        this.unique = unique(state, timeline);
        this.owner = owner;
        this.ledger = ledger;
    }

    private static UniqueValues unique(ShardState state, Timeline timeline) {
        return new UniqueValues(state, new ConflictIds(timeline));
    }

    /**
     * The tables of a shard.
     *
     * @param stored a copy of the tables in the state
     * @param terms the terms of these tables
     * @param fresh empty tables for resolving from scratch
     * @param owner the number of the shard, or {@link Owners#RECONCILE}
     * @param shards the number of shards, without reconcile
     */
    public record Copy(
            ShardTables stored, TermScan terms, ShardTables fresh, int owner, int shards) {

        private boolean isOnlyShard() {
            return shards == 1;
        }
    }

    /** Checks a shard with the declarations that its state was built under. */
    public static void run(Ontology ontology, Timeline timeline, Copy copy, Ledger ledger) {
        ShardState state;
        boolean hasGolden;
        try {
            hasGolden = ShardMeta.hasAllGolden(copy.stored());
            state = open(ontology, copy, copy.stored(), hasGolden);
        } catch (CorruptStateException e) {
            ledger.wrong("shard-meta", "meta", String.valueOf(e.getMessage()));
            return;
        }
        new LayoutUpgrade(state).run();
        ShardState fresh = open(ontology, copy, copy.fresh(), hasGolden);
        new ShardCheck(state, fresh, timeline, copy.owner(), ledger).run(copy);
    }

    private static ShardState open(
            Ontology ontology, Copy copy, ShardTables tables, boolean hasGolden) {
        return new ShardState(
                ontology,
                tables,
                copy.isOnlyShard(),
                new OptionalOutputs(hasGolden, false),
                RecordStore.HELD);
    }

    private void run(Copy copy) {
        NeighborCheck neighbors = new NeighborCheck(state, owner, copy.shards(), ledger);
        IndexCheck index = new IndexCheck(state, copy.terms(), neighbors, unique, ledger);
        index.run();
        results(state, unique, unique::emitted, record -> false).forEach(new Emitted());
        if (state.emittedRecords().wereAny() && !state.emittedRecords().areAll()) {
            ledger.recordsArePartial();
        }
        check(Count.RECORDS, index.records());
        check(Count.ENTITIES, emitted(OutputKey.Stream.ENTITIES));
        check(Count.CONFLICTS, emitted(OutputKey.Stream.CONFLICTS));
        check(Count.ESCALATED_RECORDS, index.escalatedRecords());
        check(Count.ESCALATED_COMPONENTS, index.escalatedComponents());
        if (copy.isOnlyShard()) {
            check(Count.GENERIC_KEYS, emitted(OutputKey.Stream.GENERIC_KEYS));
        }
        try {
            FreshShard.emitDeferred(state, timeline);
            new FreshShard(state, fresh, timeline).resolve(new Walk(ledger, state));
        } catch (CorruptStateException | IllegalArgumentException | IllegalStateException e) {
            ledger.wrong("records", "all", "cannot be resolved: " + e.getMessage());
            return;
        }
        results(state, unique, unique::emittedAsNow, record -> false).forEach(new Results(true));
        UniqueValues ofFresh = unique(fresh, timeline);
        results(fresh, ofFresh, ofFresh::emitted, this::isEscalated).forEach(new Results(false));
    }

    private ShardResults results(
            ShardState of,
            UniqueValues values,
            Function<ByteKey, Map<ByteKey, ByteKey>> violations,
            Predicate<RecordIdentity> isElsewhere) {
        return new ShardResults(
                of, values, violations, new Walk(ledger, state, fresh), isElsewhere);
    }

    /**
     * Whether a record is escalated in the state. Escalation is permanent, so a fresh resolution
     * may not escalate it.
     */
    private boolean isEscalated(RecordIdentity record) {
        return !state.isOnlyShard()
                && state.records()
                        .find(record)
                        .map(each -> state.components().isEscalated(each.component()))
                        .orElse(false);
    }

    private long emitted(OutputKey.Stream stream) {
        return emitted.getOrDefault(stream, 0L);
    }

    private void check(Count count, long found) {
        long counted = state.meta().get(count);
        if (counted != found) {
            ledger.wrong("shard-meta", count, "counts " + counted + ", and there are " + found);
        }
    }

    /** Posts and counts what this shard emitted. */
    private final class Emitted implements ShardResults.Listener {
        @Override
        public void component(String entityType, List<RecordIdentity> records) {}

        @Override
        public void assigned(StoredRecord record, String entityId) {
            EntityTypeRules rules = state.rules(record.identity().entityType());
            if (!state.isOnlyShard() && ClaimEmitter.areNeeded(rules)) {
                ClaimEmitter.forEach(
                        state.normalize(record),
                        rules,
                        (signature, term) ->
                                ledger.left(
                                        Account.CLAIMS,
                                        signature,
                                        Owners.name(owner),
                                        record.identity(),
                                        entityId,
                                        term.times()));
            }
        }

        @Override
        public void emitted(OutputKey key, ByteKey digest, Object origin) {
            emitted.merge(key.stream(), 1L, Long::sum);
            ledger.emitted(key, owner, digest);
        }
    }

    /** Posts what the stored state and the fresh resolution must agree on. */
    private final class Results implements ShardResults.Listener {
        private final boolean isLeft;

        Results(boolean isLeft) {
            this.isLeft = isLeft;
        }

        @Override
        public void component(String entityType, List<RecordIdentity> records) {
            ByteKey all =
                    new ByteKey(
                            Digest.of(
                                    new ByteWriter()
                                            .list(records, (to, each) -> to.string(each.joined()))
                                            .toBytes()));
            post(Account.COMPONENTS, records.get(0), entityType, records.size(), "records", all);
        }

        @Override
        public void assigned(StoredRecord record, String entityId) {}

        @Override
        public void emitted(OutputKey key, ByteKey digest, Object origin) {
            boolean isGolden = key.stream() == OutputKey.Stream.GOLDEN_VALUES;
            if (isGolden && !fresh.outputs().goldenValues()
                    || key.stream() == OutputKey.Stream.RECORDS) {
                // What a job does not keep up any more, or is still filling in; and what is no
                // result.
                return;
            }
            post(Account.RESULTS, key.stream() + "/" + key.id(), digest, "of", origin);
        }

        private void post(Account account, Object key, Object... what) {
            if (isLeft) {
                ledger.left(account, key, what);
            } else {
                ledger.right(account, key, what);
            }
        }
    }
}
