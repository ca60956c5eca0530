package io.kindred.resolve;

import io.kindred.model.Answer;
import io.kindred.model.Answer.Found;
import io.kindred.model.DigestKey;
import io.kindred.model.Entity;
import io.kindred.model.Explanation;
import io.kindred.model.Input;
import io.kindred.model.MatchResult;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.Question;
import io.kindred.model.Question.Subject;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.EmissionThrottle;
import io.kindred.resolve.emit.Emitter;
import io.kindred.resolve.emit.Escalation;
import io.kindred.resolve.emit.GoldenFill;
import io.kindred.resolve.emit.LargeEntityCache;
import io.kindred.resolve.emit.RecordEmitter;
import io.kindred.resolve.emit.Repetition;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.emit.UniqueValues;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.entity.GoldenProvenance;
import io.kindred.resolve.link.Linker;
import io.kindred.resolve.query.Matching;
import io.kindred.resolve.query.ShardAnswers;
import io.kindred.resolve.state.ChangeSet;
import io.kindred.resolve.state.LayoutUpgrade;
import io.kindred.resolve.state.RestoredShardCheck;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.temporal.Timeline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Resolves the records of one shard incrementally. {@link #accept} buffers records, and {@link
 * #flush} applies them and emits the updates since the last flush.
 *
 * <p>All state is in the tables. Between {@code flush} and the next {@code accept} the engine holds
 * only caches, so a checkpoint taken then is complete. At that time the last updates of all keys
 * are exactly the results for the current records, except for deferred large components.
 *
 * <p>Example: record 1 is accepted and flushed: an upsert of its entity and an assignment. Then 2
 * and 3 arrive and share a key with 1: the flush upserts that entity with three records and assigns
 * 2 and 3.
 *
 * <p>A record costs the postings of its terms, up to the keys' limits, and the records of its
 * component. The cost does not depend on the size of the shard. Not thread-safe.
 */
public final class ShardEngine {

    private final ShardState state;
    private final ChangeSet changes = new ChangeSet();
    private final Linker linker;
    private final StepBuffer buffer;
    private final EmissionThrottle throttle;
    private final Emitter emitter;
    private final Repetition repetition;
    private final GoldenFill goldenFill;
    private final RecordEmitter recordEmitter;
    private final ShardAnswers answers;
    private final Supplier<ShardEngine> trial;

    /**
     * An engine for the only shard, without an emission limit.
     *
     * @param tables empty, or from earlier use with the same ontology
     * @param timeline formats points in time, which are part of conflict ids
     */
    public ShardEngine(Ontology ontology, Timeline timeline, ShardTables tables) {
        this(ontology, timeline, tables, EmissionLimit.NONE, System::currentTimeMillis);
    }

    /**
     * An engine for the only shard, with an emission limit for large components.
     *
     * @param clock the current time in milliseconds; affects when updates are emitted, never what
     *     they are
     */
    public ShardEngine(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            EmissionLimit limit,
            LongSupplier clock) {
        this(ontology, timeline, tables, limit, clock, DigestKey.random(), false);
    }

    /**
     * An engine for the only shard.
     *
     * @param clock the current time in milliseconds; affects when updates are emitted, never what
     *     they are
     * @param key makes digests of identities; always the same for the same tables
     * @param forgets whether what is remembered of records that are not there is forgotten some
     *     time: it is then kept in {@code gone-records}, whose entries may vanish
     */
    public ShardEngine(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            EmissionLimit limit,
            LongSupplier clock,
            DigestKey key,
            boolean forgets) {
        this(new ShardState(ontology, tables, true), timeline, limit, clock, key, forgets);
    }

    /** An engine over opened tables. */
    public ShardEngine(
            ShardState state,
            Timeline timeline,
            EmissionLimit limit,
            LongSupplier clock,
            DigestKey key,
            boolean forgets) {
        this(state, timeline, limit, clock, key, forgets, !state.isOnlyShard());
    }

    private ShardEngine(
            ShardState state,
            Timeline timeline,
            EmissionLimit limit,
            LongSupplier clock,
            DigestKey key,
            boolean forgets,
            boolean mayEscalate) {
        this.state = state;
        Optional<GoldenProvenance> provenance =
                state.outputs().goldenValues()
                        ? Optional.of(new GoldenProvenance(timeline))
                        : Optional.empty();
        LargeEntityCache cache = new LargeEntityCache(state, changes, limit, provenance);
        Escalation escalation = new Escalation(state, changes, cache);
        this.linker = new Linker(state, changes, cache, escalation);
        this.buffer =
                new StepBuffer(
                        state,
                        changes,
                        new CurrentRecords(state, changes, linker, key, forgets),
                        mayEscalate ? escalation::erase : erasure -> {});
        this.throttle = new EmissionThrottle(state, changes, limit, clock);
        ConflictIds conflictIds = new ConflictIds(timeline);
        UniqueValues uniqueValues = new UniqueValues(state, conflictIds);
        this.repetition = new Repetition(state, conflictIds, uniqueValues, provenance);
        this.goldenFill = new GoldenFill(state, throttle);
        this.recordEmitter = new RecordEmitter(state, changes);
        this.emitter =
                new Emitter(
                        state,
                        changes,
                        throttle,
                        cache,
                        escalation,
                        uniqueValues,
                        conflictIds,
                        provenance);
        this.answers = new ShardAnswers(state);
        this.trial =
                () ->
                        new ShardEngine(
                                state.trial(),
                                timeline,
                                EmissionLimit.NONE,
                                clock,
                                key,
                                forgets,
                                mayEscalate);
    }

    /**
     * An engine for one shard of several. The version of a record is its change number.
     *
     * <p>Key values are not counted here, so their scopes must be {@linkplain
     * #accept(KeyScopeChange) supplied}. Escalated records and claims on unique values are emitted
     * to other operators.
     *
     * @param clock the current time in milliseconds
     */
    public static ShardEngine ofSeveral(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            EmissionLimit limit,
            LongSupplier clock) {
        return ofSeveral(ontology, timeline, tables, limit, clock, DigestKey.random(), false);
    }

    /**
     * An engine for one shard of several; for the others see {@link #ShardEngine(Ontology,
     * Timeline, ShardTables, EmissionLimit, LongSupplier, DigestKey, boolean) the only shard}.
     * Records have the decisions attached that are in force, and only descriptors that count.
     */
    public static ShardEngine ofSeveral(
            Ontology ontology,
            Timeline timeline,
            ShardTables tables,
            EmissionLimit limit,
            LongSupplier clock,
            DigestKey key,
            boolean forgets) {
        return ofSeveral(
                new ShardState(ontology, tables, false), timeline, limit, clock, key, forgets);
    }

    /** An engine for one shard of several, over opened tables. */
    public static ShardEngine ofSeveral(
            ShardState state,
            Timeline timeline,
            EmissionLimit limit,
            LongSupplier clock,
            DigestKey key,
            boolean forgets) {
        return new ShardEngine(state, timeline, limit, clock, key, forgets, true);
    }

    /** An engine for reconcile: one of several that escalates nothing, erasures included. */
    public static ShardEngine ofReconcile(
            ShardState state,
            Timeline timeline,
            EmissionLimit limit,
            LongSupplier clock,
            DigestKey key,
            boolean forgets) {
        return new ShardEngine(state, timeline, limit, clock, key, forgets, false);
    }

    /**
     * Ties the shard to its declarations, checks restored state, and upgrades an older layout,
     * which before layout 3 costs a pass over all records. Must be called first if the tables may
     * contain state.
     *
     * @param declaration ontology and timeline as text
     * @param rule which changes of the declaration are accepted
     * @throws io.kindred.storage.shard.ChangedDeclarationException if the stored declaration is not
     *     accepted
     * @throws io.kindred.storage.CorruptStateException if the state is inconsistent
     */
    public void tieTo(String declaration, DeclarationRule rule) {
        state.meta().tieTo(declaration, rule);
        new RestoredShardCheck(state).run();
        new LayoutUpgrade(state).run();
        goldenFill.begin();
        recordEmitter.begin();
        state.save();
    }

    /**
     * Buffers a record, or a decision about one, in the order of arrival. The next flush applies
     * it.
     *
     * @throws IllegalArgumentException if the ontology does not cover the entity type
     * @throws IllegalStateException if the tables have an older layout, or if a decision comes to a
     *     shard among several, which gets decisions with records
     */
    public void accept(Input input) {
        checkLayout();
        if (!(input instanceof SourceRecord)) {
            checkOnlyShard();
        }
        buffer.add(input);
    }

    /**
     * Sets the time: what has expired by then does not count. Does nothing if a later one was ever
     * set. Records that arrive expire by it from then on; those that are there only by {@link
     * #expire}.
     *
     * @throws IllegalStateException if there are other shards
     */
    public void advance(long now) {
        checkOnlyShard();
        state.meta().advance(now);
    }

    /**
     * Lets the next flush apply the expiry of records whose time has come. A flush must follow
     * before the next call.
     *
     * @param maxRecords how many records at most
     * @return whether there may be more
     */
    public boolean expire(int maxRecords) {
        checkLayout();
        return buffer.addExpired(maxRecords);
    }

    /**
     * Lets the next flush visit more records of the walk over all of them that is needed after
     * retention was introduced or shortened: they are entered in the index of times, and what has
     * expired of them does not count from then on. Does nothing if there is no such walk.
     *
     * @param maxRecords how many record ids are visited at most
     * @return whether there are more
     */
    public boolean indexExpiry(int maxRecords) {
        checkLayout();
        return buffer.addWalked(maxRecords);
    }

    private void checkOnlyShard() {
        if (!state.isOnlyShard()) {
            throw new IllegalStateException(
                    "one of several shards keeps no time and no decisions, and matches nothing");
        }
    }

    /**
     * Buffers a change of the scope of key values across all shards, in the order of arrival. The
     * next flush applies it before its records.
     *
     * @throws IllegalStateException if there are no other shards
     */
    public void accept(KeyScopeChange change) {
        if (state.isOnlyShard()) {
            throw new IllegalStateException("the only shard counts key values itself");
        }
        checkLayout();
        buffer.add(change);
    }

    /**
     * Applies everything buffered and emits the updates. Growing large components may be deferred.
     * Must be called before every checkpoint.
     */
    public void flush(ShardOutput output) {
        buffer.apply(output);
        linker.settleLimits();
        throttle.select();
        emit(output);
    }

    /** The same for the only shard, which emits nothing but updates. */
    public void flush(Consumer<EncodedUpdate> updates) {
        flush(ShardOutput.of(updates));
    }

    /** Flushes everything, including deferred components. */
    public void flushAll(ShardOutput output) {
        flush(output);
        while (throttle.wakeDue(Long.MAX_VALUE)) {
            emit(output);
        }
    }

    /** The same for the only shard. */
    public void flushAll(Consumer<EncodedUpdate> updates) {
        flushAll(ShardOutput.of(updates));
    }

    /**
     * Emits the last updates of some streams once more, for sinks that are new. Only for the only
     * shard. A slice at a time; what changes between two slices is emitted by {@link #flush} as
     * always. Several records may have the same update, which is then emitted several times.
     *
     * @param from the record id to begin with: 0, or what the slice before returned
     * @param ids how many record ids the slice has at least
     * @param reads how many records it reads at least, those of components included
     * @param streams always the same, until the last slice
     * @return where the next slice begins; empty if that was the last
     * @throws IllegalStateException if records are buffered
     */
    public OptionalLong repeat(
            long from, int ids, int reads, Set<Stream> streams, ShardOutput output) {
        LongConsumer emitComponent =
                component -> {
                    throttle.wake(component);
                    emit(output);
                };
        return ask(() -> repetition.emit(from, ids, reads, streams, output::update, emitComponent));
    }

    /**
     * Whether there may be golden values of entities, or records, that are yet to be emitted: the
     * state is from a job without {@linkplain io.kindred.resolve.state.OptionalOutputs these
     * outputs}.
     */
    public boolean lacksOutputs() {
        return goldenFill.isPending() || recordEmitter.isPending();
    }

    /**
     * Emits further ones. A slice at a time; what changes between two slices is emitted by {@link
     * #flush} as always.
     *
     * @param ids how many record ids the slice visits at most
     * @param records about how many records it resolves at most
     * @return whether there may be more
     * @throws IllegalStateException if records are buffered
     */
    public boolean addOutputs(int ids, int records, ShardOutput output) {
        return ask(
                () -> {
                    if (goldenFill.isPending()) {
                        goldenFill.wake(ids, records);
                        emit(output);
                    }
                    if (recordEmitter.isPending()) {
                        recordEmitter.fill(records, output::update);
                    }
                    return lacksOutputs();
                });
    }

    /** When a flush has deferred components to emit, in milliseconds; empty if none is deferred. */
    public OptionalLong nextTimer() {
        return throttle.nextTimer();
    }

    private void emit(ShardOutput output) {
        repetition.forget();
        if (!changes.isEmpty()) {
            linker.relink();
            emitter.emit(output);
            recordEmitter.emitChanges(output::update);
        }
        changes.clear();
        state.save();
    }

    /**
     * Answers a query from the results emitted last.
     *
     * @throws IllegalStateException if records are buffered, so that the answer would be
     *     incomplete, or if the tables have an older layout
     */
    public QueryAnswer answer(Query query) {
        return ask(() -> answers.queries().answer(query));
    }

    /**
     * This shard's answer to a question.
     *
     * @throws IllegalStateException see {@link #answer(Query)}
     */
    public Found answer(Subject subject) {
        return subject instanceof Question.Match match
                ? new Answer.Matched(match(match.record()))
                : ask(() -> answers.answer(subject));
    }

    /**
     * How a record would be resolved if it arrived now, as the newest version of itself. Nothing is
     * changed. Costs what inserting it costs, and the blocks of its key values.
     *
     * @param record an upsert
     * @throws IllegalStateException see {@link #answer(Query)}; also if there are other shards,
     *     since only all of them together know whom the record meets
     */
    public MatchResult match(SourceRecord record) {
        checkOnlyShard();
        return ask(
                () ->
                        tried(
                                SourceRecord.upsert(
                                        record.identity(),
                                        OptionalLong.empty(),
                                        record.descriptors()),
                                List.of()));
    }

    /**
     * The same for one shard of several that has all records which the record would meet.
     *
     * @param change what the shard would be sent of the record, with a change number
     * @param scopeChanges the changes of key values' scopes that come with it
     */
    MatchResult match(SourceRecord change, List<KeyScopeChange> scopeChanges) {
        return ask(() -> tried(change, scopeChanges));
    }

    private MatchResult tried(SourceRecord record, List<KeyScopeChange> scopeChanges) {
        state.save();
        ShardEngine tried = trial.get();
        scopeChanges.forEach(tried::accept);
        tried.accept(record);
        tried.flush(ShardOutput.NO_OP);
        return new Matching(state, tried.state).of(record.identity());
    }

    /**
     * The entity of a record as it was last emitted; empty if the record is unknown here or has not
     * been emitted yet.
     *
     * @throws IllegalStateException see {@link #answer(Query)}
     */
    public Optional<Entity> entityOf(RecordIdentity record) {
        return ask(() -> answers.queries().entityOf(record));
    }

    /**
     * The entity with the id as it was last emitted; empty if this shard emits none. Costs two
     * lookups and reading its component.
     *
     * @throws IllegalStateException see {@link #answer(Query)}
     */
    public Optional<Entity> entity(String entityId) {
        return ask(() -> answers.queries().entity(entityId));
    }

    /**
     * Explains why two records are, or are not, one entity. Records of escalated components count
     * as unknown. Costs resolving the components of both, whose records are all read.
     *
     * @throws IllegalStateException see {@link #answer(Query)}
     */
    public Explanation.OfPair explain(RecordIdentity first, RecordIdentity second) {
        return ask(() -> answers.explainer().explain(first, second));
    }

    /**
     * Explains what links a record to others. Costs resolving its component.
     *
     * @throws IllegalStateException see {@link #answer(Query)}
     */
    public Explanation.OfRecord explain(RecordIdentity record) {
        return ask(() -> answers.explainer().explain(record));
    }

    private <T> T ask(Supplier<T> question) {
        checkLayout();
        if (!buffer.isEmpty()) {
            throw new IllegalStateException(
                    "there are buffered records: call flush before a query");
        }
        T answer = question.get();
        // Clears the caches that the answer filled.
        state.save();
        return answer;
    }

    /** A count, as of the last flush. */
    public long count(Count count) {
        return state.meta().get(count);
    }

    /**
     * The records of the largest entity that was emitted since the engine was created; 0 before
     * there is one. Not part of the state.
     */
    public long largestEntity() {
        return emitter.largestEntity();
    }

    private void checkLayout() {
        if (!state.meta().isOfNewestLayout()) {
            throw new IllegalStateException("state of an older layout: call tieTo first");
        }
    }
}
