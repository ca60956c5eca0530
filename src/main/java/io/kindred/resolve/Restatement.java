package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Statement;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.Batch.Touched;
import io.kindred.resolve.ComponentResolver.Resolution;
import io.kindred.resolve.HeldComponents.Grown;
import io.kindred.resolve.ShardState.Member;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EncodedStatement;
import io.kindred.storage.RecordStore;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.storage.StatedDigests;
import io.kindred.storage.StoredRecord;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * States anew everything that a batch touched, and withdraws what is no longer there.
 *
 * <p>What was stated of all touched components is pooled first, so that an entity or conflict that
 * moved from one component to another is neither withdrawn nor stated twice. Of records, those of
 * one component at a time are held in memory.
 */
final class Restatement {

    private final ShardState state;
    private final Batch batch;
    private final Linker linker;
    private final ConflictIds conflictIds;
    private final UniqueValues uniqueValues;
    private final LargeComponents large;
    private final HeldComponents held;
    private final Escalation escalation;

    Restatement(
            ShardState state,
            Batch batch,
            Linker linker,
            LargeComponents large,
            HeldComponents held,
            Escalation escalation,
            UniqueValues uniqueValues,
            ConflictIds conflictIds) {
        this.state = state;
        this.batch = batch;
        this.linker = linker;
        this.large = large;
        this.held = held;
        this.escalation = escalation;
        this.conflictIds = conflictIds;
        this.uniqueValues = uniqueValues;
    }

    /** States the settled batch. */
    void state(ShardOutput output) {
        Consumer<EncodedStatement> statements = output::state;
        batch.droppedClaims().forEach(claim -> tell(output, claim));
        StatedPool pool = new StatedPool();
        Map<Long, Touched> components = batch.touched();
        Map<Long, StatedDigests> before = new HashMap<>();
        components.forEach(
                (component, touched) -> {
                    StatedDigests stated = state.components().stated(component);
                    before.put(component, stated);
                    pool.add(touched.entityType(), stated);
                    pool.add(touched.entityType(), touched.inherited());
                });
        components.forEach(
                (component, touched) ->
                        stateComponent(component, touched, before.get(component), pool, output));
        escalation.forward(output);
        if (!state.isOnlyShard()) {
            batch.taken().forEach(id -> claim(id, output));
        }
        pool.withdraw(statement -> statements.accept(EncodedStatement.of(statement)));
        state.meta().add(Count.ENTITIES, pool.entityDifference());
        state.meta().add(Count.CONFLICTS, pool.conflictDifference());
        batch.claims()
                .forEach(
                        (signature, changed) -> uniqueValues.state(signature, changed, statements));
        batch.removed()
                .forEach(
                        (record, entity) ->
                                entity.ifPresent(stated -> unassign(record, statements)));
        batch.limits().forEach((signature, watch) -> stateLimit(signature, watch, statements));
    }

    private void stateComponent(
            long component,
            Touched touched,
            StatedDigests before,
            StatedPool pool,
            ShardOutput output) {
        if (touched.isUnlinked()) {
            held.drop(component);
        }
        Stated stated = new Stated(pool, output);
        if (escalation.settle(component)) {
            if (!before.isEmpty()) {
                state.components().setStated(component, StatedDigests.NONE);
            }
            return;
        }
        int size =
                held.grow(component, touched.entityType())
                        .map(grown -> stateGrown(grown, stated))
                        .orElseGet(() -> stateWhole(component, touched.entityType(), stated));
        StatedDigests now = stated.digests();
        if (!now.equals(before)) {
            state.components().setStated(component, now);
        }
        large.stated(component, size);
    }

    /** States a component that is the same entity as before, and gives its size. */
    private int stateGrown(Grown grown, Stated stated) {
        stateDraft(grown.draft(), stated);
        for (Member member : grown.news()) {
            assign(member, grown.draft().id(), stated);
        }
        return grown.size();
    }

    /** States a component of which nothing is known, and gives its size. */
    private int stateWhole(long component, String entityType, Stated stated) {
        List<Member> members = state.members(component, batch::taken);
        if (members.isEmpty()) {
            return 0;
        }
        EntityTypeRules rules = state.rules(entityType);
        Resolution resolution =
                ComponentResolver.resolve(
                        members.stream().map(Member::normalized).toList(),
                        rules,
                        key -> state.isGeneric(entityType, key));
        EntityBuilder builder = new EntityBuilder(state.ontology(), rules);
        Map<RecordIdentity, String> entityOf = new HashMap<>();
        boolean isOne = resolution.entities().size() == 1;
        for (List<NormalizedRecord> records : resolution.entities()) {
            String id =
                    isOne && held.isWanted(members.size())
                            ? stateHeld(component, records, builder, stated)
                            : stateBuilt(records, builder, stated);
            records.forEach(record -> entityOf.put(record.identity(), id));
        }
        for (Conflict conflict :
                IndirectConflicts.of(entityType, rules, resolution.contested(), entityOf)) {
            stateConflict(conflict, stated);
        }
        for (Member member : members) {
            assign(member, entityOf.get(member.stored().identity()), stated);
        }
        return members.size();
    }

    private String stateBuilt(
            List<NormalizedRecord> records, EntityBuilder builder, Stated stated) {
        Entity entity = builder.build(records, conflict -> stateConflict(conflict, stated));
        stateEntity(entity, stated);
        return entity.id();
    }

    private String stateHeld(
            long component, List<NormalizedRecord> records, EntityBuilder builder, Stated stated) {
        EntityDraft draft = builder.draft(records);
        stateDraft(draft, stated);
        held.hold(component, records, draft);
        return draft.id();
    }

    private void stateDraft(EntityDraft draft, Stated stated) {
        draft.forEachConflict(conflict -> stateConflict(conflict, stated));
        stateEntity(draft.toEntity(), stated);
    }

    private static void stateEntity(Entity entity, Stated stated) {
        EncodedStatement statement = EncodedStatement.of(new Statement.EntityStated(entity));
        ByteKey digest = statement.shown().orElseThrow();
        ByteKey id = entityKey(entity.id(), entity.entityType());
        stated.entities.put(id, digest);
        if (stated.pool.isNewsOfEntity(id, digest)) {
            stated.output.state(statement);
        }
    }

    private void stateConflict(Conflict conflict, Stated stated) {
        String id = conflictIds.of(conflict);
        EncodedStatement statement = EncodedStatement.of(new Statement.ConflictOpen(id, conflict));
        ByteKey digest = statement.shown().orElseThrow();
        ByteKey key = ByteKey.ofHex(id);
        stated.conflicts.put(key, digest);
        if (stated.pool.isNewsOfConflict(key, digest)) {
            stated.output.state(statement);
        }
    }

    private void assign(Member member, String entityId, Stated stated) {
        StoredRecord record = member.stored();
        String entityType = record.identity().entityType();
        ByteKey now = entityKey(entityId, entityType);
        Optional<ByteKey> before =
                record.entity().isPresent()
                        ? record.entity()
                        : batch.removed().getOrDefault(record.identity(), Optional.empty());
        if (before.isEmpty() || !before.get().equals(now)) {
            before.ifPresent(entity -> stated.pool.moved(entity, entityId));
            tell(stated.output::state, new Statement.Assigned(record.identity(), entityId));
        }
        boolean isElsewhere = !record.entity().equals(Optional.of(now));
        if (isElsewhere) {
            state.entities().state(record, now);
            state.records().put(record.inEntity(now));
        }
        if (!state.isOnlyShard()) {
            if (isElsewhere && batch.taken(record.id()).isEmpty()) {
                ToldClaims.make(state, member.normalized(), entityId, stated.output);
            }
        } else if (isElsewhere) {
            if (record.entity().isPresent() || !batch.isNew(record.id())) {
                linker.claimAll(entityType, member.normalized(), now);
            }
        }
    }

    /** One that is back, but waits to be stated, is in no entity meanwhile. */
    private void unassign(RecordIdentity record, Consumer<EncodedStatement> statements) {
        boolean isBack =
                state.records()
                        .current(record)
                        .map(RecordStore.Current::recordId)
                        .filter(OptionalLong::isPresent)
                        .map(id -> state.records().get(id.getAsLong()).entity().isPresent())
                        .orElse(false);
        if (!isBack) {
            tell(statements, new Statement.Unassigned(record));
        }
    }

    private void stateLimit(
            ByteKey signature, Batch.LimitWatch watch, Consumer<EncodedStatement> statements) {
        String key =
                state.rules(watch.entityType())
                        .identityKeys()
                        .get(watch.key().keyPosition())
                        .name();
        long records = state.keys().count(signature.bytes());
        boolean isGeneric = state.isGeneric(watch.entityType(), watch.key());
        if (isGeneric && !(watch.wasGeneric() && watch.recordsBefore() == records)) {
            tell(
                    statements,
                    new Statement.GenericKeyOpen(
                            new GenericKey(
                                    watch.entityType(), key, watch.key().values(), records)));
        } else if (!isGeneric && watch.wasGeneric()) {
            tell(
                    statements,
                    new Statement.GenericKeyResolved(
                            watch.entityType(), key, watch.key().values()));
        }
        state.meta().add(Count.GENERIC_KEYS, (isGeneric ? 1 : 0) - (watch.wasGeneric() ? 1 : 0));
    }

    private static void tell(Consumer<EncodedStatement> statements, Statement statement) {
        statements.accept(EncodedStatement.of(statement));
    }

    /** What a record claims anew it claims at once, even if its component waits to be stated. */
    private void claim(long id, ShardOutput output) {
        Optional<StoredRecord> record = state.records().find(id);
        Optional<ByteKey> entity = record.flatMap(StoredRecord::entity);
        if (entity.isPresent()) {
            NormalizedRecord normalized = batch.taken(id).orElseThrow();
            ToldClaims.make(
                    state,
                    normalized,
                    ShardState.entityId(normalized.identity().entityType(), entity.get()),
                    output);
        }
    }

    private static void tell(ShardOutput output, Batch.DroppedClaim claim) {
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

    /** What is being stated of one component. */
    private static final class Stated {
        final StatedPool pool;
        final ShardOutput output;
        final Map<ByteKey, ByteKey> entities = new HashMap<>();
        final Map<ByteKey, ByteKey> conflicts = new HashMap<>();

        Stated(StatedPool pool, ShardOutput output) {
            this.pool = pool;
            this.output = output;
        }

        StatedDigests digests() {
            return StatedDigests.of(entities, conflicts);
        }
    }
}
