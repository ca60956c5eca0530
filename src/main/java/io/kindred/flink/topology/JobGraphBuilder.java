package io.kindred.flink.topology;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OutputJson;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.OutputRow;
import io.kindred.flink.operator.PublishOperator;
import io.kindred.flink.operator.ShardKeys;
import io.kindred.flink.operator.ShardOperator;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.SourceRecord;
import io.kindred.storage.OwnedStatement;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Builds the graph of a job:
 *
 * <pre>
 * source → decode ─┬─► shard ─► publish ─┬─► entities
 *   (one of each   │   (by shard) (by    ├─► assignments
 *    per source)   │           output    ├─► conflicts
 *                  │              key)   └─► generic keys
 *                  └─► dead letters
 * </pre>
 */
public final class JobGraphBuilder {

    /**
     * Key groups of operators that are not shards, which their parallelism cannot exceed; common
     * parallelisms divide it.
     */
    public static final int KEY_GROUPS = 720;

    private final StreamExecutionEnvironment env;
    private final JobConfig config;
    private final UnaryOperator<DataStream<SourceRecord>> onDecoded;

    private JobGraphBuilder(
            StreamExecutionEnvironment env,
            JobConfig config,
            UnaryOperator<DataStream<SourceRecord>> onDecoded) {
        this.env = env;
        this.config = config;
        this.onDecoded = onDecoded;
    }

    /**
     * Adds the job to an environment that has been {@linkplain JobEnvironment configured}.
     *
     * @throws InvalidConfigException if a source has no files or their headers do not fit its
     *     mapping
     */
    public static void build(StreamExecutionEnvironment env, JobConfig config) {
        build(env, config, UnaryOperator.identity());
    }

    /**
     * The same with a step after the decoding of each source, for tests and measurements.
     *
     * @param onDecoded given the records of each source in turn, what to resolve in their place;
     *     gives every operator that it adds a uid
     * @throws InvalidConfigException likewise
     */
    public static void build(
            StreamExecutionEnvironment env,
            JobConfig config,
            UnaryOperator<DataStream<SourceRecord>> onDecoded) {
        new JobGraphBuilder(env, config, onDecoded).build();
    }

    private void build() {
        List<SingleOutputStreamOperator<SourceRecord>> decoded = new ArrayList<>();
        for (int i = 0; i < config.sources().size(); i++) {
            decoded.add(decode(read(config.sources().get(i), i), config.sources().get(i)));
        }
        DataStream<DeadLetter> letters =
                union(decoded, each -> each.getSideOutput(DecodeFunction.DEAD_LETTERS));
        DataStream<SourceRecord> records = union(decoded, onDecoded::apply);
        SingleOutputStreamOperator<OutputRow> rows = publish(resolve(records));
        sink(Output.ENTITIES, rows.getSideOutput(PublishOperator.tag(Stream.ENTITIES)));
        sink(Output.ASSIGNMENTS, rows.getSideOutput(PublishOperator.tag(Stream.ASSIGNMENTS)));
        sink(Output.CONFLICTS, rows.getSideOutput(PublishOperator.tag(Stream.CONFLICTS)));
        sink(Output.GENERIC_KEYS, rows.getSideOutput(PublishOperator.tag(Stream.GENERIC_KEYS)));
        config.sinks()
                .sink(Output.DEAD_LETTERS)
                .ifPresent(sink -> write(Output.DEAD_LETTERS, sink, letterRows(letters)));
    }

    private static <T> DataStream<T> union(
            List<SingleOutputStreamOperator<SourceRecord>> decoded,
            Function<SingleOutputStreamOperator<SourceRecord>, DataStream<T>> stream) {
        return decoded.stream().map(stream).reduce(DataStream::union).orElseThrow();
    }

    private DataStream<RawInput> read(SourceConfig source, int position) {
        Source<RawInput, ?, ?> connector =
                FileInputs.source(config, (SourceConfig.Files) source, position);
        return env.fromSource(connector, WatermarkStrategy.noWatermarks(), "read " + source.name())
                .uid(Operators.source(source.name()));
    }

    private SingleOutputStreamOperator<SourceRecord> decode(
            DataStream<RawInput> inputs, SourceConfig source) {
        return inputs.process(
                        new DecodeFunction(
                                FileInputs.decoders(config, source),
                                ((SourceConfig.Files) source).maxRecordBytes()),
                        FormatTypeInformation.SOURCE_RECORD)
                .name("decode " + source.name())
                .uid(Operators.decode(source.name()));
    }

    private DataStream<OwnedStatement> resolve(DataStream<SourceRecord> records) {
        ShardKeys keys = new ShardKeys(config.shards());
        int onlyShard = keys.key(0);
        SingleOutputStreamOperator<OwnedStatement> shard =
                records.keyBy(record -> onlyShard, Types.INT)
                        .transform(
                                "shard",
                                FormatTypeInformation.OWNED_STATEMENT,
                                new ShardOperator(
                                        keys,
                                        config.ontologyDocument(),
                                        config.timeline(),
                                        config.batch(),
                                        config.cache(),
                                        config.largeEntities()))
                        .uid(Operators.SHARD);
        shard.setMaxParallelism(config.shards());
        shard.setParallelism(Math.min(config.shards(), env.getParallelism()));
        return shard;
    }

    private SingleOutputStreamOperator<OutputRow> publish(DataStream<OwnedStatement> statements) {
        SingleOutputStreamOperator<OutputRow> rows =
                statements
                        .keyBy(PublishOperator::key, Types.STRING)
                        .transform(
                                "publish",
                                TypeInformation.of(OutputRow.class),
                                new PublishOperator(config.timeline(), config.output()))
                        .uid(Operators.PUBLISH);
        rows.setMaxParallelism(KEY_GROUPS);
        return rows;
    }

    private static DataStream<OutputRow> letterRows(DataStream<DeadLetter> letters) {
        return letters.map(
                        letter ->
                                new OutputRow(
                                        letter.source() + ' ' + letter.position(),
                                        OutputJson.row(letter),
                                        false))
                .returns(OutputRow.class)
                .name("dead letters as rows")
                .uid(Operators.DEAD_LETTER_ROWS);
    }

    private void sink(Output output, DataStream<OutputRow> rows) {
        config.sinks().sink(output).ifPresent(sink -> write(output, sink, rows));
    }

    private static void write(Output output, SinkConfig sink, DataStream<OutputRow> rows) {
        rows.sinkTo(FileOutputs.sink((SinkConfig.Files) sink))
                .name(output.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .uid(Operators.sink(output));
    }
}
