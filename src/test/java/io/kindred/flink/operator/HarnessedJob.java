package io.kindred.flink.operator;

import io.kindred.codec.ConflictsFormat;
import io.kindred.codec.OntologyDocument;
import io.kindred.flink.config.BatchConfig;
import io.kindred.flink.config.CacheConfig;
import io.kindred.flink.config.LargeEntitiesConfig;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.config.RetentionConfig;
import io.kindred.flink.operator.SearchableRocksDb.Manifest;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.DigestKey;
import io.kindred.model.Input;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All operators with keyed state of a job, each in a harness, on RocksDB. Whatever one emits the
 * next receives at once.
 */
abstract class HarnessedJob implements AutoCloseable {

    private static final BatchConfig NO_BATCHES = new BatchConfig(1, Duration.ofHours(1));
    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final Duration DELAY = Duration.ofMillis(100);

    /** In the order in which barriers come to them. */
    private final Map<String, OperatorHarness<?>> operators = new LinkedHashMap<>();

    private final OntologyDocument ontology;
    private final RetentionConfig retention;
    private final DigestKey key = DigestKey.random();
    private long checkpoints;

    private HarnessedJob(OntologyDocument ontology, RetentionConfig retention) {
        this.ontology = ontology;
        this.retention = retention;
    }

    /** A checkpoint of all operators, by name. */
    record Checkpoint(Map<String, OperatorSubtaskState> operators) {

        /** The contents of all files of an operator, by name. */
        Map<String, byte[]> files(String operator) throws IOException {
            return SearchableRocksDb.files(operators.get(operator));
        }
    }

    /** A job on a timeline of integers, in which withdrawals and large values wait a little. */
    static HarnessedJob of(OntologyDocument ontology, RetentionConfig retention, int shards)
            throws Exception {
        return shards == 1
                ? new OneShard(ontology, retention)
                : new SeveralShards(ontology, retention, shards);
    }

    HarnessedJob start(Manifest manifest) throws Exception {
        for (OperatorHarness<?> each : operators.values()) {
            each.on(SearchableRocksDb.backend(manifest));
            each.open();
        }
        return this;
    }

    HarnessedJob restore(Checkpoint checkpoint, Manifest manifest) throws Exception {
        for (Map.Entry<String, OperatorHarness<?>> each : operators.entrySet()) {
            OperatorHarness<?> operator = each.getValue();
            operator.on(SearchableRocksDb.backend(manifest));
            operator.harness.initializeState(checkpoint.operators().get(each.getKey()));
            operator.open();
        }
        deliverAll();
        return this;
    }

    /** Sends inputs to the first operator. */
    abstract void send(List<? extends Input> inputs) throws Exception;

    /** Delivers what operators have emitted; returns whether there was anything. */
    abstract boolean deliver() throws Exception;

    void take(List<? extends Input> inputs) throws Exception {
        send(inputs);
        deliverAll();
    }

    void at(long time) throws Exception {
        for (OperatorHarness<?> each : operators.values()) {
            each.at(time);
        }
        deliverAll();
    }

    /** Takes a native checkpoint. */
    Checkpoint checkpoint() throws Exception {
        checkpoints++;
        Map<String, OperatorSubtaskState> states = new LinkedHashMap<>();
        for (Map.Entry<String, OperatorHarness<?>> each : operators.entrySet()) {
            each.getValue().harness.prepareSnapshotPreBarrier(checkpoints);
            deliverAll();
            states.put(each.getKey(), each.getValue().harness.snapshot(checkpoints, checkpoints));
        }
        return new Checkpoint(states);
    }

    /** Compacts all states of all operators. */
    void compact() throws Exception {
        for (OperatorHarness<?> each : operators.values()) {
            SearchableRocksDb.compact(
                    ((AbstractStreamOperator<?>) each.harness.getOperator())
                            .getKeyedStateBackend());
        }
    }

    private void deliverAll() throws Exception {
        boolean isMoving = true;
        while (isMoving) {
            isMoving = deliver();
        }
    }

    private ShardSettings shardSettings() {
        return new ShardSettings(
                ontology,
                Timeline.INTEGER,
                NO_BATCHES,
                CacheConfig.DEFAULT,
                LargeEntitiesConfig.DEFAULT,
                retention,
                SinkStreams.NONE,
                new OptionalOutputs(false, true),
                key);
    }

    <T> OneInputHarness<Integer, T, OwnedUpdate> shards(ShardRole<T> role, int count)
            throws Exception {
        ShardKeys keys = new ShardKeys(count);
        OneInputHarness<Integer, T, OwnedUpdate> shards =
                new OneInputHarness<>(
                        new ShardOperator<>(role, keys, shardSettings()),
                        message -> keys.key(role.shard(message)),
                        Types.INT,
                        count);
        return add(role.name(), shards);
    }

    PublishSettings publishSettings() {
        return new PublishSettings(retention.forgetAfter(), false, ConflictsFormat.DEFAULT, key);
    }

    <H extends OperatorHarness<?>> H add(String name, H harness) {
        operators.put(name, harness);
        return harness;
    }

    private static <T> boolean give(List<T> values, OneInputHarness<?, T, ?> to) throws Exception {
        to.takeAll(values);
        return !values.isEmpty();
    }

    private static boolean say(List<OwnedUpdate> updates, PublishHarness<?> to) throws Exception {
        for (OwnedUpdate update : updates) {
            to.say(update);
        }
        return !updates.isEmpty();
    }

    @Override
    public void close() {
        operators.values().forEach(OperatorHarness::close);
    }

    private static final class OneShard extends HarnessedJob {

        private final OneInputHarness<Integer, Input, OwnedUpdate> shard;
        private final PublishHarness<RowQuestion> publish;

        OneShard(OntologyDocument ontology, RetentionConfig retention) throws Exception {
            super(ontology, retention);
            shard = shards(ShardRole.ONLY, 1);
            publish =
                    add(
                            "publish",
                            PublishHarness.asked(
                                    PublishOperator.ofOnlyShard(
                                                    Timeline.INTEGER, OutputMode.CHANGELOG)
                                            .with(publishSettings()),
                                    1,
                                    0));
        }

        @Override
        void send(List<? extends Input> inputs) throws Exception {
            shard.takeAll(List.copyOf(inputs));
        }

        @Override
        boolean deliver() throws Exception {
            return say(shard.drain(), publish);
        }
    }

    private static final class SeveralShards extends HarnessedJob {

        private final OneInputHarness<String, Input, ShardMessage> registry;
        private final OneInputHarness<ByteKey, KeyChange, ShardMessage> directory;
        private final OneInputHarness<Integer, ShardMessage, OwnedUpdate> shard;
        private final OneInputHarness<Integer, ShardMessage, OwnedUpdate> reconcile;
        private final OneInputHarness<ByteKey, Claim, OwnedUpdate> uniqueness;
        private final PublishHarness<RowQuestion> assignments;
        private final PublishHarness<RecordMove> others;

        SeveralShards(OntologyDocument ontology, RetentionConfig retention, int shards)
                throws Exception {
            super(ontology, retention);
            registry =
                    add(
                            "registry",
                            new OneInputHarness<>(
                                    new RegistryOperator(ontology, shards, retention, super.key),
                                    RegistryOperator::key,
                                    Types.STRING,
                                    1,
                                    0));
            directory =
                    add(
                            "directory",
                            new OneInputHarness<>(
                                    new DirectoryOperator(ontology, INTERVAL),
                                    DirectoryOperator::key,
                                    FormatTypeInformation.BYTE_KEY,
                                    1,
                                    0));
            shard = shards(ShardRole.ONE_OF_SEVERAL, shards);
            reconcile = shards(ShardRole.RECONCILE, ReconcileLanes.COUNT);
            uniqueness =
                    add(
                            "uniqueness",
                            new OneInputHarness<>(
                                    new UniquenessOperator(ontology, Timeline.INTEGER, INTERVAL),
                                    UniquenessOperator::key,
                                    FormatTypeInformation.BYTE_KEY,
                                    1,
                                    0));
            assignments =
                    add(
                            "publish assignments",
                            PublishHarness.asked(
                                    PublishOperator.ofAssignments(
                                                    Timeline.INTEGER, OutputMode.CHANGELOG, DELAY)
                                            .with(publishSettings()),
                                    1,
                                    0));
            others =
                    add(
                            "publish",
                            PublishHarness.moved(
                                    PublishOperator.ofOthers(
                                                    Timeline.INTEGER, OutputMode.CHANGELOG, DELAY)
                                            .with(publishSettings()),
                                    1,
                                    0));
        }

        @Override
        void send(List<? extends Input> inputs) throws Exception {
            registry.takeAll(List.copyOf(inputs));
        }

        @Override
        boolean deliver() throws Exception {
            boolean any = give(registry.drain(RegistryOperator.KEY_CHANGES), directory);
            any |= give(registry.drain(), shard);
            any |= give(directory.drain(), shard);
            any |= give(directory.drain(DirectoryOperator.TO_RECONCILE), reconcile);
            any |= say(directory.drain(DirectoryOperator.UPDATES), others);
            for (OneInputHarness<Integer, ShardMessage, OwnedUpdate> each :
                    List.of(shard, reconcile)) {
                any |= give(each.drain(ShardOperator.ESCALATED), reconcile);
                any |= give(each.drain(ShardOperator.CLAIMS), uniqueness);
                any |= say(each.drain(ShardOperator.ASSIGNMENTS), assignments);
                any |= say(each.drain(), others);
            }
            any |= say(uniqueness.drain(), others);
            List<RecordMove> moves = assignments.drain();
            for (RecordMove move : moves) {
                others.tell(move);
            }
            return any || !moves.isEmpty();
        }
    }
}
