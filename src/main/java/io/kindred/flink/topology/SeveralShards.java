package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.AskedAssignmentsOperator;
import io.kindred.flink.operator.AssignmentsOperator;
import io.kindred.flink.operator.DirectoryOperator;
import io.kindred.flink.operator.HandoverOperator;
import io.kindred.flink.operator.OutputRow;
import io.kindred.flink.operator.PublishOperator;
import io.kindred.flink.operator.ReconcileLanes;
import io.kindred.flink.operator.RegistryFunction;
import io.kindred.flink.operator.ShardKeys;
import io.kindred.flink.operator.ShardOperator;
import io.kindred.flink.operator.ShardRole;
import io.kindred.flink.operator.ShardRoles;
import io.kindred.flink.operator.UniquenessOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.SourceRecord;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.storage.wire.ShardMessage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import java.util.Optional;

/**
 * Records spread over shards:
 *
 * <pre>
 * ─► registry ─┬────────────────► shard ─┬───────────────► publish assignments ─┬─►
 *              └─► directory ──────┘     ├─► reconcile ──┘                      │ moves
 *                   │ generic keys       └─► uniqueness ──────► publish ◄───────┘
 *                   └───────────────────────────────────────────┘  └─►
 * </pre>
 *
 * Shards, reconcile and publish assignments may be asked.
 */
final class SeveralShards implements ResolutionGraph {

    private final JobConfig config;
    private final int parallelism;

    /**
     * With as many shards as the job file says.
     *
     * @param parallelism of the job
     */
    SeveralShards(JobConfig config, int parallelism) {
        this.config = config;
        this.parallelism = parallelism;
    }

    @Override
    public Resolved resolve(DataStream<SourceRecord> records, Optional<Questions> questions) {
        SingleOutputStreamOperator<ShardMessage> registry = registry(records);
        SingleOutputStreamOperator<ShardMessage> directory =
                directory(registry.getSideOutput(RegistryFunction.KEY_CHANGES));
        SingleOutputStreamOperator<OwnedUpdate> shard =
                shard(with(registry.union(directory), questions.map(Questions::toShards)));
        SingleOutputStreamOperator<OwnedUpdate> reconcile =
                reconcile(
                        with(
                                shard.getSideOutput(ShardOperator.ESCALATED)
                                        .union(
                                                directory.getSideOutput(
                                                        DirectoryOperator.TO_RECONCILE)),
                                questions.map(Questions::toReconcile)));
        DataStream<OwnedUpdate> uniqueness =
                uniqueness(
                        shard.getSideOutput(ShardOperator.CLAIMS)
                                .union(reconcile.getSideOutput(ShardOperator.CLAIMS)));
        SingleOutputStreamOperator<RecordMove> assignments =
                assignments(
                        shard.getSideOutput(ShardOperator.ASSIGNMENTS)
                                .union(reconcile.getSideOutput(ShardOperator.ASSIGNMENTS))
                                .keyBy(PublishOperator::key, Types.STRING),
                        questions);
        SingleOutputStreamOperator<OutputRow> others =
                publish(
                        shard.union(
                                reconcile,
                                uniqueness,
                                directory.getSideOutput(DirectoryOperator.STATEMENTS)),
                        assignments);
        return new Resolved(
                output ->
                        output == Stream.ASSIGNMENTS
                                ? assignments.getSideOutput(PublishOperator.tag(output))
                                : others.getSideOutput(PublishOperator.tag(output)),
                shard.getSideOutput(ShardOperator.ANSWERS)
                        .union(
                                reconcile.getSideOutput(ShardOperator.ANSWERS),
                                assignments.getSideOutput(PublishOperator.ANSWERS)));
    }

    private static DataStream<ShardMessage> with(
            DataStream<ShardMessage> messages, Optional<DataStream<ShardMessage>> more) {
        return more.isPresent() ? messages.union(more.get()) : messages;
    }

    private SingleOutputStreamOperator<ShardMessage> registry(DataStream<SourceRecord> records) {
        return keyed(
                records.keyBy(RegistryFunction::key, Types.STRING)
                        .process(
                                new RegistryFunction(config.ontologyDocument(), config.shards()),
                                FormatTypeInformation.SHARD_MESSAGE)
                        .name("registry")
                        .uid(Operators.REGISTRY));
    }

    private SingleOutputStreamOperator<ShardMessage> directory(DataStream<KeyChange> changes) {
        return keyed(
                changes.keyBy(DirectoryOperator::key, FormatTypeInformation.BYTE_KEY)
                        .transform(
                                "directory",
                                FormatTypeInformation.SHARD_MESSAGE,
                                new DirectoryOperator(
                                        config.ontologyDocument(), config.batch().interval()))
                        .uid(Operators.DIRECTORY));
    }

    private SingleOutputStreamOperator<OwnedUpdate> shard(DataStream<ShardMessage> messages) {
        return shards(
                messages, "shard", ShardRoles.ONE_OF_SEVERAL, config.shards(), Operators.SHARD);
    }

    private SingleOutputStreamOperator<OwnedUpdate> reconcile(DataStream<ShardMessage> messages) {
        return shards(
                messages,
                "reconcile",
                ShardRoles.RECONCILE,
                ReconcileLanes.COUNT,
                Operators.RECONCILE);
    }

    private SingleOutputStreamOperator<OwnedUpdate> shards(
            DataStream<ShardMessage> messages,
            String name,
            ShardRole<ShardMessage> role,
            int count,
            String uid) {
        ShardKeys keys = new ShardKeys(count);
        SingleOutputStreamOperator<OwnedUpdate> shards =
                messages.keyBy(message -> keys.key(message.shard()), Types.INT)
                        .transform(
                                name,
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
        return keyed(
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

    private SingleOutputStreamOperator<RecordMove> assignments(
            KeyedStream<OwnedUpdate, String> updates, Optional<Questions> questions) {
        String name = "publish assignments";
        SingleOutputStreamOperator<RecordMove> assignments =
                questions.isPresent()
                        ? updates.connect(questions.get().toPublish())
                                .transform(
                                        name,
                                        FormatTypeInformation.RECORD_MOVE,
                                        new AskedAssignmentsOperator(
                                                config.timeline(),
                                                config.output(),
                                                config.withdrawalDelay()))
                        : updates.transform(
                                name,
                                FormatTypeInformation.RECORD_MOVE,
                                new AssignmentsOperator(
                                        config.timeline(),
                                        config.output(),
                                        config.withdrawalDelay()));
        return keyed(assignments.uid(Operators.PUBLISH_ASSIGNMENTS));
    }

    private SingleOutputStreamOperator<OutputRow> publish(
            DataStream<OwnedUpdate> updates, DataStream<RecordMove> moves) {
        return keyed(
                updates.keyBy(PublishOperator::key, Types.STRING)
                        .connect(moves.keyBy(HandoverOperator::key, Types.STRING))
                        .transform(
                                "publish",
                                TypeInformation.of(OutputRow.class),
                                new HandoverOperator(
                                        config.timeline(),
                                        config.output(),
                                        config.withdrawalDelay()))
                        .uid(Operators.PUBLISH));
    }

    private static <T> SingleOutputStreamOperator<T> keyed(SingleOutputStreamOperator<T> operator) {
        operator.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        return operator;
    }
}
