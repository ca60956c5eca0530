package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.Explanation;
import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.emit.ComponentResults;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.emit.UniqueValues;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.query.Explainer;
import io.kindred.resolve.query.QueryEvaluator;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ShardState.Member;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.Timeline;

import java.util.Collection;
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
 * The results that one shard's tables hold, while no job runs. The tables are a copy that nobody
 * else uses: state of an older layout is brought to the newest, and what waits to be emitted is.
 *
 * <p>Of several shards each tells what it resolves itself, which is what no other does; what it has
 * handed over is told by the place that resolves it.
 */
public final class ColdShard {

    private static final int AT_HAND = 1_000;

    private final ShardState state;
    private final QueryEvaluator queries;

    private final ConflictIds conflictIds;
    private long steps;

    private ColdShard(ShardState state, Timeline timeline) {
        this.state = state;
        this.conflictIds = new ConflictIds(timeline);
        this.queries = new QueryEvaluator(state);
    }

    /**
     * Over the tables of a shard that was tied to these declarations. Costs a walk over all records
     * if the state is of an older layout, and the large components that wait to be emitted.
     *
     * @param isOnlyShard whether there are no others
     */
    public static ColdShard open(
            Ontology ontology, Timeline timeline, ShardTables tables, boolean isOnlyShard) {
        ShardEngine engine =
                isOnlyShard
                        ? new ShardEngine(ontology, timeline, tables)
                        : ShardEngine.ofSeveral(
                                ontology, timeline, tables, EmissionLimit.NONE, () -> 0);
        engine.tieTo(ShardMeta.declaration(tables).orElseThrow(), DeclarationRule.SAME);
        engine.flushAll(NoOutput.OUTPUT);
        return new ColdShard(new ShardState(ontology, tables, isOnlyShard), timeline);
    }

    /**
     * A record that is there.
     *
     * @param entityId the entity that it is in
     * @param descriptors as received, sorted
     */
    public record Placed(RecordIdentity identity, String entityId, List<Descriptor> descriptors) {}

    /** Answers a query from what this shard resolves. */
    public QueryAnswer answer(Query query) {
        return queries.answer(query);
    }

    /**
     * The answer to a query of which all shards have told their matches.
     *
     * @param matches in any order
     */
    public static QueryAnswer merge(Collection<QueryAnswer.Match> matches) {
        return QueryEvaluator.answerOf(matches);
    }

    /** A record, if it is there and this shard resolves it; one look-up. */
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
                                        record.descriptors()));
    }

    /** An entity, if this shard resolves it; two look-ups and the records of its component. */
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

    /** Takes what a shard resolves, one by one. */
    public interface Results {

        /** An entity. */
        void entity(Entity entity);

        /** A record of the entity that was told last. */
        void record(Placed record);

        /** A conflict; those of entities come after them. */
        void conflict(String conflictId, Conflict conflict);
    }

    /**
     * Tells all results that this shard has alone: entities with their records, and conflicts
     * except breaches of {@code unique} constraints where there are several shards. Walks over all
     * records and components by cursor, and holds one component at a time.
     *
     * @param entityTypes whose results are wanted
     */
    public void forEach(Predicate<String> entityTypes, Results listener) {
        Iterator<StoredRecord> records = state.records().all();
        while (records.hasNext()) {
            StoredRecord record = records.next();
            if (StoredRecord.isAlone(record.component())
                    && !record.isEscalated()
                    && entityTypes.test(record.identity().entityType())) {
                tell(List.of(new Member(record, state.normalize(record))), listener);
            }
            forgetAtTimes();
        }
        PrimitiveIterator.OfLong components = state.components().all();
        while (components.hasNext()) {
            long component = components.nextLong();
            if (!state.components().isEscalated(component)
                    && entityTypes.test(state.components().entityType(component))) {
                List<Member> members = state.members(component);
                if (!members.isEmpty()) {
                    tell(members, listener);
                }
            }
            forgetAtTimes();
        }
        tellBreaches(entityTypes, listener);
    }

    /**
     * Tells among others all results about one entity that this shard has alone: those of its
     * component, which is looked up, and all breaches of {@code unique} constraints by its type.
     */
    public void forEachAbout(String entityId, Results listener) {
        Optional<StoredRecord> anchor = state.entities().find(entityId);
        if (anchor.isPresent()) {
            tell(state.members(anchor.get().component()), listener);
            tellBreaches(anchor.get().identity().entityType()::equals, listener);
        }
    }

    private void tellBreaches(Predicate<String> entityTypes, Results listener) {
        if (state.isOnlyShard()) {
            new UniqueValues(state, conflictIds)
                    .forEach(
                            breach -> {
                                if (entityTypes.test(breach.entityType())) {
                                    listener.conflict(conflictIds.of(breach), breach);
                                }
                            });
        }
    }

    /** Nothing is changed, so that what was read can be read again. */
    private void forgetAtTimes() {
        if (++steps % AT_HAND == 0) {
            state.save();
        }
    }

    private void tell(List<Member> members, Results listener) {
        Map<RecordIdentity, List<Descriptor>> says = new HashMap<>();
        members.forEach(each -> says.put(each.stored().identity(), each.stored().descriptors()));
        ComponentResults results = ComponentResults.of(state, conflictIds, members);
        for (Entity entity : results.entities()) {
            listener.entity(entity);
            for (RecordIdentity record : entity.records()) {
                listener.record(
                        new Placed(record, entity.id(), Objects.requireNonNull(says.get(record))));
            }
        }
        results.conflicts().forEach(listener::conflict);
    }

    /** What is emitted as a state is opened is in the tables then, and nobody else needs it. */
    private enum NoOutput implements ShardOutput {
        OUTPUT;

        @Override
        public void state(EncodedUpdate update) {}

        @Override
        public void escalate(SourceRecord change) {}

        @Override
        public void claim(
                ByteKey signature,
                String attribute,
                String value,
                RecordIdentity record,
                Optional<Claim.Made> made) {}
    }
}
