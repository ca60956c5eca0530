package io.kindred.flink.topology;

import io.kindred.codec.DeadLetter;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.kafka.KafkaInputs;
import io.kindred.flink.operator.AnswerOperator;
import io.kindred.flink.operator.AskFunction;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.OutputRow;
import io.kindred.flink.operator.RowQuestion;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Input;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.ShardMessage;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
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
 *               ├─► registry ────┤
 *               ├─► publish ─────┤
 *               ├─ what is asked ┘
 *               └─► dead letters
 * </pre>
 */
final class Questions {

    private final StreamExecutionEnvironment env;
    private final JobConfig config;
    private final boolean registryHasEnded;
    private final UnaryOperator<DataStream<RawInput>> onRead;
    private final List<SingleOutputStreamOperator<ShardMessage>> asked = new ArrayList<>();

    private Questions(
            StreamExecutionEnvironment env,
            JobConfig config,
            boolean registryHasEnded,
            UnaryOperator<DataStream<RawInput>> onRead) {
        this.env = env;
        this.config = config;
        this.registryHasEnded = registryHasEnded;
        this.onRead = onRead;
    }

    /**
     * Adds the sources of questions; empty if the job has none.
     *
     * @param registryHasEnded whether the registry had ended when the state to restore was written
     * @param onRead maps the inputs of each source to the inputs to parse
     */
    static Optional<Questions> read(
            StreamExecutionEnvironment env,
            JobConfig config,
            boolean registryHasEnded,
            UnaryOperator<DataStream<RawInput>> onRead) {
        if (config.questions().isEmpty()) {
            return Optional.empty();
        }
        Questions questions = new Questions(env, config, registryHasEnded, onRead);
        for (int i = 0; i < config.questions().size(); i++) {
            questions.add(config.questions().get(i), "queries[" + i + "]");
        }
        return Optional.of(questions);
    }

    private void add(SourceConfig source, String place) {
        if (source instanceof SourceConfig.Kafka kafka) {
            ask(KafkaInputs.source(kafka), kafka.name(), kafka.maxRecordBytes());
        } else if (source instanceof SourceConfig.Files files) {
            ask(
                    FileInputs.source(config, files, place, new GivenAttributes(config.ontology())),
                    files.name(),
                    files.maxRecordBytes());
        } else {
            throw new IllegalArgumentException("no questions are read from " + source);
        }
    }

    private void ask(Source<RawInput, ?, ?> source, String name, int maxBytes) {
        DataStream<RawInput> inputs =
                env.fromSource(
                                source,
                                WatermarkStrategy.noWatermarks(),
                                "read queries " + name,
                                TypeInformation.of(RawInput.class))
                        .uid(Operators.queries(name));
        asked.add(
                onRead.apply(inputs)
                        .process(
                                new AskFunction(
                                        name,
                                        config.ontologyDocument(),
                                        config.timeline(),
                                        config.shards(),
                                        registryHasEnded,
                                        maxBytes),
                                FormatTypeInformation.SHARD_MESSAGE)
                        .name("ask " + name)
                        .uid(Operators.ask(name)));
    }

    /** The questions, one copy for each shard. */
    DataStream<ShardMessage> toShards() {
        return union(each -> each);
    }

    /** The questions to the reconcile operator, with several shards. */
    DataStream<ShardMessage> toReconcile() {
        return union(each -> each.getSideOutput(AskFunction.TO_RECONCILE));
    }

    /**
     * The questions how records would be resolved, to the registry of several shards. Empty if the
     * registry had finished, since Flink does not restore a finished operator behind one that runs.
     */
    Optional<DataStream<Input>> toRegistry() {
        return registryHasEnded
                ? Optional.empty()
                : Optional.of(union(each -> each.getSideOutput(AskFunction.TO_REGISTRY)));
    }

    /** The questions about records, to the operator that publishes assignments. */
    DataStream<RowQuestion> toPublish() {
        return union(each -> each.getSideOutput(AskFunction.TO_PUBLISH));
    }

    /** The inputs that are not questions. */
    DataStream<DeadLetter> deadLetters() {
        return union(each -> each.getSideOutput(DecodeFunction.DEAD_LETTERS));
    }

    /** Adds the operator that assembles answers. */
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
