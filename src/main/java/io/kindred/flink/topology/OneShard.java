package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.AskedPublishOperator;
import io.kindred.flink.operator.OutputRow;
import io.kindred.flink.operator.PublishOperator;
import io.kindred.flink.operator.ShardKeys;
import io.kindred.flink.operator.ShardOperator;
import io.kindred.flink.operator.ShardRole;
import io.kindred.flink.operator.ShardRoles;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.SourceRecord;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.ShardMessage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import java.util.Optional;

/**
 * All records in one shard, which picks current versions and counts key values itself:
 *
 * <pre>
 * ─► shard ─► publish ─►
 * </pre>
 *
 * Both may be asked.
 */
final class OneShard implements ResolutionGraph {

    private final JobConfig config;

    OneShard(JobConfig config) {
        this.config = config;
    }

    @Override
    public Resolved resolve(DataStream<SourceRecord> records, Optional<Questions> questions) {
        SingleOutputStreamOperator<OwnedUpdate> shard =
                questions.isPresent()
                        ? shard(
                                messages(records).union(questions.get().toShards()),
                                ShardRoles.ONLY_ASKED)
                        : shard(records, ShardRoles.ONLY);
        SingleOutputStreamOperator<OutputRow> rows =
                publish(shard.keyBy(PublishOperator::key, Types.STRING), questions)
                        .uid(Operators.PUBLISH);
        rows.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        return new Resolved(
                output -> rows.getSideOutput(PublishOperator.tag(output)),
                shard.getSideOutput(ShardOperator.ANSWERS)
                        .union(rows.getSideOutput(PublishOperator.ANSWERS)));
    }

    private SingleOutputStreamOperator<OutputRow> publish(
            KeyedStream<OwnedUpdate, String> updates, Optional<Questions> questions) {
        String name = "publish";
        TypeInformation<OutputRow> type = TypeInformation.of(OutputRow.class);
        return questions.isPresent()
                ? updates.connect(questions.get().toPublish())
                        .transform(
                                name,
                                type,
                                new AskedPublishOperator(config.timeline(), config.output()))
                : updates.transform(
                        name, type, new PublishOperator(config.timeline(), config.output()));
    }

    private static DataStream<ShardMessage> messages(DataStream<SourceRecord> records) {
        return records.map(record -> (ShardMessage) new ShardMessage.Received(0, record))
                .returns(FormatTypeInformation.SHARD_MESSAGE)
                .name("records to shard")
                .uid(Operators.RECORDS_TO_SHARD);
    }

    private <T> SingleOutputStreamOperator<OwnedUpdate> shard(
            DataStream<T> messages, ShardRole<T> role) {
        ShardKeys keys = new ShardKeys(1);
        int onlyShard = keys.key(0);
        SingleOutputStreamOperator<OwnedUpdate> shard =
                messages.keyBy(message -> onlyShard, Types.INT)
                        .transform(
                                "shard",
                                FormatTypeInformation.OWNED_STATEMENT,
                                new ShardOperator<>(
                                        role,
                                        keys,
                                        config.ontologyDocument(),
                                        config.timeline(),
                                        config.batch(),
                                        config.cache(),
                                        config.largeEntities()))
                        .uid(Operators.SHARD);
        shard.setMaxParallelism(1);
        shard.setParallelism(1);
        return shard;
    }
}
