package io.kindred.resolve;

import io.kindred.model.Answer;
import io.kindred.model.Answer.Found;
import io.kindred.model.Entity;
import io.kindred.model.Explanation;
import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.Question;
import io.kindred.model.Question.Subject;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.EmissionThrottle;
import io.kindred.resolve.emit.Emitter;
import io.kindred.resolve.emit.Escalation;
import io.kindred.resolve.emit.LargeEntityCache;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.emit.UniqueValues;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.link.Linker;
import io.kindred.resolve.query.Explainer;
import io.kindred.resolve.query.QueryEvaluator;
import io.kindred.resolve.record.Arrival;
import io.kindred.resolve.record.VersionRule;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.LayoutUpgrade;
import io.kindred.resolve.state.RestoredShardCheck;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.KeyScope;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Resolves the records of one shard, incrementally: takes records one by one, and on {@link #flush}
 * states what has changed since the last time.
 *
 * <p>All state is in the tables; between {@code flush} and the next {@code accept} there is none in
 * the engine but caches, so that a checkpoint taken there is complete. The updates ever made, the
 * last one of each key, are exactly the results for the records that are current.
 *
 * <p>Taking a record costs as much as its terms have postings within their limits and its component
 * has records; it does not depend on how many records the shard holds. Not safe for use by several
 * threads.
 */
public final class ShardEngine {

    private final ShardState state;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<KeyScopeChange> news = new ArrayList<>();
    private final ChangeSet changes = new ChangeSet();
    private final Linker linker;
    private final EmissionThrottle large;
    private final Emitter emitter;
    private final QueryEvaluator queries;
    private final Explainer explainer;

    /**
     * Over the tables of one shard, empty or from an earlier life with the same ontology; states
     * every change with the batch that brought it.
     *
     * @param timeline how points of time are written, which names of conflicts depend on
     */
    public ShardEngine(Ontology ontology, Timeline timeline, ShardTables tables) {
        this(ontology, timeline, tables, EmissionLimit.NONE, System::currentTimeMillis);
    }

    /**
     * The same with large components emitted not with every batch.
     *
     * @param clock the time in milliseconds, which decides when what is emitted, never what
     */
    public ShardEngine(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            EmissionLimit limit,
            LongSupplier clock) {
        this(new ShardState(ontology, tables, true), timeline, limit, clock);
    }

    /** Over state that is set up already. */
    public ShardEngine(
            ShardState state, Timeline timeline, EmissionLimit limit, LongSupplier clock) {
        this.state = state;
        LargeEntityCache held = new LargeEntityCache(state, changes, limit);
        Escalation escalation = new Escalation(state, changes, held);
        this.linker = new Linker(state, changes, held, escalation);
        this.large = new EmissionThrottle(state, changes, limit, clock);
        ConflictIds conflictIds = new ConflictIds(timeline);
        this.emitter =
                new Emitter(
                        state,
                        changes,
                        large,
                        held,
                        escalation,
                        new UniqueValues(state, conflictIds),
                        conflictIds);
        this.queries = new QueryEvaluator(state);
        this.explainer = new Explainer(state);
    }

    /**
     * One shard of several. Records come with the number of their change as version. What key
     * values are has to be {@linkplain #accept(KeyScopeChange) told}, since it is not counted here,
     * and what spans shards or has to be unique across them is told to others.
     *
     * @param clock the time in milliseconds
     */
    public static ShardEngine ofSeveral(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            EmissionLimit limit,
            LongSupplier clock) {
        return new ShardEngine(new ShardState(ontology, tables, false), timeline, limit, clock);
    }

    /**
     * Ties the shard to the declarations that its state was built under, looks whether that state
     * can be trusted, and brings one of an older layout to that of this release, which costs a walk
     * over all records. Must come first where there may be such state.
     *
     * @param declaration ontology and timeline as text
     * @param rule which others they may have been before
     * @throws io.kindred.storage.ChangedDeclarationException if they were none of those
     * @throws io.kindred.storage.CorruptStateException if no shard can have left that state
     */
    public void tieTo(String declaration, DeclarationRule rule) {
        state.meta().tieTo(declaration, rule);
        new RestoredShardCheck(state).run();
        new LayoutUpgrade(state).run();
        state.save();
    }

    /**
     * Takes one record, in the order of arrival; it is put in with the next flush.
     *
     * @throws IllegalArgumentException if the ontology does not cover the entity type
     * @throws IllegalStateException if the tables are of an older layout still
     */
    public void accept(SourceRecord record) {
        checkLayout();
        arrivals.add(Arrival.of(record, state.rules(record.identity().entityType())));
    }

    /**
     * Takes what key values are across all shards, in the order in which it was found; it counts
     * from the next flush on, for records that come before or after it.
     *
     * @throws IllegalStateException if there are no other shards
     */
    public void accept(KeyScopeChange listener) {
        if (state.isOnlyShard()) {
            throw new IllegalStateException("the only shard counts for itself");
        }
        checkLayout();
        news.add(listener);
    }

    private void turn(KeyScopeChange listener) {
        KeyScope before = state.scopes().get(listener.signature());
        if (before != listener.scope()) {
            state.scopes().set(listener.signature(), listener.scope());
            changes.turn(listener.signature(), listener.entityType(), before);
        }
    }

    private void putIn(Arrival arrival) {
        SourceRecord incoming = arrival.record();
        RecordStore records = state.records();
        Optional<Current> current = records.current(incoming.identity());
        Optional<StoredRecord> stored =
                current.flatMap(
                        known ->
                                known.recordId().isPresent()
                                        ? Optional.of(records.get(known.recordId().getAsLong()))
                                        : Optional.empty());
        if (current.isPresent() && !markChanged(incoming, current.get(), stored)) {
            return;
        }
        OptionalLong version = VersionRule.versionAfter(current.map(Current::version), incoming);
        OptionalLong recordId = apply(arrival, stored);
        records.setCurrent(incoming.identity(), new Current(version, recordId));
        state.meta().add(Count.ACCEPTED, 1);
    }

    /**
     * Settles all that was taken since the last time and tells what has changed; large components
     * that grow may wait. Must be called before a checkpoint.
     */
    public void flush(ShardOutput output) {
        news.forEach(this::turn);
        news.clear();
        state.prefetch(arrivals);
        arrivals.forEach(this::putIn);
        arrivals.clear();
        linker.settleLimits();
        large.select();
        state(output);
    }

    /** The same for the only shard, which has nothing to tell but updates. */
    public void flush(Consumer<EncodedUpdate> updates) {
        flush(ShardOutput.of(updates));
    }

    /** The same, and nothing waits. */
    public void flushAll(ShardOutput output) {
        flush(output);
        while (large.wakeDue(Long.MAX_VALUE)) {
            state(output);
        }
    }

    /** The same for the only shard. */
    public void flushAll(Consumer<EncodedUpdate> updates) {
        flushAll(ShardOutput.of(updates));
    }

    /**
     * When the next flush has something to tell even if nothing was taken, in milliseconds; empty
     * if nothing waits.
     */
    public OptionalLong nextTimer() {
        return large.nextTimer();
    }

    private void state(ShardOutput output) {
        if (!changes.isEmpty()) {
            linker.relink();
            emitter.state(output);
        }
        changes.clear();
        state.save();
    }

    /**
     * Answers a query from what was emitted last.
     *
     * @throws IllegalStateException if records were taken since, which would give half an answer,
     *     or if the tables are of an older layout still
     */
    public QueryAnswer answer(Query query) {
        return ask(() -> queries.answer(query));
    }

    /**
     * What this shard has to say to a question.
     *
     * @throws IllegalStateException likewise
     */
    public Found answer(Subject subject) {
        if (subject instanceof Question.Values values) {
            return new Answer.Matches(answer(values.query()));
        }
        if (subject instanceof Question.EntityOf entity) {
            return new Answer.OneEntity(entityOf(entity.record()));
        }
        if (subject instanceof Question.ById entity) {
            return new Answer.OneEntity(entity(entity.entityId()));
        }
        Question.Why why = (Question.Why) subject;
        return new Answer.Explained(
                why.second().isPresent()
                        ? explain(why.first(), why.second().get())
                        : explain(why.first()));
    }

    /**
     * The entity of a record as it was emitted last; empty if there is no such record here, or
     * nothing was emitted of it yet.
     *
     * @throws IllegalStateException likewise
     */
    public Optional<Entity> entityOf(RecordIdentity record) {
        return ask(() -> queries.entityOf(record));
    }

    /**
     * The entity with the id as it was emitted last; empty if none such is emitted here. Costs two
     * look-ups and what its component has records.
     *
     * @throws IllegalStateException likewise
     */
    public Optional<Entity> entity(String entityId) {
        return ask(() -> queries.entity(entityId));
    }

    /**
     * Why two records are, or are not, one entity, as far as this shard knows: records whose
     * component is resolved elsewhere are not there. Costs what resolving the components of the two
     * costs, all of whose records are loaded.
     *
     * @throws IllegalStateException likewise
     */
    public Explanation.OfPair explain(RecordIdentity first, RecordIdentity second) {
        return ask(() -> explainer.explain(first, second));
    }

    /**
     * What links a record to others. Costs what resolving its component costs.
     *
     * @throws IllegalStateException likewise
     */
    public Explanation.OfRecord explain(RecordIdentity record) {
        return ask(() -> explainer.explain(record));
    }

    private <T> T ask(Supplier<T> question) {
        checkLayout();
        if (!arrivals.isEmpty() || !news.isEmpty()) {
            throw new IllegalStateException("flush before asking");
        }
        T answer = question.get();
        // Forgets what was read for it.
        state.save();
        return answer;
    }

    /** How many of something there are, as of the last flush. */
    public long count(Count count) {
        return state.meta().get(count);
    }

    private void checkLayout() {
        if (!state.meta().isOfNewestLayout()) {
            throw new IllegalStateException("state of an older layout: tie it first");
        }
    }

    private boolean markChanged(
            SourceRecord incoming, Current current, Optional<StoredRecord> stored) {
        VersionRule.Decision decision =
                VersionRule.decide(
                        current.version(),
                        () ->
                                stored.map(
                                                record ->
                                                        SourceRecord.upsert(
                                                                record.identity(),
                                                                current.version(),
                                                                record.descriptors()))
                                        .orElseGet(
                                                () ->
                                                        SourceRecord.delete(
                                                                incoming.identity(),
                                                                current.version())),
                        incoming);
        switch (decision) {
            case REPLAY -> state.meta().add(Count.REPLAYED, 1);
            case OUTDATED -> state.meta().add(Count.OUTDATED, 1);
            case REPLACE -> {
                return true;
            }
        }
        return false;
    }

    /** Puts the record in, changes it or takes it out; gives its id if it is there now. */
    private OptionalLong apply(Arrival arrival, Optional<StoredRecord> stored) {
        SourceRecord incoming = arrival.record();
        ShardMeta meta = state.meta();
        if (incoming.op() == Op.DELETE) {
            stored.ifPresent(
                    record -> {
                        linker.remove(record, incoming);
                        meta.add(Count.RECORDS, -1);
                        meta.add(Count.DELETED, 1);
                    });
            return OptionalLong.empty();
        }
        if (stored.isPresent()) {
            StoredRecord before = stored.get();
            if (!before.descriptors().equals(incoming.descriptors())) {
                linker.replace(before, before.saying(incoming.descriptors()), arrival);
            }
            return OptionalLong.of(before.id());
        }
        long id = state.records().newId();
        linker.insert(
                StoredRecord.arrived(id, incoming.identity(), incoming.descriptors()), arrival);
        meta.add(Count.RECORDS, 1);
        return OptionalLong.of(id);
    }
}
