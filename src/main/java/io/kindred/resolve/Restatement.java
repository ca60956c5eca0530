package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Digest;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Statement;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.ComponentResolver.Resolution;
import io.kindred.resolve.ShardState.Member;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ShardMeta.Count;
import io.kindred.storage.ShardTables;
import io.kindred.storage.StatedDigests;
import io.kindred.storage.StatementFormat;
import io.kindred.storage.StoredRecord;
import io.kindred.temporal.Timeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    Restatement(
            ShardState state, Batch batch, Linker linker, Timeline timeline, ShardTables tables) {
        this.state = state;
        this.batch = batch;
        this.linker = linker;
        this.conflictIds = new ConflictIds(timeline);
        this.uniqueValues =
                new UniqueValues(state, conflictIds, tables.bytes(ShardTables.Name.UNIQUENESS));
    }

    /** States the settled batch. */
    void state(Consumer<Statement> statements) {
        StatedPool pool = new StatedPool();
        List<Long> components = batch.touched();
        for (long component : components) {
            pool.add(component, state.components().stated(component));
        }
        batch.removed()
                .forEach(
                        (record, entity) ->
                                entity.ifPresent(digest -> pool.left(digest, record.entityType())));
        for (long component : components) {
            stateComponent(component, pool, statements);
        }
        pool.withdraw(statements);
        state.meta().add(Count.ENTITIES, pool.entityDifference());
        state.meta().add(Count.CONFLICTS, pool.conflictDifference());
        batch.uniqueValues()
                .forEach((signature, value) -> uniqueValues.state(signature, value, statements));
        batch.removed()
                .forEach(
                        (record, entity) ->
                                entity.ifPresent(stated -> unassign(record, statements)));
        batch.limits().forEach((signature, watch) -> stateLimit(signature, watch, statements));
    }

    private void stateComponent(long component, StatedPool pool, Consumer<Statement> statements) {
        List<Member> members = state.members(component);
        Map<ByteKey, ByteKey> entities = new HashMap<>();
        Map<ByteKey, ByteKey> conflicts = new HashMap<>();
        if (!members.isEmpty()) {
            String entityType = members.get(0).stored().identity().entityType();
            EntityTypeRules rules = state.rules(entityType);
            Resolution resolution =
                    ComponentResolver.resolve(
                            members.stream().map(Member::normalized).toList(),
                            rules,
                            key -> state.isGeneric(entityType, key));
            EntityBuilder builder = new EntityBuilder(state.ontology(), rules);
            Map<RecordIdentity, String> entityOf = new HashMap<>();
            for (List<NormalizedRecord> records : resolution.entities()) {
                Entity entity =
                        builder.build(
                                records,
                                conflict -> stateConflict(conflict, pool, conflicts, statements));
                stateEntity(entity, pool, entities, statements);
                records.forEach(record -> entityOf.put(record.identity(), entity.id()));
            }
            for (Conflict conflict :
                    IndirectConflicts.of(entityType, rules, resolution.contested(), entityOf)) {
                stateConflict(conflict, pool, conflicts, statements);
            }
            for (Member member : members) {
                assign(member, entityOf.get(member.stored().identity()), pool, statements);
            }
        }
        StatedDigests now = new StatedDigests(entities, conflicts);
        if (!now.equals(pool.of(component))) {
            state.components().setStated(component, now);
        }
    }

    private static void stateEntity(
            Entity entity,
            StatedPool pool,
            Map<ByteKey, ByteKey> entities,
            Consumer<Statement> statements) {
        Statement statement = new Statement.EntityStated(entity);
        ByteKey digest = digest(statement);
        ByteKey id = entityKey(entity.id(), entity.entityType());
        entities.put(id, digest);
        if (pool.isNewsOfEntity(id, digest)) {
            statements.accept(statement);
        }
    }

    private void stateConflict(
            Conflict conflict,
            StatedPool pool,
            Map<ByteKey, ByteKey> conflicts,
            Consumer<Statement> statements) {
        String id = conflictIds.of(conflict);
        Statement statement = new Statement.ConflictOpen(id, conflict);
        ByteKey digest = digest(statement);
        ByteKey key = ByteKey.ofHex(id);
        conflicts.put(key, digest);
        if (pool.isNewsOfConflict(key, digest)) {
            statements.accept(statement);
        }
    }

    private void assign(
            Member member, String entityId, StatedPool pool, Consumer<Statement> statements) {
        StoredRecord record = member.stored();
        String entityType = record.identity().entityType();
        ByteKey now = entityKey(entityId, entityType);
        Optional<ByteKey> before =
                record.entity().isPresent()
                        ? record.entity()
                        : batch.removed().getOrDefault(record.identity(), Optional.empty());
        if (before.isEmpty() || !before.get().equals(now)) {
            before.ifPresent(entity -> pool.moved(entity, entityType, entityId));
            statements.accept(new Statement.Assigned(record.identity(), entityId));
        }
        if (record.entity().isEmpty()) {
            // It came in this batch, and its values were claimed as it came.
            state.records().put(record.inEntity(now));
        } else if (!record.entity().get().equals(now)) {
            state.records().put(record.inEntity(now));
            linker.claimAll(entityType, member.normalized());
        }
    }

    private void unassign(RecordIdentity record, Consumer<Statement> statements) {
        boolean isBack =
                state.records()
                        .current(record)
                        .map(current -> current.recordId().isPresent())
                        .orElse(false);
        if (!isBack) {
            statements.accept(new Statement.Unassigned(record));
        }
    }

    private void stateLimit(
            ByteKey signature, Batch.LimitWatch watch, Consumer<Statement> statements) {
        String key =
                state.rules(watch.entityType())
                        .identityKeys()
                        .get(watch.key().keyPosition())
                        .name();
        long records = state.keys().count(signature.bytes());
        boolean isGeneric = state.isGeneric(watch.entityType(), watch.key());
        if (isGeneric && !(watch.wasGeneric() && watch.recordsBefore() == records)) {
            statements.accept(
                    new Statement.GenericKeyOpen(
                            new GenericKey(
                                    watch.entityType(), key, watch.key().values(), records)));
        } else if (!isGeneric && watch.wasGeneric()) {
            statements.accept(
                    new Statement.GenericKeyResolved(
                            watch.entityType(), key, watch.key().values()));
        }
        state.meta().add(Count.GENERIC_KEYS, (isGeneric ? 1 : 0) - (watch.wasGeneric() ? 1 : 0));
    }

    private static ByteKey entityKey(String entityId, String entityType) {
        return ByteKey.ofHex(entityId.substring(entityType.length() + 1));
    }

    private static ByteKey digest(Statement statement) {
        return new ByteKey(Digest.of(StatementFormat.INSTANCE.write(statement)));
    }
}
