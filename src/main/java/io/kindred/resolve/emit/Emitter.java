package io.kindred.resolve.emit;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.GoldenCell;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.cluster.ComponentResolver;
import io.kindred.resolve.cluster.ComponentResolver.Resolution;
import io.kindred.resolve.emit.LargeEntityCache.Grown;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.entity.EntityBuilder;
import io.kindred.resolve.entity.EntityDraft;
import io.kindred.resolve.entity.GoldenProvenance;
import io.kindred.resolve.entity.IndirectConflicts;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.ChangeSet.DirtyComponent;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ShardState.Member;
import io.kindred.resolve.state.ValueIndex;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.shard.StoredRecord;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Emits the updates for all dirty components, and retracts what no longer exists.
 *
 * <p>The digests emitted before are pooled over all dirty components. So an entity or conflict that
 * moved between components is neither retracted nor emitted twice. The records of one component at
 * a time are in memory.
 *
 * <p>Example: records 1, 2 and 3 were one entity. When 2 is deleted, 1 and 3 are two components.
 * The entity of 1 keeps its id and is upserted. That of 3 is new. Record 3 is assigned to it, and
 * record 2 is unassigned.
 */
public final class Emitter {

    private final ShardState state;
    private final ChangeSet changes;
    private final ConflictIds conflictIds;
    private final UniqueValues uniqueValues;
    private final EmissionThrottle throttle;
    private final LargeEntityCache cache;
    private final Escalation escalation;
    private final Optional<GoldenProvenance> provenance;
    private long largestEntity;

    /**
     * Emits the updates of a shard.
     *
     * @param provenance finds the records that golden values come from; empty if they are not
     *     emitted, and those emitted before are retracted
     */
    public Emitter(
            ShardState state,
            ChangeSet changes,
            EmissionThrottle throttle,
            LargeEntityCache cache,
            Escalation escalation,
            UniqueValues uniqueValues,
            ConflictIds conflictIds,
            Optional<GoldenProvenance> provenance) {
        this.state = state;
        this.provenance = provenance;
        this.changes = changes;
        this.throttle = throttle;
        this.cache = cache;
        this.escalation = escalation;
        this.conflictIds = conflictIds;
        this.uniqueValues = uniqueValues;
    }

    /** Emits the updates of a change set whose links are up to date. */
    public void emit(ShardOutput output) {
        Consumer<EncodedUpdate> updates = output::update;
        changes.droppedClaims().forEach(claim -> dropClaim(output, claim));
        EmittedDigestsPool pool = new EmittedDigestsPool();
        Map<Long, DirtyComponent> components = changes.dirtyComponents();
        Map<Long, EmittedDigests> before = new HashMap<>();
        components.forEach(
                (component, dirty) -> {
                    EmittedDigests emitted = state.components().emitted(component);
                    before.put(component, emitted);
                    pool.add(dirty.entityType(), emitted);
                    pool.add(dirty.entityType(), dirty.inherited());
                });
        components.forEach(
                (component, dirty) ->
                        emitComponent(component, dirty, before.get(component), pool, output));
        escalation.forward(output);
        if (!state.isOnlyShard()) {
            changes.changed().forEach(id -> claim(id, output));
        }
        pool.retract(update -> updates.accept(EncodedUpdate.of(update)));
        state.meta().add(Count.ENTITIES, pool.entityDifference());
        state.meta().add(Count.CONFLICTS, pool.conflictDifference());
        changes.claims()
                .forEach((signature, changed) -> uniqueValues.emit(signature, changed, updates));
        changes.removed()
                .forEach(
                        (record, entity) -> {
                            if (entity.isPresent() && !changes.erased().contains(record)) {
                                unassign(record, updates);
                            }
                        });
        changes.erased().forEach(record -> unassign(record, updates));
        changes.limits().forEach((signature, watch) -> emitGenericKey(signature, watch, updates));
    }

    /** The records of the largest entity that was emitted; 0 before there is one. */
    public long largestEntity() {
        return largestEntity;
    }

    private void emitComponent(
            long component,
            DirtyComponent dirty,
            EmittedDigests before,
            EmittedDigestsPool pool,
            ShardOutput output) {
        if (dirty.isUnlinked()) {
            cache.drop(component);
        }
        Emitted emitted = new Emitted(pool, output);
        if (escalation.settle(component)) {
            if (!before.isEmpty()) {
                state.components().setEmitted(component, EmittedDigests.NONE);
            }
            return;
        }
        int size =
                cache.grow(component, dirty.entityType())
                        .map(grown -> emitGrown(grown, emitted))
                        .orElseGet(() -> emitWhole(component, dirty.entityType(), emitted));
        EmittedDigests now = emitted.digests();
        if (!now.equals(before)) {
            state.components().setEmitted(component, now);
        }
        throttle.emitted(component, size);
    }

    /** Emits a component that is still the same entity; returns its size. */
    private int emitGrown(Grown grown, Emitted emitted) {
        emitDraft(grown.draft(), emitted);
        for (Member member : grown.changed()) {
            assign(member, grown.draft().id(), emitted);
        }
        return grown.size();
    }

    /** Resolves and emits a component from all its records; returns its size. */
    private int emitWhole(long component, String entityType, Emitted emitted) {
        List<Member> members = state.members(component, changes::changed);
        if (members.isEmpty()) {
            return 0;
        }
        EntityTypeRules rules = state.rules(entityType);
        Resolution resolution =
                ComponentResolver.resolve(
                        members.stream().map(Member::normalized).toList(),
                        state.matcher(entityType),
                        key -> state.isGeneric(entityType, key));
        EntityBuilder builder = new EntityBuilder(state.ontology(), rules, provenance);
        Map<RecordIdentity, String> entityOf = new HashMap<>();
        // A component with tests is never known to be one entity without a closer look.
        boolean isOne = resolution.entities().size() == 1 && !rules.comparesRecords();
        for (List<NormalizedRecord> records : resolution.entities()) {
            String id =
                    isOne && cache.isCacheable(members.size())
                            ? emitCached(component, records, builder, emitted)
                            : emitBuilt(records, builder, emitted);
            records.forEach(record -> entityOf.put(record.identity(), id));
        }
        for (Conflict conflict :
                IndirectConflicts.of(entityType, rules, resolution.contested(), entityOf)) {
            emitConflict(conflict, emitted);
        }
        for (Member member : members) {
            assign(member, entityOf.get(member.stored().identity()), emitted);
        }
        return members.size();
    }

    private String emitBuilt(
            List<NormalizedRecord> records, EntityBuilder builder, Emitted emitted) {
        EntityBuilder.Built built =
                builder.buildWithCells(records, conflict -> emitConflict(conflict, emitted));
        emitEntity(built.entity(), built.cells(), emitted);
        return built.entity().id();
    }

    private String emitCached(
            long component,
            List<NormalizedRecord> records,
            EntityBuilder builder,
            Emitted emitted) {
        EntityDraft draft = builder.draft(records);
        emitDraft(draft, emitted);
        cache.put(component, records, draft);
        return draft.id();
    }

    private void emitDraft(EntityDraft draft, Emitted emitted) {
        draft.forEachConflict(conflict -> emitConflict(conflict, emitted));
        emitEntity(draft.toEntity(), draft.cells(), emitted);
    }

    private void emitEntity(Entity entity, List<GoldenCell> cells, Emitted emitted) {
        largestEntity = Math.max(largestEntity, entity.records().size());
        EncodedUpdate update = EncodedUpdate.of(new Update.EntityUpsert(entity));
        ByteKey digest = update.shown().orElseThrow();
        ByteKey id = entityKey(entity.id(), entity.entityType());
        emitted.entities.put(id, digest);
        if (emitted.pool.recordAndCompareEntity(id, digest)) {
            emitted.output.update(update);
        }
        if (provenance.isPresent()) {
            emitGolden(
                    id, new Update.GoldenUpsert(entity.id(), entity.entityType(), cells), emitted);
        }
    }

    private static void emitGolden(ByteKey id, Update.GoldenUpsert golden, Emitted emitted) {
        EncodedUpdate update = EncodedUpdate.of(golden);
        ByteKey digest = update.shown().orElseThrow();
        emitted.golden.put(id, digest);
        if (emitted.pool.recordAndCompareGolden(id, digest)) {
            emitted.output.update(update);
        }
    }

    private void emitConflict(Conflict conflict, Emitted emitted) {
        EncodedUpdate update = conflictIds.open(conflict);
        ByteKey digest = update.shown().orElseThrow();
        ByteKey key = ByteKey.ofHex(update.key().id());
        emitted.conflicts.put(key, digest);
        if (emitted.pool.recordAndCompareConflict(key, digest)) {
            emitted.output.update(update);
        }
    }

    private void assign(Member member, String entityId, Emitted emitted) {
        StoredRecord record = member.stored();
        String entityType = record.identity().entityType();
        ByteKey now = entityKey(entityId, entityType);
        Optional<ByteKey> before =
                record.entity().isPresent()
                        ? record.entity()
                        : changes.removed().getOrDefault(record.identity(), Optional.empty());
        if (before.isEmpty() || !before.get().equals(now)) {
            before.ifPresent(entity -> emitted.pool.moved(entity, entityId));
            emit(emitted.output::update, new Update.Assigned(record.identity(), entityId));
        }
        boolean hasMoved = !record.entity().equals(Optional.of(now));
        if (hasMoved) {
            state.entities().assign(record, now);
            state.records().put(record.inEntity(now));
        }
        if (!state.isOnlyShard()) {
            if (hasMoved && changes.changed(record.id()).isEmpty()) {
                ClaimEmitter.claim(state, member.normalized(), entityId, emitted.output);
            }
        } else if (hasMoved) {
            if (record.entity().isPresent() || !changes.isNew(record.id())) {
                claimAll(entityType, member.normalized(), now);
            }
        }
    }

    /** Marks the record's claims on {@code unique} values as those of its new entity. */
    private void claimAll(String entityType, NormalizedRecord record, ByteKey entity) {
        EntityTypeRules rules = state.rules(entityType);
        if (rules.constraints().stream()
                .anyMatch(constraint -> constraint.kind() == Constraint.Kind.UNIQUE)) {
            RecordTerms.of(record, rules)
                    .values()
                    .forEach(
                            (signature, term) -> {
                                if (ValueIndex.isUnique(rules, term.attribute())) {
                                    changes.claimOf(
                                            signature,
                                            new ChangeSet.UniqueValue(
                                                    entityType, term.attribute(), term.value()),
                                            entity);
                                }
                            });
        }
    }

    /**
     * Unassigns a deleted record, unless it is back and emitted in an entity again. One that was
     * erased is unassigned even if it was not in any entity: its row may be remembered from
     * earlier.
     */
    private void unassign(RecordIdentity record, Consumer<EncodedUpdate> updates) {
        boolean isBack =
                state.records()
                        .current(record)
                        .map(RecordStore.Current::recordId)
                        .filter(OptionalLong::isPresent)
                        .map(id -> state.records().get(id.getAsLong()).entity().isPresent())
                        .orElse(false);
        if (!isBack) {
            emit(updates, new Update.Unassigned(record, changes.erased().contains(record)));
        }
    }

    private void emitGenericKey(
            ByteKey signature, ChangeSet.LimitWatch watch, Consumer<EncodedUpdate> updates) {
        String key = state.rules(watch.entityType()).key(watch.key().keyPosition()).name();
        long records = state.keys().count(signature.bytes());
        boolean isGeneric = state.isGeneric(watch.entityType(), watch.key());
        if (isGeneric && !(watch.wasGeneric() && watch.recordsBefore() == records)) {
            emit(
                    updates,
                    new Update.GenericKeyOpen(
                            new GenericKey(
                                    watch.entityType(), key, watch.key().values(), records)));
        } else if (!isGeneric && watch.wasGeneric()) {
            emit(
                    updates,
                    new Update.GenericKeyResolved(watch.entityType(), key, watch.key().values()));
        }
        state.meta().add(Count.GENERIC_KEYS, (isGeneric ? 1 : 0) - (watch.wasGeneric() ? 1 : 0));
    }

    private static void emit(Consumer<EncodedUpdate> updates, Update update) {
        updates.accept(EncodedUpdate.of(update));
    }

    /** Emits a changed record's claims at once, even if its component is deferred. */
    private void claim(long id, ShardOutput output) {
        Optional<StoredRecord> record = state.records().find(id);
        Optional<ByteKey> entity = record.flatMap(StoredRecord::entity);
        if (entity.isPresent()) {
            NormalizedRecord normalized = changes.changed(id).orElseThrow();
            ClaimEmitter.claim(
                    state,
                    normalized,
                    ShardState.entityId(normalized.identity().entityType(), entity.get()),
                    output);
        }
    }

    private static void dropClaim(ShardOutput output, ChangeSet.DroppedClaim claim) {
        output.claim(
                claim.signature(),
                claim.attribute(),
                claim.value(),
                claim.record(),
                Optional.empty());
    }

    private static ByteKey entityKey(String entityId, String entityType) {
        return ByteKey.ofHex(entityId.substring(entityType.length() + 1));
    }

    /** What has been emitted for one component. */
    private static final class Emitted {
        final EmittedDigestsPool pool;
        final ShardOutput output;
        final Map<ByteKey, ByteKey> entities = new HashMap<>();
        final Map<ByteKey, ByteKey> conflicts = new HashMap<>();
        final Map<ByteKey, ByteKey> golden = new HashMap<>();

        Emitted(EmittedDigestsPool pool, ShardOutput output) {
            this.pool = pool;
            this.output = output;
        }

        EmittedDigests digests() {
            return EmittedDigests.of(entities, conflicts, golden);
        }
    }
}
