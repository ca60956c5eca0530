package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.BatchConfig;
import io.kindred.flink.config.CacheConfig;
import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.flink.internal.NoRestart;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.offline.Declaration;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ShardEngine;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.emit.LargeEntityBudget;
import io.kindred.resolve.emit.ShardOutput;
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
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.util.OutputTag;

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
 * Resolves the records of the shards that live in this subtask.
 *
 * <p>Records are gathered in batches, so that a component touched many times in one is resolved and
 * emitted once. A batch ends when it is full, when its time is up, before a barrier (so that a
 * checkpoint holds all that was taken), before a watermark (so that whoever waits for the end of
 * the input has all updates), and at the end of the input. Questions wait for that and are answered
 * from what is settled.
 *
 * <p>What it takes and tells besides updates is up to its {@link ShardRole role}. Keyed by shard;
 * state: the tables of {@link ShardTables}, through a {@link WriteBackCache} that all shards share
 * and that is written out before a barrier only: what is taken after the last one is lost in a
 * failure with or without it.
 *
 * @param <T> what the shards are told
 */
public final class ShardOperator<T> extends OneInputOperator<T, OwnedUpdate> {

    /** Carries records of components that may span shards. */
    public static final OutputTag<ShardMessage> ESCALATED =
            new OutputTag<>("escalated", FormatTypeInformation.SHARD_MESSAGE);

    /** Carries the updates about assignments, where there are several shards. */
    public static final OutputTag<OwnedUpdate> ASSIGNMENTS =
            new OutputTag<>("assignments", FormatTypeInformation.OWNED_STATEMENT);

    /** Carries what records claim that is to be unique. */
    public static final OutputTag<Claim> CLAIMS =
            new OutputTag<>("claims", FormatTypeInformation.CLAIM);

    /** Carries no question ever; where nobody asks it stands for those who would. */
    public static final OutputTag<RowQuestion> NO_QUESTIONS =
            new OutputTag<>("no-questions", TypeInformation.of(RowQuestion.class));

    /** Carries what the shards answer to questions. */
    public static final OutputTag<AnswerMessage> ANSWERS =
            new OutputTag<>("answers", FormatTypeInformation.ANSWER_MESSAGE);

    private static final long serialVersionUID = 1L;

    /** With so many questions waiting for the end of a batch, it ends. */
    private static final int MAX_QUESTIONS = 1000;

    private static final long NONE = Long.MAX_VALUE;

    /** The tables whose entries are changed again and again; the others have one a record. */
    private static final Set<ShardTables.Name> HOT =
            EnumSet.of(
                    ShardTables.Name.META,
                    ShardTables.Name.KEY_POSTINGS,
                    ShardTables.Name.COMPONENTS,
                    ShardTables.Name.UNIQUE_CLAIMS,
                    ShardTables.Name.UNIQUENESS);

    private final ShardRole<T> role;
    private final ShardKeys shardKeys;
    private final OntologyDocument ontologyDocument;
    private final Timeline timeline;
    private final BatchConfig batch;
    private final CacheConfig cacheConfig;
    private final LargeEntitiesConfig largeEntities;

    private transient Ontology ontology;
    private transient WriteBackCache cache;
    private transient SortedMap<Integer, ShardEngine> engines;
    private transient ShardCounts counts;
    private transient FlushTimes flushTimes;
    private transient List<ShardMessage.Asked> questions;
    private transient int gathered;
    private transient long gatheredBytes;
    private transient SortedSet<Integer> touched;
    private transient long timer;

    /** With the declarations that the shards are resolved by, and how much they gather and hold. */
    public ShardOperator(
            ShardRole<T> role,
            ShardKeys shardKeys,
            OntologyDocument ontologyDocument,
            Timeline timeline,
            BatchConfig batch,
            CacheConfig cache,
            LargeEntitiesConfig largeEntities) {
        this.role = role;
        this.shardKeys = shardKeys;
        this.ontologyDocument = ontologyDocument;
        this.timeline = timeline;
        this.batch = batch;
        this.cacheConfig = cache;
        this.largeEntities = largeEntities;
    }

    @Override
    public void open() throws Exception {
        super.open();
        ontology = ontologyDocument.ontology();
        MeteredShardTables tables = new MeteredShardTables(states().shardTables());
        cache = new WriteBackCache(cacheConfig.bytes(), HOT, this::enter);
        StateMetrics.show(getMetricGroup(), tables);
        StateMetrics.show(getMetricGroup(), cache);
        engines = new TreeMap<>();
        touched = new TreeSet<>();
        timer = NONE;
        flushTimes = FlushTimes.shownIn(getMetricGroup());
        questions = new ArrayList<>();
        counts = new ShardCounts(role.name(), getRuntimeContext(), engines.values());
        EmissionLimit limit =
                new EmissionLimit(
                        largeEntities.records(),
                        largeEntities.emissionInterval(),
                        new LargeEntityBudget(largeEntities.cacheBytes()));
        for (int shard : states().keyGroups().toArray()) {
            enter(shard);
            ShardEngine engine =
                    role.engine(ontology, timeline, cache.over(shard, tables), limit, this::now);
            tie(engine);
            engines.put(shard, engine);
        }
        counts.update();
        wakeForWaiting();
    }

    /** What is wrong with the state stays wrong, however often the job is started anew. */
    private void tie(ShardEngine engine) {
        try {
            engine.tieTo(Declaration.text(timeline, ontologyDocument), Declaration::refusal);
        } catch (ChangedDeclarationException | CorruptStateException e) {
            throw NoRestart.because(e);
        }
    }

    @Override
    protected void accept(T message) {
        Optional<ShardMessage.Asked> asked = role.asked(message);
        if (asked.isPresent()) {
            hold(asked.get());
            return;
        }
        int shard = shardKeys.shard((Integer) getCurrentKey());
        role.tell(engines.get(shard), message);
        touched.add(shard);
        gathered++;
        gatheredBytes += role.bytes(message);
        if (gathered >= batch.records() || gatheredBytes >= batch.bytes()) {
            flush();
        } else if (gathered == 1) {
            wakeAt(now() + batch.interval().toMillis());
        }
    }

    /**
     * A question is answered when the batch that it falls in is settled, and ends none itself
     * unless {@link #MAX_QUESTIONS} wait.
     */
    private void hold(ShardMessage.Asked question) {
        questions.add(question);
        if (questions.size() >= MAX_QUESTIONS) {
            flush();
        } else {
            wakeAt(now() + batch.interval().toMillis());
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

    /** A marker is as late as what came with it: it waits for the batch that it falls in. */
    @Override
    protected boolean holdsBack() {
        return gathered > 0;
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
    protected void snapshot() {
        if (gathered > 0 || cache.dirtyEntries() > 0) {
            throw new IllegalStateException(
                    "a snapshot was begun before "
                            + gathered
                            + " records were settled and "
                            + cache.dirtyEntries()
                            + " cached entries written");
        }
        if (!questions.isEmpty()) {
            throw new IllegalStateException(
                    "a snapshot was begun before " + questions.size() + " questions were answered");
        }
    }

    @Override
    public void endInput() {
        flushAll();
    }

    /** Flushes the shards that took records and those in which something has waited long enough. */
    private void flush() {
        long now = now();
        engines.forEach(
                (shard, engine) -> {
                    if (engine.nextTimer().orElse(NONE) <= now) {
                        touched.add(shard);
                    }
                });
        flush(touched, (engine, listener) -> engine.flush(listener));
        answer();
        wakeForWaiting();
    }

    /** Flushes all shards, and nothing waits. */
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
        touched.clear();
        gathered = 0;
        gatheredBytes = 0;
        releaseLatencyMarkers();
        flushTimes.add(System.nanoTime() - start);
        counts.update();
    }

    private void wakeForWaiting() {
        engines.values().forEach(engine -> engine.nextTimer().ifPresent(this::wakeAt));
    }

    /** Sees to it that a flush comes no later; an earlier one sets what is needed after it. */
    private void wakeAt(long time) {
        if (time < timer) {
            timer = time;
            registerTimer(
                    time,
                    at -> {
                        if (at == timer) {
                            timer = NONE;
                        }
                        flush();
                    });
        }
    }

    private void enter(int shard) {
        setCurrentKey(shardKeys.key(shard));
    }

    /** What one shard tells, sent on. */
    private final class Listener implements ShardOutput {
        private final int owner;

        Listener(int owner) {
            this.owner = owner;
        }

        @Override
        public void update(EncodedUpdate update) {
            OwnedUpdate owned = new OwnedUpdate(owner, update);
            if (role.isOnly() || update.key().stream() != Stream.ASSIGNMENTS) {
                emit(owned);
            } else {
                emit(ASSIGNMENTS, owned);
            }
        }

        @Override
        public void escalate(SourceRecord change) {
            if (!role.mayEscalate()) {
                throw new IllegalStateException(
                        role.name() + " has nobody to hand " + change.identity() + " over to");
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
