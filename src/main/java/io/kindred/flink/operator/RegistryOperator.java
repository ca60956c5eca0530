package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.Now;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.internal.KeyGroups;
import io.kindred.flink.internal.OneInputOperator;
import io.kindred.flink.operator.RegistryStore.Known;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Answer.Registered;
import io.kindred.model.AskedMatch;
import io.kindred.model.CarriedDecisions;
import io.kindred.model.CarriedErasure;
import io.kindred.model.DecisionSide;
import io.kindred.model.DigestKey;
import io.kindred.model.Erasure;
import io.kindred.model.Input;
import io.kindred.model.Question.Neighbors;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.shards.Registry;
import io.kindred.resolve.shards.Registry.Decision;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.ShardMessage;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the current version of each record and the decisions about it, and emits what changed to
 * the shards and the directory, see {@link Registry}. Record changes are the output, key value
 * changes and erasures side outputs. A question how a record would be resolved becomes one to all
 * shards and reconcile, with what they would be sent of the record.
 *
 * <p>Values expire when the time of the job passes a step, at most some records at a time, so that
 * other input is processed meanwhile. At the end of the input all that is due is done at once.
 *
 * <p>Keyed by record identity. Keyed state: see {@link RegistryStore}. Operator state: for each
 * {@link Count} a list of longs whose sum is the count, {@link ReplacedRecords}, {@link
 * RestoredDigestKey}, {@link RestoredNow} and {@link RestoredRetention}. Counts are accumulators
 * and metrics of the same names. Their sum over all subtasks survives restarts and rescaling,
 * except for subtasks that had finished before a failure. The value of one subtask has no meaning
 * after rescaling, and {@code registry-records} of one may be negative.
 */
public final class RegistryOperator extends OneInputOperator<Input, ShardMessage>
        implements RegistrySweep.Action {

    /** Side output: changes of the key values of records. */
    public static final OutputTag<KeyChange> KEY_CHANGES =
            new OutputTag<>("key-changes", FormatTypeInformation.KEY_CHANGE);

    /** Side output: what was removed when records were erased. */
    public static final OutputTag<Erasure> ERASURES =
            new OutputTag<>("erasures", FormatTypeInformation.ERASURE);

    /** Side output: questions to the reconcile operator, by lane. */
    public static final OutputTag<ShardMessage> QUESTIONS_TO_RECONCILE =
            new OutputTag<>(
                    "registered-questions-to-reconcile", FormatTypeInformation.SHARD_MESSAGE);

    /** Side output: the registry's parts of answers. */
    public static final OutputTag<AnswerMessage> ANSWERS =
            new OutputTag<>("answers", FormatTypeInformation.ANSWER_MESSAGE);

    private static final long serialVersionUID = 1L;

    private static final long SLICE_NANOS = Duration.ofMillis(50).toNanos();
    private static final long LEAST_PAUSE_MS = 5;

    private final OntologyDocument document;
    private final int shards;
    private final RetentionConfig retention;
    private final DigestKey givenKey;

    private transient Ontology ontology;
    private transient Registry registry;
    private transient RegistryStore store;
    private transient RegistrySweep sweep;
    private transient boolean isSweeping;
    private transient Map<Count, RestoredCount> counts;
    private transient ReplacedRecords replaced;
    private transient RestoredDigestKey digestKey;
    private transient RestoredForgetting forgetting;
    private transient RestoredNow now;
    private transient RestoredRetention entered;

    /** What the registry counts; the ids name operator state and metrics. */
    public enum Count {
        /** Records that currently exist. */
        RECORDS,
        /** Records that became current; deletes and erasures, too. */
        ACCEPTED,
        /** Accepted deletes and erasures that removed a record. */
        DELETED,
        /** Accepted deletes and erasures of records that were never there. */
        UNKNOWN_DELETES,
        /** Accepted inputs without a version that replaced a record by other content. */
        REPLACED,
        /** Inputs equal to the current version. */
        REPLAYED,
        /** Inputs older than the current version. */
        OUTDATED,
        /** Accepted erasures. */
        ERASED,
        /** Records of which all values expired when the time passed a step. */
        EXPIRED_RECORDS,
        /** Decisions that became current, once for each of their two records. */
        DECISIONS;

        /** The name of the accumulator and metric: {@code registry-records}. */
        public String id() {
            return "registry-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Creates a registry for the keys of an ontology.
     *
     * @param shards the number of shards; the same for the life of the state
     * @param retention when values expire, and for how long what is not there any more is
     *     remembered
     * @param key makes the digests of identities, unless the restored state has a key
     */
    public RegistryOperator(
            OntologyDocument ontology, int shards, RetentionConfig retention, DigestKey key) {
        this.document = ontology;
        this.shards = shards;
        this.retention = retention;
        this.givenKey = key;
    }

    /** The key of an input: the identity of its record in one string, if it is known. */
    public static String key(Input input) {
        return input.key();
    }

    @Override
    protected void restore(OperatorStateStore state) throws Exception {
        ontology = document.ontology();
        counts = new EnumMap<>(Count.class);
        for (Count count : Count.values()) {
            counts.put(count, RestoredCount.restore(count.id(), state, getRuntimeContext()));
        }
        replaced = ReplacedRecords.restore(state, getRuntimeContext(), this::isOwn);
        digestKey = RestoredDigestKey.restore(state, givenKey);
        forgetting = RestoredForgetting.restore(state, retention.forgetAfter());
        now = RestoredNow.restore(state, setting());
        entered =
                RestoredRetention.restore(
                        state,
                        RestoredRetention.text(ontology, retention.forgetAfter().isPresent()));
    }

    private Optional<Now> setting() {
        return ontology.hasRetention() ? Optional.of(retention.now()) : Optional.empty();
    }

    private boolean isOwn(RecordIdentity record) {
        int group = KeyGroups.of(record.joined(), keyGroups());
        return states().keyGroups().anyMatch(own -> own == group);
    }

    private int keyGroups() {
        return getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    }

    @Override
    public void open() throws Exception {
        super.open();
        registry = new Registry(ontology, shards);
        store =
                new RegistryStore(
                        states(), ontology, keyGroups(), digestKey.key(), forgetting.states());
        sweep = new RegistrySweep(states(), store, this);
        now.proceed(now());
        if (!entered.isComplete()) {
            sweep.rebuild();
        }
        if (now.isKnown()) {
            sweep.expire();
            scheduleStep();
        }
        scheduleSlice(LEAST_PAUSE_MS);
    }

    private void scheduleStep() {
        now.nextChange(now())
                .ifPresent(
                        next ->
                                registerTimer(
                                        next,
                                        at -> {
                                            if (now.proceed(now())) {
                                                sweep.expire();
                                                scheduleSlice(LEAST_PAUSE_MS);
                                            }
                                            scheduleStep();
                                        }));
    }

    /** Pauses at least as long as the last slice took. */
    private void scheduleSlice(long pauseMillis) {
        if (isSweeping || !sweep.isPending()) {
            return;
        }
        isSweeping = true;
        registerTimer(
                now() + pauseMillis,
                at -> {
                    isSweeping = false;
                    long start = System.nanoTime();
                    sweep.slice(start + SLICE_NANOS);
                    long tookMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
                    scheduleSlice(Math.max(LEAST_PAUSE_MS, tookMillis));
                });
    }

    @Override
    protected void accept(Input input) {
        if (input instanceof CarriedErasure erased) {
            store.carry(erased);
            return;
        }
        Known known = store.load(key(input));
        if (input instanceof AskedMatch asked) {
            ask(known, asked);
        } else if (input instanceof SourceRecord record) {
            Registry.Outcome outcome = registry.accept(before(known), record, now.now());
            count(outcome, record);
            apply(known, outcome);
        } else if (input instanceof CarriedDecisions held) {
            Registry.Outcome outcome = registry.accept(before(known), held, digestKey.key());
            apply(known, outcome);
        } else {
            Registry.Outcome outcome =
                    registry.accept(before(known), (DecisionSide) input, digestKey.key());
            add(Count.DECISIONS, outcome.decision() == Decision.ACCEPTED ? 1 : 0);
            apply(known, outcome);
        }
    }

    /** Asks all shards and reconcile for the records that a record would meet. */
    private void ask(Known known, AskedMatch match) {
        Neighbors asked = registry.neighbors(known.registration(), match.record(), now.now());
        String token = match.token();
        emit(ANSWERS, new AnswerMessage.Part(token, Owners.REGISTRY, new Registered(asked)));
        for (int shard = 0; shard < shards; shard++) {
            emit(new ShardMessage.Asked(shard, token, asked));
        }
        int lane = ReconcileLanes.lane(asked.entityType());
        emit(QUESTIONS_TO_RECONCILE, new ShardMessage.Asked(lane, token, asked));
    }

    /**
     * What is known before an input. If the registry forgets, then perhaps shards still remember
     * changes of a record that is unknown here. New changes have greater numbers than those: no
     * record changes more often than once a millisecond.
     */
    private Optional<Registration> before(Known known) {
        if (known.registration().isPresent() || retention.forgetAfter().isEmpty()) {
            return known.registration();
        }
        long least = now();
        return Optional.of(Registration.UNSEEN.numbered(Math.max(0, least)));
    }

    private void apply(Known known, Registry.Outcome outcome) {
        if (outcome.decision() != Decision.ACCEPTED) {
            return;
        }
        store.store(known, outcome.after());
        outcome.changes().forEach(this::emit);
        outcome.keyChanges().forEach(change -> emit(KEY_CHANGES, change));
        if (outcome.erasure().isPresent()) {
            add(Count.ERASED, 1);
            replaced.forget(outcome.erasure().get().record());
            emit(ERASURES, outcome.erasure().get());
        }
    }

    @Override
    public void expire(Known known) {
        if (known.registration().isEmpty()) {
            return;
        }
        Registry.Outcome outcome =
                registry.expire(known.registration().get(), known.identity(), now.now());
        add(Count.RECORDS, outcome.more());
        add(Count.EXPIRED_RECORDS, -outcome.more());
        if (outcome.decision() == Decision.ACCEPTED) {
            apply(known, outcome);
        } else if (store.isMisplaced(known)) {
            store.store(known, outcome.after());
        }
    }

    @Override
    public long time() {
        return now.now();
    }

    @Override
    public void entered() {
        entered.complete();
    }

    private void count(Registry.Outcome outcome, SourceRecord record) {
        add(
                switch (outcome.decision()) {
                    case ACCEPTED -> Count.ACCEPTED;
                    case REPLAYED -> Count.REPLAYED;
                    case OUTDATED -> Count.OUTDATED;
                },
                1);
        add(Count.RECORDS, outcome.more());
        switch (outcome.effect()) {
            case DELETED -> add(Count.DELETED, 1);
            case UNKNOWN_DELETE -> add(Count.UNKNOWN_DELETES, 1);
            case REPLACED -> {
                add(Count.REPLACED, 1);
                replaced.add(record.identity());
            }
            case OTHER -> {}
        }
    }

    private void add(Count count, long more) {
        if (more != 0) {
            counts.get(count).add(more);
        }
    }

    @Override
    public void endInput() throws Exception {
        if (now.proceed(now())) {
            sweep.expire();
        }
        while (sweep.isPending()) {
            sweep.slice(System.nanoTime() + SLICE_NANOS);
        }
    }

    @Override
    protected void snapshot() throws Exception {
        for (RestoredCount count : counts.values()) {
            count.snapshot();
        }
        replaced.snapshot();
        digestKey.snapshot();
        forgetting.snapshot();
        now.snapshot();
        entered.snapshot();
    }

    @Override
    public void close() throws Exception {
        if (sweep != null) {
            sweep.close();
        }
        super.close();
    }
}
