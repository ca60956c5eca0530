package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.DirectoryOperator;
import io.kindred.flink.operator.OutputRow;
import io.kindred.flink.operator.PublishOperator;
import io.kindred.flink.operator.ReconcileLanes;
import io.kindred.flink.operator.RegistryFunction;
import io.kindred.flink.operator.RowQuestion;
import io.kindred.flink.operator.ShardKeys;
import io.kindred.flink.operator.ShardOperator;
import io.kindred.flink.operator.ShardRole;
import io.kindred.flink.operator.UniquenessOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.SourceRecord;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.storage.wire.ShardMessage;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import java.util.Optional;
import java.util.function.Function;

/**
 * The part of the graph that resolves records. One shard has all records, and picks current
 * versions and counts key values itself:
 *
 * <pre>
 * ─► shard ─► publish ─►
 * </pre>
 *
 * Several shards divide them:
 *
 * <pre>
 * ─► registry ─┬────────────────► shard ─┬───────────────► publish assignments ─┬─►
 *              └─► directory ──────┘     ├─► reconcile ──┘                      │ moves
 *                   │ generic keys       └─► uniqueness ──────► publish ◄───────┘
 *                   └───────────────────────────────────────────┘  └─►
 * </pre>
 *
 * Shards, reconcile and whoever publishes assignments may be asked. The latter has an input for
 * questions even if nobody asks, so that its state is that of one operator; it ends with the shards
 * then.
 */
final class ResolutionGraph {

    private final JobConfig config;
    private final int parallelism;
    private final Optional<Questions> questions;

    /**
     * With as many shards as the job file says.
     *
     * @param parallelism of the job
     * @param questions none if nobody asks
     */
    ResolutionGraph(JobConfig config, int parallelism, Optional<Questions> questions) {
        this.config = config;
        this.parallelism = parallelism;
        this.questions = questions;
    }

    /**
     * What comes of records.
     *
     * @param rows the rows of each output
     * @param answers what shards, and whoever publishes assignments, say to questions
     */
    record Resolved(
            Function<Stream, DataStream<OutputRow>> rows, DataStream<AnswerMessage> answers) {}

    /** Adds what resolves the records to the job. */
    Resolved resolve(DataStream<SourceRecord> records) {
        return config.shards() == 1 ? byOneShard(records) : bySeveralShards(records);
    }

    private Resolved byOneShard(DataStream<SourceRecord> records) {
        SingleOutputStreamOperator<OwnedUpdate> shard =
                questions.isPresent()
                        ? shards(
                                messages(records).union(questions.get().toShards()),
                                ShardRole.ONLY_ASKED,
                                1,
                                Operators.SHARD)
                        : shards(records, ShardRole.ONLY, 1, Operators.SHARD);
        SingleOutputStreamOperator<RecordMove> publish =
                publish(
                        shard,
                        questions(shard),
                        "publish",
                        PublishOperator.ofOnlyShard(config.timeline(), config.output()),
                        Operators.PUBLISH);
        return new Resolved(
                output -> publish.getSideOutput(PublishOperator.tag(output)),
                shard.getSideOutput(ShardOperator.ANSWERS)
                        .union(publish.getSideOutput(PublishOperator.ANSWERS)));
    }

    private Resolved bySeveralShards(DataStream<SourceRecord> records) {
        SingleOutputStreamOperator<ShardMessage> registry = registry(records);
        SingleOutputStreamOperator<ShardMessage> directory =
                directory(registry.getSideOutput(RegistryFunction.KEY_CHANGES));
        SingleOutputStreamOperator<OwnedUpdate> shard =
                shards(
                        with(registry.union(directory), questions.map(Questions::toShards)),
                        ShardRole.ONE_OF_SEVERAL,
                        config.shards(),
                        Operators.SHARD);
        SingleOutputStreamOperator<OwnedUpdate> reconcile =
                shards(
                        with(
                                shard.getSideOutput(ShardOperator.ESCALATED)
                                        .union(
                                                directory.getSideOutput(
                                                        DirectoryOperator.TO_RECONCILE)),
                                questions.map(Questions::toReconcile)),
                        ShardRole.RECONCILE,
                        ReconcileLanes.COUNT,
                        Operators.RECONCILE);
        SingleOutputStreamOperator<OwnedUpdate> uniqueness =
                uniqueness(
                        shard.getSideOutput(ShardOperator.CLAIMS)
                                .union(reconcile.getSideOutput(ShardOperator.CLAIMS)));
        SingleOutputStreamOperator<RecordMove> assignments =
                publish(
                        shard.getSideOutput(ShardOperator.ASSIGNMENTS)
                                .union(reconcile.getSideOutput(ShardOperator.ASSIGNMENTS)),
                        questions(shard),
                        "publish assignments",
                        PublishOperator.ofAssignments(
                                config.timeline(), config.output(), config.withdrawalDelay()),
                        Operators.PUBLISH_ASSIGNMENTS);
        SingleOutputStreamOperator<RecordMove> others =
                publish(
                        shard.union(
                                reconcile,
                                uniqueness,
                                directory.getSideOutput(DirectoryOperator.STATEMENTS)),
                        assignments.keyBy(PublishOperator::key, Types.STRING),
                        "publish",
                        PublishOperator.ofOthers(
                                config.timeline(), config.output(), config.withdrawalDelay()),
                        Operators.PUBLISH);
        return new Resolved(
                output ->
                        (output == Stream.ASSIGNMENTS ? assignments : others)
                                .getSideOutput(PublishOperator.tag(output)),
                shard.getSideOutput(ShardOperator.ANSWERS)
                        .union(
                                reconcile.getSideOutput(ShardOperator.ANSWERS),
                                assignments.getSideOutput(PublishOperator.ANSWERS)));
    }

    private static DataStream<ShardMessage> messages(DataStream<SourceRecord> records) {
        return records.map(record -> (ShardMessage) new ShardMessage.Received(0, record))
                .returns(FormatTypeInformation.SHARD_MESSAGE)
                .name("records to shard")
                .uid(Operators.RECORDS_TO_SHARD);
    }

    private static DataStream<ShardMessage> with(
            DataStream<ShardMessage> messages, Optional<DataStream<ShardMessage>> more) {
        return more.isPresent() ? messages.union(more.get()) : messages;
    }

    /** The questions for whoever publishes assignments, of which none ever comes if nobody asks. */
    private KeyedStream<RowQuestion, String> questions(
            SingleOutputStreamOperator<OwnedUpdate> shard) {
        return questions
                .map(Questions::toPublish)
                .orElseGet(() -> shard.getSideOutput(ShardOperator.NO_QUESTIONS))
                .keyBy(RowQuestion::key, Types.STRING);
    }

    private SingleOutputStreamOperator<ShardMessage> registry(DataStream<SourceRecord> records) {
        return inKeyGroups(
                records.keyBy(RegistryFunction::key, Types.STRING)
                        .process(
                                new RegistryFunction(config.ontologyDocument(), config.shards()),
                                FormatTypeInformation.SHARD_MESSAGE)
                        .name("registry")
                        .uid(Operators.REGISTRY));
    }

    private SingleOutputStreamOperator<ShardMessage> directory(DataStream<KeyChange> changes) {
        return inKeyGroups(
                changes.keyBy(DirectoryOperator::key, FormatTypeInformation.BYTE_KEY)
                        .transform(
                                "directory",
                                FormatTypeInformation.SHARD_MESSAGE,
                                new DirectoryOperator(
                                        config.ontologyDocument(), config.batch().interval()))
                        .uid(Operators.DIRECTORY));
    }

    /** So many shards, each of which is a key group; named as their uid. */
    private <T> SingleOutputStreamOperator<OwnedUpdate> shards(
            DataStream<T> messages, ShardRole<T> role, int count, String uid) {
        ShardKeys keys = new ShardKeys(count);
        SingleOutputStreamOperator<OwnedUpdate> shards =
                messages.keyBy(message -> keys.key(role.shard(message)), Types.INT)
                        .transform(
                                uid,
                                FormatTypeInformation.OWNED_STATEMENT,
                                new ShardOperator<>(
                                        role,
                                        keys,
                                        config.ontologyDocument(),
                                        config.timeline(),
                                        config.batch(),
                                        config.cache(),
                                        config.largeEntities()))
                        .uid(uid);
        shards.setMaxParallelism(count);
        shards.setParallelism(Math.min(count, parallelism));
        return shards;
    }

    private SingleOutputStreamOperator<OwnedUpdate> uniqueness(DataStream<Claim> claims) {
        return inKeyGroups(
                claims.keyBy(UniquenessOperator::key, FormatTypeInformation.BYTE_KEY)
                        .transform(
                                "uniqueness",
                                FormatTypeInformation.OWNED_STATEMENT,
                                new UniquenessOperator(
                                        config.ontologyDocument(),
                                        config.timeline(),
                                        config.batch().interval()))
                        .uid(Operators.UNIQUENESS));
    }

    private static <T> SingleOutputStreamOperator<RecordMove> publish(
            DataStream<OwnedUpdate> updates,
            KeyedStream<T, String> second,
            String name,
            PublishOperator<T> operator,
            String uid) {
        return inKeyGroups(
                updates.keyBy(PublishOperator::key, Types.STRING)
                        .connect(second)
                        .transform(name, FormatTypeInformation.RECORD_MOVE, operator)
                        .uid(uid));
    }

    private static <T> SingleOutputStreamOperator<T> inKeyGroups(
            SingleOutputStreamOperator<T> operator) {
        operator.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        return operator;
    }
}
