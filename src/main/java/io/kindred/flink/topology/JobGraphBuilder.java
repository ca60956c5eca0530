package io.kindred.flink.topology;

import io.kindred.codec.DeadLetter;
import io.kindred.codec.DeadLetterJson;
import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OntologyWarnings;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.config.SinksConfig.FileFormat;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.connector.RawInput;
import io.kindred.flink.internal.FlushingProcessOperator;
import io.kindred.flink.jdbc.PostgresSinkOperator;
import io.kindred.flink.kafka.KafkaOutputs;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.InputCount;
import io.kindred.flink.operator.InputCountsFunction;
import io.kindred.flink.operator.OutputRow;
import io.kindred.flink.operator.SinkStreams;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.DigestKey;
import io.kindred.model.Erasure;
import io.kindred.model.Input;
import io.kindred.model.OutputKey.Stream;
import io.kindred.storage.keyed.KeyGroup;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Builds the graph of a job:
 *
 * <pre>
 * source → decode ─┬─► resolution ─┬─► entities
 *   (one of each   │      ▲  │     ├─► assignments
 *    per source)   │      │  │     ├─► conflicts
 *                  │      │  │     └─► generic keys
 *                  ├─► dead letters
 *                  └─► input counts
 *                  │      │  │
 *   queries → ask ─┴──────┘  └─► answers
 * </pre>
 */
public final class JobGraphBuilder {

    /**
     * Key groups of all operators but the shards: the limit of their parallelism. Divisible by all
     * common parallelisms.
     */
    public static final int KEY_GROUPS = KeyGroup.COUNT;

    private static final Logger LOG = LoggerFactory.getLogger(JobGraphBuilder.class);

    private final StreamExecutionEnvironment env;
    private final JobConfig config;
    private final UnaryOperator<DataStream<Input>> onDecoded;
    private final UnaryOperator<DataStream<RawInput>> onQuestions;
    private final List<SingleOutputStreamOperator<Input>> others;
    private final boolean areFilesFinished;

    /**
     * A builder.
     *
     * @param others sources of records beside those of the job
     * @param areFilesFinished whether each checkpoint finishes the files of all sinks
     */
    private JobGraphBuilder(
            StreamExecutionEnvironment env,
            JobConfig config,
            UnaryOperator<DataStream<Input>> onDecoded,
            UnaryOperator<DataStream<RawInput>> onQuestions,
            List<SingleOutputStreamOperator<Input>> others,
            boolean areFilesFinished) {
        this.env = env;
        this.config = config;
        this.onDecoded = onDecoded;
        this.onQuestions = onQuestions;
        this.others = others;
        this.areFilesFinished = areFilesFinished;
    }

    /**
     * Adds the job to a {@linkplain JobEnvironment configured} environment.
     *
     * @return what is probably not meant, in sentences; logged, too
     * @throws InvalidConfigException if a source has no files, a header does not fit its mapping, a
     *     rule of the ontology can never apply by mistake, the transactions of a sink would time
     *     out before a checkpoint, or the restored state does not fit, as {@link RestoredState}
     *     checks
     */
    public static List<String> build(StreamExecutionEnvironment env, JobConfig config) {
        return build(env, config, UnaryOperator.identity());
    }

    /**
     * Adds the job with a step after the decoding of each source, for tests and benchmarks.
     *
     * @param onDecoded maps the decoded inputs of each source to the inputs to resolve; every
     *     operator that it adds needs a uid
     * @throws InvalidConfigException as {@link #build(StreamExecutionEnvironment, JobConfig)} does
     */
    public static List<String> build(
            StreamExecutionEnvironment env,
            JobConfig config,
            UnaryOperator<DataStream<Input>> onDecoded) {
        return build(env, config, onDecoded, UnaryOperator.identity());
    }

    /**
     * Adds the job with a step before questions are parsed, too.
     *
     * @param onQuestions maps the inputs of each source of questions to the inputs to parse
     */
    static List<String> build(
            StreamExecutionEnvironment env,
            JobConfig config,
            UnaryOperator<DataStream<Input>> onDecoded,
            UnaryOperator<DataStream<RawInput>> onQuestions) {
        return new JobGraphBuilder(env, config, onDecoded, onQuestions, List.of(), false).build();
    }

    /** Adds a job whose operators, except the sources, keep running when the sources have ended. */
    static void buildKeptAlive(StreamExecutionEnvironment env, JobConfig config) {
        buildReading(env, config, KeepAliveSource.source(env));
    }

    /**
     * Adds a job as {@link #buildKeptAlive} does. With {@code output: final} no file of a sink is
     * open in a checkpoint or savepoint, because two jobs restore it.
     *
     * @return as {@link #build(StreamExecutionEnvironment, JobConfig)} does
     */
    static List<String> buildContinued(StreamExecutionEnvironment env, JobConfig config) {
        return new JobGraphBuilder(
                        env,
                        config,
                        UnaryOperator.identity(),
                        UnaryOperator.identity(),
                        List.of(KeepAliveSource.source(env)),
                        config.output() == OutputMode.FINAL)
                .build();
    }

    /** Adds a job with a source of records beside those that it is configured with. */
    static void buildReading(
            StreamExecutionEnvironment env,
            JobConfig config,
            SingleOutputStreamOperator<Input> source) {
        new JobGraphBuilder(
                        env,
                        config,
                        UnaryOperator.identity(),
                        UnaryOperator.identity(),
                        List.of(source),
                        false)
                .build();
    }

    private List<String> build() {
        List<String> warnings = new ArrayList<>();
        Set<Output> addedSinks = RestoredState.check(env.getConfiguration(), config, warnings::add);
        TransactionTimeouts.check(env, config);
        DigestKey digestKey =
                Inputs.digestKey(
                        config,
                        env.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH));
        GivenAttributes given = new GivenAttributes(config.ontology());
        List<SingleOutputStreamOperator<Input>> decoded = new ArrayList<>();
        for (int i = 0; i < config.sources().size(); i++) {
            SourceConfig source = config.sources().get(i);
            decoded.add(decode(Inputs.read(env, config, source, i, given, digestKey), source));
        }
        warnings.addAll(ruleWarnings(given));
        warnings.forEach(warning -> LOG.warn("{}", warning));
        decoded.addAll(others);
        DataStream<DeadLetter> deadLetters =
                union(decoded, each -> each.getSideOutput(DecodeFunction.DEAD_LETTERS));
        DataStream<InputCount> counts =
                union(decoded, each -> each.getSideOutput(DecodeFunction.COUNTS));
        DataStream<Input> decodedInputs = withDeletes(decoded);
        Optional<Questions> questions =
                Questions.read(
                        env,
                        config,
                        RestoredState.registryHasEnded(env.getConfiguration(), config),
                        onQuestions);
        ResolutionGraph.Resolved resolved =
                new ResolutionGraph(
                                config,
                                env.getParallelism(),
                                questions,
                                digestKey,
                                new SinkStreams(
                                        streams(config.sinks().byOutput().keySet()),
                                        streams(addedSinks)))
                        .resolve(decodedInputs);
        count(counts.union(resolved.noCounts()));
        sink(Output.ENTITIES, resolved.rows().apply(Stream.ENTITIES));
        sink(Output.ASSIGNMENTS, resolved.rows().apply(Stream.ASSIGNMENTS));
        sink(Output.CONFLICTS, resolved.rows().apply(Stream.CONFLICTS));
        sink(Output.GENERIC_KEYS, resolved.rows().apply(Stream.GENERIC_KEYS));
        sink(Output.GOLDEN_VALUES, resolved.rows().apply(Stream.GOLDEN_VALUES));
        sink(Output.RECORDS, resolved.rows().apply(Stream.RECORDS));
        config.sinks()
                .sink(Output.ERASURES)
                .ifPresent(sink -> write(Output.ERASURES, sink, erasureRows(resolved.erasures())));
        questions.ifPresent(asked -> sink(Output.ANSWERS, asked.answers(resolved.answers())));
        DataStream<DeadLetter> allDeadLetters =
                questions.map(asked -> deadLetters.union(asked.deadLetters())).orElse(deadLetters);
        config.sinks()
                .sink(Output.DEAD_LETTERS)
                .ifPresent(sink -> writeDeadLetters(sink, allDeadLetters));
        return warnings;
    }

    /** All inputs, with the deletes that follow from full snapshots. */
    private DataStream<Input> withDeletes(List<SingleOutputStreamOperator<Input>> decoded) {
        SnapshotGraph snapshots = new SnapshotGraph(config);
        int sources = config.sources().size();
        for (int i = 0; i < decoded.size(); i++) {
            DataStream<Input> inputs = onDecoded.apply(decoded.get(i));
            if (i < sources) {
                snapshots.add(config.sources().get(i).name(), inputs);
            } else {
                snapshots.add(inputs);
            }
        }
        return snapshots.inputs();
    }

    private List<String> ruleWarnings(GivenAttributes given) {
        boolean isRestored =
                env.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent();
        if (isRestored && !others.isEmpty()) {
            // Other sources may have given what these do not.
            given.addAnything();
        }
        List<String> warnings = new ArrayList<>(SharedPerspectives.warnings(config.sources()));
        warnings.addAll(OntologyWarnings.of(config.ontology()));
        warnings.addAll(new UnusableRules(config, given).check(isRestored));
        return warnings;
    }

    /** The streams of outputs that have one; the others are never emitted again. */
    private static Set<Stream> streams(Set<Output> outputs) {
        Set<Stream> streams = EnumSet.noneOf(Stream.class);
        for (Stream stream : Stream.values()) {
            if (outputs.contains(Output.valueOf(stream.name()))) {
                streams.add(stream);
            }
        }
        return streams;
    }

    private static <T> DataStream<T> union(
            List<SingleOutputStreamOperator<Input>> decoded,
            Function<SingleOutputStreamOperator<Input>, DataStream<T>> stream) {
        return decoded.stream().map(stream).reduce(DataStream::union).orElseThrow();
    }

    private SingleOutputStreamOperator<Input> decode(
            DataStream<RawInput> inputs, SourceConfig source) {
        return inputs.transform(
                        "decode " + source.name(),
                        FormatTypeInformation.INPUT,
                        new FlushingProcessOperator<>(Inputs.decoder(config, source)))
                .uid(Operators.decode(source.name()));
    }

    private void count(DataStream<InputCount> counts) {
        counts.process(
                        new InputCountsFunction(
                                config.ontologyDocument(), config.maxDeadLetters().orElse(null)),
                        Types.VOID)
                .name("input counts")
                .uid(Operators.INPUT_COUNTS)
                .setParallelism(1)
                .setMaxParallelism(1);
    }

    private static DataStream<OutputRow> deadLetterRows(DataStream<DeadLetter> deadLetters) {
        return deadLetters
                .map(
                        deadLetter ->
                                new OutputRow(
                                        deadLetter.source() + ' ' + deadLetter.position(),
                                        DeadLetterJson.row(deadLetter),
                                        0,
                                        false))
                .returns(OutputRow.class)
                .name("dead letters as rows")
                .uid(Operators.DEAD_LETTER_ROWS);
    }

    /** In a chain of its own, since a chain has the maximum parallelism of its first operator. */
    private DataStream<OutputRow> erasureRows(DataStream<Erasure> erasures) {
        return erasures.map(new ErasureRows(config.sinks()))
                .startNewChain()
                .returns(OutputRow.class)
                .name("erasures as rows")
                .uid(Operators.ERASURE_ROWS);
    }

    private void sink(Output output, DataStream<OutputRow> rows) {
        config.sinks().sink(output).ifPresent(sink -> write(output, sink, rows));
    }

    private void writeDeadLetters(SinkConfig sink, DataStream<DeadLetter> deadLetters) {
        if (sink instanceof SinkConfig.Kafka kafka) {
            write(
                    Output.DEAD_LETTERS,
                    SinkType.KAFKA,
                    KafkaOutputs.deadLetters(place(Output.DEAD_LETTERS), kafka),
                    deadLetters);
        } else {
            write(Output.DEAD_LETTERS, sink, deadLetterRows(deadLetters));
        }
    }

    private void write(Output output, SinkConfig sink, DataStream<OutputRow> rows) {
        if (sink instanceof SinkConfig.Jdbc jdbc) {
            writeTable(output, jdbc, rows);
            return;
        }
        if (sink instanceof SinkConfig.Lake lake) {
            LakeTables.write(config, output, lake, rows);
            return;
        }
        write(
                output,
                SinkType.of(sink),
                sink instanceof SinkConfig.Kafka kafka
                        ? KafkaOutputs.rows(place(output), kafka)
                        : files(output, (SinkConfig.Files) sink),
                rows);
    }

    private void writeTable(Output output, SinkConfig.Jdbc sink, DataStream<OutputRow> rows) {
        rows.keyBy(OutputRow::key, Types.STRING)
                .transform(
                        SinkType.JDBC.name(output),
                        Types.VOID,
                        new PostgresSinkOperator(
                                sink.connection(),
                                Operators.jobFileName(output),
                                sink.table(),
                                config.timeline(),
                                UUID.randomUUID().toString()))
                .uid(Operators.sink(output))
                .setMaxParallelism(KEY_GROUPS);
    }

    private static String place(Output output) {
        return "sinks." + output.name().toLowerCase(Locale.ROOT);
    }

    private Sink<OutputRow> files(Output output, SinkConfig.Files files) {
        if (files.format() == FileFormat.PARQUET) {
            return FileOutputs.parquet(files, Operators.jobFileName(output), config.timeline());
        }
        return areFilesFinished || output == Output.ANSWERS
                ? FileOutputs.awaited(files)
                : FileOutputs.sink(files);
    }

    private static <T> void write(Output output, SinkType type, Sink<T> sink, DataStream<T> rows) {
        rows.sinkTo(sink).name(type.name(output)).uid(Operators.sink(output));
    }
}
