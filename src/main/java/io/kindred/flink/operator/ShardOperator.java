package io.kindred.flink.operator;

import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.flink.internal.NoRestart;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Erasure;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.offline.Declaration;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.LargeEntityBudget;
import io.kindred.resolve.emit.ShardOutput;
import io.kindred.resolve.match.MatchCache;
import io.kindred.storage.ByteKey;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.MeteredShardTables;
import io.kindred.storage.ShardTables;
import io.kindred.storage.cache.WriteBackCache;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.shard.ChangedDeclarationException;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.ShardMessage;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Resolves the records of the shards that are assigned to this subtask.
 *
 * <p>Records are collected in batches, so that a component with many changes in a batch is resolved
 * and emitted once. A batch is flushed when it is full or its interval has passed, before a
 * checkpoint barrier, before a watermark, and at the end of the input. So a checkpoint has all
 * records received before it, and an operator that waits for a watermark has received all updates.
 * Questions are answered after the next flush.
 *
 * <p>The {@link ShardRole role} determines the messages that it receives and emits. Keyed by shard.
 * State: the tables of {@link ShardTables}, accessed through a {@link WriteBackCache} that all
 * shards of the subtask share. The cache is flushed to the state backend only before a barrier.
 * Nothing is lost by that: after a failure the records since the last checkpoint are read again.
 * The only shard also keeps the operator state of {@link ReplacedRecords} and {@link
 * RestoredFills}.
 *
 * @param <T> the messages that the shards receive
 */
public final class ShardOperator<T> extends OneInputOperator<T, OwnedUpdate> {

    /** Side output: the records of components that may span shards. */
    public static final OutputTag<ShardMessage> ESCALATED =
            new OutputTag<>("escalated", FormatTypeInformation.SHARD_MESSAGE);

    /** Side output: the updates of assignments and records, with several shards. */
    public static final OutputTag<OwnedUpdate> ASSIGNMENTS =
            new OutputTag<>("assignments", FormatTypeInformation.OWNED_UPDATE);

    /** Side output: the claims of records on values that must be unique. */
    public static final OutputTag<Claim> CLAIMS =
            new OutputTag<>("claims", FormatTypeInformation.CLAIM);

    /**
     * Side output without any question; it replaces the input of questions in a job without
     * queries.
     */
    public static final OutputTag<RowQuestion> NO_QUESTIONS =
            new OutputTag<>("no-questions", TypeInformation.of(RowQuestion.class));

    /**
     * Side output without any count. It keeps the operator that counts inputs running for as long
     * as the shards: Flink restores a finished operator only if no source before it is new.
     */
    public static final OutputTag<InputCount> NO_COUNTS =
            new OutputTag<>("no-counts", TypeInformation.of(InputCount.class));

    /** Side output: the shards' parts of answers. */
    public static final OutputTag<AnswerMessage> ANSWERS =
            new OutputTag<>("answers", FormatTypeInformation.ANSWER_MESSAGE);

    /** Side output: what the only shard removed when records were erased. */
    public static final OutputTag<Erasure> ERASURES =
            new OutputTag<>("erasures", FormatTypeInformation.ERASURE);

    private static final long serialVersionUID = 1L;

    /** The batch is flushed when this many questions wait for an answer. */
    private static final int MAX_QUESTIONS = 1000;

    private static final long SLICE_PAUSE_MS = 5;

    private static final long NONE = Long.MAX_VALUE;

    /** Tables whose entries change often; the other tables have an entry per record. */
    private static final Set<ShardTables.Name> HOT =
            EnumSet.of(
                    ShardTables.Name.META,
                    ShardTables.Name.KEY_POSTINGS,
                    ShardTables.Name.COMPONENTS,
                    ShardTables.Name.UNIQUE_CLAIMS,
                    ShardTables.Name.UNIQUENESS);

    private final ShardRole<T> role;
    private final ShardKeys shardKeys;
    private final ShardSettings settings;

    private transient Optional<RestoredFills> fills;
    private transient List<ShardWork> work;
    private transient Optional<RestoredNow> now;
    private transient RestoredDigestKey digestKey;
    private transient RestoredForgetting forgetting;
    private transient Ontology ontology;
    private transient WriteBackCache cache;
    private transient SortedMap<Integer, ShardEngine> engines;
    private transient ShardCounts counts;
    private transient @Nullable ReplacedRecords replaced;
    private transient FlushTimes flushTimes;
    private transient List<ShardMessage.Asked> questions;
    private transient int pendingRecords;
    private transient long pendingBytes;
    private transient SortedSet<Integer> dirtyShards;
    private transient long nextFlush;

    /** Creates an operator for a role. */
    public ShardOperator(ShardRole<T> role, ShardKeys shardKeys, ShardSettings settings) {
        this.role = role;
        this.shardKeys = shardKeys;
        this.settings = settings;
    }

    @Override
    protected void restore(OperatorStateStore store) throws Exception {
        if (role.isOnly()) {
            replaced = ReplacedRecords.restore(store, getRuntimeContext());
        }
        fills =
                role.isOnly() && !settings.sinks().all().isEmpty()
                        ? Optional.of(
                                RestoredFills.restore(
                                        store, settings.sinks().without(Stream.RECORDS)))
                        : Optional.empty();
        ontology = settings.ontology().ontology();
        now =
                role.isOnly() && ontology.hasRetention()
                        ? Optional.of(
                                RestoredNow.restore(store, Optional.of(settings.retention().now())))
                        : Optional.empty();
        digestKey = RestoredDigestKey.restore(store, settings.digestKey());
        forgetting = RestoredForgetting.restore(store, settings.retention().forgetAfter());
    }

    @Override
    public void open() throws Exception {
        super.open();
        MeteredShardTables tables =
                new MeteredShardTables(states().shardTables(forgetting.states()));
        cache = new WriteBackCache(settings.cache().bytes(), HOT, this::enter);
        StateMetrics.register(getMetricGroup(), tables);
        StateMetrics.register(getMetricGroup(), cache);
        engines = new TreeMap<>();
        dirtyShards = new TreeSet<>();
        nextFlush = NONE;
        flushTimes = FlushTimes.register(getMetricGroup());
        questions = new ArrayList<>();
        work = new ArrayList<>();
        counts = new ShardCounts(role.name(), getRuntimeContext(), engines.values());
        LargeEntitiesConfig largeEntities = settings.largeEntities();
        EmissionLimit limit =
                new EmissionLimit(
                        largeEntities.records(),
                        largeEntities.emissionInterval(),
                        new LargeEntityBudget(largeEntities.cacheBytes()));
        MatchCache matches =
                new MatchCache(settings.cache().comparedRecords(), settings.cache().scores());
        for (int shard : states().keyGroups().toArray()) {
            enter(shard);
            ShardEngine engine =
                    role.engine(
                            role.state(
                                    ontology,
                                    cache.over(shard, tables),
                                    matches,
                                    settings.outputs()),
                            settings.timeline(),
                            limit,
                            this::now,
                            digestKey.key(),
                            settings.retention().forgets());
            checkDeclaration(engine);
            engines.put(shard, engine);
        }
        counts.update();
        scheduleEngineTimers();
        now.ifPresent(this::expire);
        fills.ifPresent(each -> work.add(new SinkFilling(each, this::forEachShard)));
        work.add(new OutputFilling(engines.values(), this::forEachShard));
        if (hasWork()) {
            scheduleSlice();
        }
    }

    private void expire(RestoredNow time) {
        ExpiryWork expiry = new ExpiryWork(this::forEachShard);
        time.proceed(now());
        expiry.advance(time.now());
        work.add(expiry);
        scheduleStep(time, expiry);
    }

    /** Goes on with the time at its next step. */
    private void scheduleStep(RestoredNow time, ExpiryWork expiry) {
        time.nextChange(now())
                .ifPresent(
                        next ->
                                registerTimer(
                                        next,
                                        at -> {
                                            if (time.proceed(now())) {
                                                flush();
                                                boolean isScheduled = hasWork();
                                                expiry.advance(time.now());
                                                if (!isScheduled) {
                                                    scheduleSlice();
                                                }
                                            }
                                            scheduleStep(time, expiry);
                                        }));
    }

    private boolean hasWork() {
        return work.stream().anyMatch(ShardWork::isPending);
    }

    /** A slice while no records come; otherwise each flush of a batch is followed by one. */
    private void scheduleSlice() {
        registerTimer(
                now() + SLICE_PAUSE_MS,
                at -> {
                    if (pendingRecords == 0) {
                        slice(ShardWork.FlushedBatch.NONE);
                    }
                    if (hasWork()) {
                        scheduleSlice();
                    }
                });
    }

    private void slice(ShardWork.FlushedBatch batch) {
        for (ShardWork each : work) {
            if (each.isPending()) {
                each.slice(batch);
            }
        }
        counts.update();
    }

    private void forEachShard(BiConsumer<ShardEngine, ShardOutput> action) {
        Object key = getCurrentKey();
        engines.forEach(
                (shard, engine) -> {
                    enter(shard);
                    action.accept(engine, new Listener(role.owner(shard)));
                });
        setCurrentKey(key);
    }

    /**
     * Fails the job without a restart if the state was written with other declarations: a restart
     * would fail again.
     */
    private void checkDeclaration(ShardEngine engine) {
        try {
            engine.tieTo(
                    Declaration.text(settings.timeline(), settings.ontology()),
                    Declaration::refusal);
        } catch (ChangedDeclarationException | CorruptStateException e) {
            throw NoRestart.because(e);
        }
    }

    @Override
    protected void accept(T message) {
        Optional<ShardMessage.Asked> asked = role.asked(message);
        if (asked.isPresent()) {
            enqueue(asked.get());
            return;
        }
        int shard = shardKeys.shard((Integer) getCurrentKey());
        role.deliver(engines.get(shard), message);
        dirtyShards.add(shard);
        pendingRecords++;
        pendingBytes += role.bytes(message);
        if (pendingRecords >= settings.batch().records()
                || pendingBytes >= settings.batch().bytes()) {
            flushAndSlice();
        } else if (pendingRecords == 1) {
            scheduleFlush(now() + settings.batch().interval().toMillis());
        }
    }

    /**
     * Queues a question, which is answered after the flush of its batch. It causes a flush only if
     * {@link #MAX_QUESTIONS} wait.
     */
    private void enqueue(ShardMessage.Asked question) {
        questions.add(question);
        if (questions.size() >= MAX_QUESTIONS) {
            flushAndSlice();
        } else {
            scheduleFlush(now() + settings.batch().interval().toMillis());
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.equals(Watermark.MAX_WATERMARK)) {
            flushAll();
        } else {
            flush();
        }
        super.processWatermark(mark);
    }

    /**
     * Holds latency markers back until the flush, so that they measure the delay of their batch.
     */
    @Override
    protected boolean delaysLatencyMarkers() {
        return pendingRecords > 0;
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
        Object key = getCurrentKey();
        cache.flush();
        setCurrentKey(key);
        super.prepareSnapshotPreBarrier(checkpointId);
    }

    @Override
    protected void snapshot() throws Exception {
        if (replaced != null) {
            replaced.snapshot();
        }
        if (fills.isPresent()) {
            fills.get().snapshot();
        }
        if (now.isPresent()) {
            now.get().snapshot();
        }
        digestKey.snapshot();
        forgetting.snapshot();
        if (pendingRecords > 0 || cache.dirtyEntries() > 0) {
            throw new IllegalStateException(
                    "snapshot with "
                            + pendingRecords
                            + " records not flushed and "
                            + cache.dirtyEntries()
                            + " dirty cache entries");
        }
        if (!questions.isEmpty()) {
            throw new IllegalStateException(
                    "snapshot with " + questions.size() + " unanswered questions");
        }
    }

    @Override
    public void endInput() {
        flushAll();
        while (hasWork()) {
            slice(ShardWork.FlushedBatch.NONE);
        }
    }

    private void flushAndSlice() {
        int records = pendingRecords;
        long start = System.nanoTime();
        flush();
        slice(new ShardWork.FlushedBatch(records, System.nanoTime() - start));
    }

    /** Flushes the shards that received records and those with a timer that is due. */
    private void flush() {
        long now = now();
        engines.forEach(
                (shard, engine) -> {
                    if (engine.nextTimer().orElse(NONE) <= now) {
                        dirtyShards.add(shard);
                    }
                });
        flush(dirtyShards, (engine, listener) -> engine.flush(listener));
        answer();
        scheduleEngineTimers();
    }

    /** Flushes all shards, including everything that is delayed. */
    private void flushAll() {
        flush(engines.keySet(), (engine, listener) -> engine.flushAll(listener));
        answer();
    }

    private void answer() {
        if (questions.isEmpty()) {
            return;
        }
        Object key = getCurrentKey();
        for (ShardMessage.Asked asked : questions) {
            enter(asked.shard());
            emit(
                    ANSWERS,
                    new AnswerMessage.Part(
                            asked.token(),
                            role.owner(asked.shard()),
                            engines.get(asked.shard()).answer(asked.subject())));
        }
        setCurrentKey(key);
        questions.clear();
    }

    private void flush(Set<Integer> shards, BiConsumer<ShardEngine, ShardOutput> flushing) {
        if (shards.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        Object key = getCurrentKey();
        for (int shard : shards) {
            enter(shard);
            flushing.accept(engines.get(shard), new Listener(role.owner(shard)));
        }
        setCurrentKey(key);
        dirtyShards.clear();
        pendingRecords = 0;
        pendingBytes = 0;
        releaseLatencyMarkers();
        flushTimes.add(System.nanoTime() - start);
        counts.update();
    }

    private void scheduleEngineTimers() {
        engines.values().forEach(engine -> engine.nextTimer().ifPresent(this::scheduleFlush));
    }

    /**
     * Schedules a flush at the given time, unless one is scheduled earlier; that one reschedules
     * what is left.
     */
    private void scheduleFlush(long time) {
        if (time < nextFlush) {
            nextFlush = time;
            registerTimer(
                    time,
                    at -> {
                        if (at == nextFlush) {
                            nextFlush = NONE;
                        }
                        flushAndSlice();
                    });
        }
    }

    private void enter(int shard) {
        setCurrentKey(shardKeys.key(shard));
    }

    /** Emits the output of one shard. */
    private final class Listener implements ShardOutput {
        private final int owner;

        Listener(int owner) {
            this.owner = owner;
        }

        @Override
        public void update(EncodedUpdate update) {
            OwnedUpdate owned = new OwnedUpdate(owner, update);
            if (role.isOnly() || !update.key().stream().isByRecord()) {
                emit(owned);
            } else {
                emit(ASSIGNMENTS, owned);
            }
        }

        @Override
        public void replaced(RecordIdentity record) {
            if (replaced != null) {
                replaced.add(record);
            }
        }

        @Override
        public void erased(Erasure erasure) {
            if (replaced != null) {
                replaced.forget(erasure.record());
            }
            emit(ERASURES, erasure);
        }

        @Override
        public void escalate(SourceRecord change) {
            if (!role.mayEscalate()) {
                throw new IllegalStateException(
                        role.name() + " cannot escalate " + change.identity());
            }
            emit(
                    ESCALATED,
                    new ShardMessage.RecordChange(
                            ReconcileLanes.lane(change.identity().entityType()), change));
        }

        @Override
        public void claim(
                ByteKey signature,
                String attribute,
                String value,
                RecordIdentity record,
                Optional<Claim.Made> made) {
            emit(CLAIMS, new Claim(owner, signature, attribute, value, record, made));
        }
    }
}
