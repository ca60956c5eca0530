package io.kindred.flink.topology;

import io.kindred.codec.DeadLetter;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.operator.AnswerOperator;
import io.kindred.flink.operator.AskFunction;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.OutputRow;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.storage.AnswerMessage;
import io.kindred.storage.ShardMessage;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The part of the graph that asks and answers:
 *
 * <pre>
 * source → ask ─┬─► shards ──────┬─► answers ─►
 *   (one each)  ├─► reconcile ───┤
 *               ├─ what is asked ┘
 *               └─► dead letters
 * </pre>
 */
final class Questions {

    private final StreamExecutionEnvironment env;
    private final JobConfig config;
    private final UnaryOperator<DataStream<RawInput>> onRead;
    private final List<SingleOutputStreamOperator<ShardMessage>> asked = new ArrayList<>();

    private Questions(
            StreamExecutionEnvironment env,
            JobConfig config,
            UnaryOperator<DataStream<RawInput>> onRead) {
        this.env = env;
        this.config = config;
        this.onRead = onRead;
    }

    /**
     * Adds the sources of questions; empty if there are none.
     *
     * @param onRead given what each source reads, what to ask in its place
     */
    static Optional<Questions> read(
            StreamExecutionEnvironment env,
            JobConfig config,
            UnaryOperator<DataStream<RawInput>> onRead) {
        if (config.questions().isEmpty()) {
            return Optional.empty();
        }
        Questions questions = new Questions(env, config, onRead);
        for (int i = 0; i < config.questions().size(); i++) {
            questions.add((SourceConfig.Files) config.questions().get(i), "queries[" + i + "]");
        }
        return Optional.of(questions);
    }

    private void add(SourceConfig.Files source, String place) {
        DataStream<RawInput> inputs =
                env.fromSource(
                                FileInputs.source(config, source, place),
                                WatermarkStrategy.noWatermarks(),
                                "read queries " + source.name())
                        .uid(Operators.queries(source.name()));
        asked.add(
                onRead.apply(inputs)
                        .process(
                                new AskFunction(
                                        source.name(),
                                        config.timeline(),
                                        config.shards(),
                                        source.maxRecordBytes()),
                                FormatTypeInformation.SHARD_MESSAGE)
                        .name("ask " + source.name())
                        .uid(Operators.ask(source.name())));
    }

    /** A question to each shard. */
    DataStream<ShardMessage> toShards() {
        return union(each -> each);
    }

    /** A question to where what spans shards is resolved, if there are several. */
    DataStream<ShardMessage> toReconcile() {
        return union(each -> each.getSideOutput(AskFunction.TO_RECONCILE));
    }

    /** Inputs that are no questions. */
    DataStream<DeadLetter> letters() {
        return union(each -> each.getSideOutput(DecodeFunction.DEAD_LETTERS));
    }

    /** Puts the answers together. */
    DataStream<OutputRow> answers(DataStream<AnswerMessage> parts) {
        SingleOutputStreamOperator<OutputRow> answers =
                union(each -> each.getSideOutput(AskFunction.OPENED))
                        .union(parts)
                        .keyBy(AnswerOperator::key, Types.STRING)
                        .transform(
                                "answers",
                                TypeInformation.of(OutputRow.class),
                                new AnswerOperator(config.ontologyDocument(), config.timeline()))
                        .uid(Operators.ANSWERS);
        answers.setMaxParallelism(JobGraphBuilder.KEY_GROUPS);
        return answers;
    }

    private <T> DataStream<T> union(
            Function<SingleOutputStreamOperator<ShardMessage>, DataStream<T>> stream) {
        return asked.stream().map(stream).reduce(DataStream::union).orElseThrow();
    }
}
