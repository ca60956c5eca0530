package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.DirectoryOperator;
import io.kindred.flink.operator.InputCount;
import io.kindred.flink.operator.OutputRow;
import io.kindred.flink.operator.PublishOperator;
import io.kindred.flink.operator.PublishSettings;
import io.kindred.flink.operator.ReconcileLanes;
import io.kindred.flink.operator.RegistryOperator;
import io.kindred.flink.operator.RowQuestion;
import io.kindred.flink.operator.ShardKeys;
import io.kindred.flink.operator.ShardOperator;
import io.kindred.flink.operator.ShardRole;
import io.kindred.flink.operator.ShardSettings;
import io.kindred.flink.operator.SinkStreams;
import io.kindred.flink.operator.UniquenessOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.DigestKey;
import io.kindred.model.Erasure;
import io.kindred.model.Input;
import io.kindred.model.OutputKey.Stream;
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
 * The part of the graph that resolves records. A single shard has all records; it keeps their
 * current versions and counts key values itself:
 *
 * <pre>
 * ─► shard ─► publish ─►
 * </pre>
 *
 * Several shards partition the records:
 *
 * <pre>
 * ─► registry ─┬────────────────► shard ─┬───────────────► publish assignments ─┬─►
 *              └─► directory ──────┘     ├─► reconcile ──┘                      │ moves
 *                   │ generic keys       └─► uniqueness ──────► publish ◄───────┘
 *                   └───────────────────────────────────────────┘  └─►
 * </pre>
 *
 * The shards, reconcile and the operator that publishes assignments answer questions. The last one
 * has an input for questions even in a job without queries, so that its state stays the same. That
 * input then ends with the shards.
 */
final class ResolutionGraph {

    private final JobConfig config;
    private final int parallelism;
    private final Optional<Questions> questions;
    private final SinkStreams sinks;
    private final DigestKey digestKey;

    /**
     * Creates the graph of a job.
     *
     * @param parallelism the parallelism of the job
     * @param questions empty in a job without queries
     * @param digestKey for the first start; a restored job goes on with the keys in its state
     * @param sinks the streams that are written
     */
    ResolutionGraph(
            JobConfig config,
            int parallelism,
            Optional<Questions> questions,
            DigestKey digestKey,
            SinkStreams sinks) {
        this.config = config;
        this.parallelism = parallelism;
        this.questions = questions;
        this.digestKey = digestKey;
        this.sinks = sinks;
    }

    /**
     * The streams of results.
     *
     * @param rows the rows of each output
     * @param answers the parts of answers, from the shards and the operator that publishes
     *     assignments
     * @param erasures what was removed when records were erased
     * @param noCounts a stream without elements that ends with the shards
     */
    record Resolved(
            Function<Stream, DataStream<OutputRow>> rows,
            DataStream<AnswerMessage> answers,
            DataStream<Erasure> erasures,
            DataStream<InputCount> noCounts) {}

    /** Adds the operators that resolve the inputs. */
    Resolved resolve(DataStream<Input> inputs) {
        return config.shards() == 1
                ? resolveWithOneShard(inputs)
                : resolveWithSeveralShards(inputs);
    }

    private Resolved resolveWithOneShard(DataStream<Input> inputs) {
        SingleOutputStreamOperator<OwnedUpdate> shard =
                questions.isPresent()
                        ? shards(
                                messages(inputs).union(questions.get().toShards()),
                                ShardRole.ONLY_ASKED,
                                1,
                                Operators.SHARD)
                        : shards(inputs, ShardRole.ONLY, 1, Operators.SHARD);
        SingleOutputStreamOperator<RecordMove> publish =
                publish(
                        shard,
                        questions(shard),
                        "publish",
                        PublishOperator.ofOnlyShard(config.timeline(), config.output())
                                .with(publishSettings())
                                .to(sinks),
                        Operators.PUBLISH);
        return new Resolved(
                output -> publish.getSideOutput(PublishOperator.tag(output)),
                shard.getSideOutput(ShardOperator.ANSWERS)
                        .union(publish.getSideOutput(PublishOperator.ANSWERS)),
                shard.getSideOutput(ShardOperator.ERASURES),
                shard.getSideOutput(ShardOperator.NO_COUNTS));
    }

    private Resolved resolveWithSeveralShards(DataStream<Input> inputs) {
        SingleOutputStreamOperator<ShardMessage> registry =
                registry(with(inputs, questions.flatMap(Questions::toRegistry)));
        SingleOutputStreamOperator<ShardMessage> directory =
                directory(registry.getSideOutput(RegistryOperator.KEY_CHANGES));
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
                                questions.map(each -> toReconcile(each, registry))),
                        ShardRole.RECONCILE,
                        ReconcileLanes.COUNT,
                        Operators.RECONCILE);
        SingleOutputStreamOperator<RecordMove> assignments =
                publish(
                        shard.getSideOutput(ShardOperator.ASSIGNMENTS)
                                .union(reconcile.getSideOutput(ShardOperator.ASSIGNMENTS)),
                        questions(shard),
                        "publish assignments",
                        PublishOperator.ofAssignments(
                                        config.timeline(),
                                        config.output(),
                                        config.withdrawalDelay())
                                .with(publishSettings())
                                .to(sinks),
                        Operators.PUBLISH_ASSIGNMENTS);
        SingleOutputStreamOperator<RecordMove> others =
                publishOthers(shard, reconcile, directory, assignments);
        return new Resolved(
                output ->
                        (output.isByRecord() ? assignments : others)
                                .getSideOutput(PublishOperator.tag(output)),
                shard.getSideOutput(ShardOperator.ANSWERS)
                        .union(
                                reconcile.getSideOutput(ShardOperator.ANSWERS),
                                assignments.getSideOutput(PublishOperator.ANSWERS),
                                registry.getSideOutput(RegistryOperator.ANSWERS)),
                registry.getSideOutput(RegistryOperator.ERASURES),
                shard.getSideOutput(ShardOperator.NO_COUNTS));
    }

    private SingleOutputStreamOperator<RecordMove> publishOthers(
            SingleOutputStreamOperator<OwnedUpdate> shard,
            SingleOutputStreamOperator<OwnedUpdate> reconcile,
            SingleOutputStreamOperator<ShardMessage> directory,
            SingleOutputStreamOperator<RecordMove> assignments) {
        return publish(
                shard.union(
                        reconcile,
                        uniqueness(
                                shard.getSideOutput(ShardOperator.CLAIMS)
                                        .union(reconcile.getSideOutput(ShardOperator.CLAIMS))),
                        directory.getSideOutput(DirectoryOperator.UPDATES)),
                assignments.keyBy(PublishOperator::key, Types.STRING),
                "publish",
                PublishOperator.ofOthers(
                                config.timeline(), config.output(), config.withdrawalDelay())
                        .with(publishSettings())
                        .to(sinks),
                Operators.PUBLISH);
    }

    private PublishSettings publishSettings() {
        return new PublishSettings(
                config.retention().forgetAfter(),
                config.recordedAt(),
                config.conflictsFormat(),
                digestKey);
    }

    private static DataStream<ShardMessage> messages(DataStream<Input> inputs) {
        return inputs.map(input -> (ShardMessage) new ShardMessage.Received(0, input))
                .returns(FormatTypeInformation.SHARD_MESSAGE)
                .name("records to shard")
                .uid(Operators.RECORDS_TO_SHARD);
    }

    private static DataStream<ShardMessage> toReconcile(
            Questions questions, SingleOutputStreamOperator<ShardMessage> registry) {
        return questions
                .toReconcile()
                .union(registry.getSideOutput(RegistryOperator.QUESTIONS_TO_RECONCILE));
    }

    private static <T> DataStream<T> with(DataStream<T> messages, Optional<DataStream<T>> more) {
        return more.isPresent() ? messages.union(more.get()) : messages;
    }

    /**
     * The questions to the operator that publishes assignments; an empty stream in a job without
     * queries.
     */
    private KeyedStream<RowQuestion, String> questions(
            SingleOutputStreamOperator<OwnedUpdate> shard) {
        return questions
                .map(Questions::toPublish)
                .orElseGet(() -> shard.getSideOutput(ShardOperator.NO_QUESTIONS))
                .keyBy(RowQuestion::key, Types.STRING);
    }

    private SingleOutputStreamOperator<ShardMessage> registry(DataStream<Input> inputs) {
        return inKeyGroups(
                inputs.keyBy(RegistryOperator::key, Types.STRING)
                        .transform(
                                "registry",
                                FormatTypeInformation.SHARD_MESSAGE,
                                new RegistryOperator(
                                        config.ontologyDocument(),
                                        config.shards(),
                                        config.retention(),
                                        digestKey))
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

    /**
     * The operator of {@code count} shards, each in a key group of its own. Its name is its uid.
     */
    private <T> SingleOutputStreamOperator<OwnedUpdate> shards(
            DataStream<T> messages, ShardRole<T> role, int count, String uid) {
        ShardKeys keys = new ShardKeys(count);
        SingleOutputStreamOperator<OwnedUpdate> shards =
                messages.keyBy(message -> keys.key(role.shard(message)), Types.INT)
                        .transform(
                                uid,
                                FormatTypeInformation.OWNED_UPDATE,
                                new ShardOperator<>(
                                        role, keys, ShardSettings.of(config, sinks, digestKey)))
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
                                FormatTypeInformation.OWNED_UPDATE,
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
