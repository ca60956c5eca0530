package io.kindred.resolve;

import io.kindred.model.Answer.Found;
import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.Entity;
import io.kindred.model.Explanation;
import io.kindred.model.GoldenCell;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.MatchResult;
import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.Question;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.emit.ComponentResults;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.emit.UniqueValues;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.entity.GoldenProvenance;
import io.kindred.resolve.query.Explainer;
import io.kindred.resolve.query.QueryEvaluator;
import io.kindred.resolve.query.ShardAnswers;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ShardState.Member;
import io.kindred.storage.ShardTables;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.Timeline;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.function.Predicate;

/**
 * The results in one shard's tables, read without a running job.
 *
 * <p>The tables must be a private copy: they are upgraded to the newest layout, and deferred
 * components are emitted. Of several shards, each returns what it resolves itself; escalated
 * components are returned by reconcile.
 */
public final class ColdShard {

    private static final int STEPS_PER_CLEAR = 1_000;

    private final ShardState state;
    private final Timeline timeline;
    private final QueryEvaluator queries;

    private final ConflictIds conflictIds;
    private long steps;

    private ColdShard(ShardState state, Timeline timeline) {
        this.state = state;
        this.timeline = timeline;
        this.conflictIds = new ConflictIds(timeline);
        this.queries = new QueryEvaluator(state);
    }

    /**
     * Opens the tables of a shard with the declarations that they were built under. Costs a pass
     * over all records if the layout is older, plus emitting the deferred components.
     *
     * @param isOnlyShard whether there are no other shards
     */
    public static ColdShard open(
            Ontology ontology, Timeline timeline, ShardTables tables, boolean isOnlyShard) {
        ShardEngine engine =
                isOnlyShard
                        ? new ShardEngine(ontology, timeline, tables)
                        : ShardEngine.ofSeveral(
                                ontology, timeline, tables, EmissionLimit.NONE, () -> 0);
        engine.tieTo(ShardMeta.declaration(tables).orElseThrow(), DeclarationRule.SAME);
        engine.flushAll(ShardOutput.NO_OP);
        return new ColdShard(new ShardState(ontology, tables, isOnlyShard), timeline);
    }

    /**
     * A stored record.
     *
     * @param entityId the entity that it is in
     * @param descriptors those that count, as received, sorted
     * @param decisions what is decided about it, as it is stored
     */
    public record Placed(
            RecordIdentity identity,
            String entityId,
            List<Descriptor> descriptors,
            HeldDecisions decisions) {

        /** A record without its decisions. */
        public Placed(RecordIdentity identity, String entityId, List<Descriptor> descriptors) {
            this(identity, entityId, descriptors, HeldDecisions.NONE);
        }
    }

    /** Answers a query from the records that this shard resolves. */
    public QueryAnswer answer(Query query) {
        return queries.answer(query);
    }

    /** A record, if this shard has and resolves it. Costs one lookup. */
    public Optional<Placed> record(RecordIdentity identity) {
        OptionalLong id =
                state.records()
                        .current(identity)
                        .map(Current::recordId)
                        .orElse(OptionalLong.empty());
        if (id.isEmpty()) {
            return Optional.empty();
        }
        StoredRecord record = state.records().get(id.getAsLong());
        return record.entity()
                .map(
                        entity ->
                                new Placed(
                                        identity,
                                        ShardState.entityId(identity.entityType(), entity),
                                        record.descriptors(),
                                        record.decisions()));
    }

    /** An entity, if this shard resolves it. Costs two lookups and reading its component. */
    public Optional<Entity> entity(String entityId) {
        return queries.entity(entityId);
    }

    /** See {@link ShardEngine#explain(RecordIdentity, RecordIdentity)}. */
    public Explanation.OfPair explain(RecordIdentity first, RecordIdentity second) {
        return new Explainer(state).explain(first, second);
    }

    /** See {@link ShardEngine#explain(RecordIdentity)}. */
    public Explanation.OfRecord explain(RecordIdentity record) {
        return new Explainer(state).explain(record);
    }

    /** The explanation of one record or two, with tests and scores if the type's keys have any. */
    public Explanation explain(Question.Why why) {
        return new Explainer(state).explain(why);
    }

    /**
     * How a record would be resolved if it arrived now. The key of digests is not part of a shard's
     * tables, so decisions about a record that was erased do not count if it is matched.
     *
     * @throws IllegalStateException if there are other shards
     */
    public MatchResult match(SourceRecord record) {
        return new ShardEngine(
                        state, timeline, EmissionLimit.NONE, () -> 0, DigestKey.random(), false)
                .match(record);
    }

    /** One of several shards' part of how a record would be resolved. */
    public Found neighbors(Question.Neighbors asked) {
        return new ShardAnswers(state).answer(asked);
    }

    /** Receives the results of a shard one by one. */
    public interface Results {

        void entity(Entity entity);

        /** Whether {@link #goldenValues} is to be called. */
        default boolean wantsGoldenValues() {
            return false;
        }

        /** The golden values of the entity received last, with their records. */
        default void goldenValues(Entity entity, List<GoldenCell> cells) {}

        /** A record of the entity received last. */
        void record(Placed record);

        /** A conflict; conflicts of entities come after them. */
        void conflict(String conflictId, Conflict conflict);

        /** A decision in force about two records that something links. */
        default void decision(Decision decision) {}

        /**
         * One side of a decision in force about records that nothing links.
         *
         * @param own the digest of the record
         */
        default void oneSide(RecordIdentity record, RecordDigest own, HeldDecision held) {}
    }

    /**
     * Visits all results of this shard: entities with their records, and conflicts. Violations of
     * {@code unique} constraints are included only if there is one shard. Reads all records and
     * components by cursor, with one component at a time in memory.
     *
     * @param entityTypes selects the entity types
     */
    public void forEach(Predicate<String> entityTypes, Results listener) {
        Iterator<StoredRecord> records = state.records().all();
        while (records.hasNext()) {
            StoredRecord record = records.next();
            if (StoredRecord.isAlone(record.component())
                    && !record.isEscalated()
                    && entityTypes.test(record.identity().entityType())) {
                visit(List.of(new Member(record, state.normalize(record))), listener);
            }
            clearCaches();
        }
        PrimitiveIterator.OfLong components = state.components().all();
        while (components.hasNext()) {
            long component = components.nextLong();
            if (!state.components().isEscalated(component)
                    && entityTypes.test(state.components().entityType(component))) {
                List<Member> members = state.members(component);
                if (!members.isEmpty()) {
                    visit(members, listener);
                }
            }
            clearCaches();
        }
        visitViolations(entityTypes, listener);
    }

    /**
     * Visits all results of this shard about one entity, among others: those of its component,
     * which is looked up, and all violations of {@code unique} constraints of its entity type.
     */
    public void forEachAbout(String entityId, Results listener) {
        Optional<StoredRecord> anchor = state.entities().find(entityId);
        if (anchor.isPresent()) {
            visit(state.members(anchor.get().component()), listener);
            visitViolations(anchor.get().identity().entityType()::equals, listener);
        }
    }

    private void visitViolations(Predicate<String> entityTypes, Results listener) {
        if (state.isOnlyShard()) {
            new UniqueValues(state, conflictIds)
                    .forEach(
                            violation -> {
                                if (entityTypes.test(violation.entityType())) {
                                    listener.conflict(conflictIds.of(violation), violation);
                                }
                            });
        }
    }

    /** Clears the caches from time to time. Nothing was changed, so nothing is written. */
    private void clearCaches() {
        if (++steps % STEPS_PER_CLEAR == 0) {
            state.save();
        }
    }

    private void visit(List<Member> members, Results listener) {
        Map<RecordIdentity, StoredRecord> stored = new HashMap<>();
        members.forEach(each -> stored.put(each.stored().identity(), each.stored()));
        Optional<GoldenProvenance> provenance =
                listener.wantsGoldenValues()
                        ? Optional.of(new GoldenProvenance(timeline))
                        : Optional.empty();
        ComponentResults results = ComponentResults.of(state, conflictIds, provenance, members);
        for (Entity entity : results.entities()) {
            listener.entity(entity);
            if (listener.wantsGoldenValues()) {
                listener.goldenValues(entity, results.cells().get(entity.id()));
            }
            for (RecordIdentity record : entity.records()) {
                StoredRecord says = Objects.requireNonNull(stored.get(record));
                listener.record(
                        new Placed(record, entity.id(), says.descriptors(), says.decisions()));
            }
        }
        results.conflicts().forEach(listener::conflict);
        DecidedRecords.forEach(members, listener);
    }
}
