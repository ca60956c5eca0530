package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.ConflictsFormat;
import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.OntologyReader;
import io.kindred.codec.OntologyTables;
import io.kindred.codec.StrictYaml;
import io.kindred.codec.UnreadableFile;
import io.kindred.flink.config.SinksConfig.FileFormat;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads and validates a job file and its ontology. */
public final class JobConfigReader {

    private static final String CONFLICTS_FORMAT = "conflicts_format";
    private static final String[] FIELDS = {
        "name",
        "ontology",
        "shards",
        "timeline",
        "kafka",
        SchemaRegistryReader.SCHEMA_REGISTRY,
        PostgresReader.POSTGRESQL,
        "sources",
        "queries",
        "sinks",
        "output",
        "max_dead_letters",
        "batch",
        "cache",
        RetentionConfigReader.NOW,
        RetentionConfigReader.NOW_STEP,
        RetentionConfigReader.FORGET,
        "recorded_at",
        CONFLICTS_FORMAT,
        "large_entities",
        "withdrawal_delay_ms",
        "checkpoint_interval_ms",
        "flink"
    };
    private static final String SINKS =
            "at least one of entities, assignments, conflicts, golden_values, records";
    // Each shard is a key group; this is Flink's limit.
    private static final int MAX_SHARDS = 1 << 15;

    /** How many inputs are judged by their share of dead letters at least. */
    private static final long DEAD_LETTERS_AFTER = 1000;

    private static final Duration MAX_WITHDRAWAL_DELAY = Duration.ofMinutes(1);
    private static final Duration MIN_CHECKPOINT_INTERVAL = Duration.ofMillis(10);
    private static final Duration MAX_CHECKPOINT_INTERVAL = Duration.ofDays(1);

    private final Path jobFile;
    private final JobFolder folder;

    private JobConfigReader(Path jobFile) {
        this.jobFile = jobFile;
        this.folder = JobFolder.of(jobFile);
    }

    /**
     * Reads a job file. Relative paths in it are resolved against its folder.
     *
     * @throws InvalidConfigException naming the first error
     */
    public static JobConfig read(Path jobFile) {
        return new JobConfigReader(jobFile).read();
    }

    private JobConfig read() {
        ConfigObject job = root().object().allow(FIELDS);
        String name = job.optional("name").map(ConfigNode::nonEmptyString).orElse(defaultName());
        Timeline timeline = choice(job, "timeline", Timeline.class, Timeline.MILLIS);
        ConfigNode rules =
                ontology(job.required("ontology", "the path of an ontology file, or an ontology"));
        OntologyDocument document = OntologyDocument.of(rules, timeline);
        // The document would do, but for the order of attributes.
        Ontology ontology = OntologyReader.read(rules);
        int shards = job.optional("shards").map(JobConfigReader::shards).orElse(1);
        KafkaClusterReader kafka = KafkaClusterReader.of(job.optional("kafka"));
        KafkaSourceReader topics =
                new KafkaSourceReader(
                        kafka,
                        SchemaRegistryReader.read(job, SchemaRegistryConfig.NONE),
                        ontology,
                        timeline,
                        name);
        ConfigNode sourceList = job.required("sources", "a list of at least one source");
        List<SourceConfig> sources =
                new SourceConfigReader(folder, ontology, timeline, topics).read(sourceList);
        List<SourceConfig> questions =
                job.optional("queries")
                        .map(node -> new QuestionsConfigReader(folder, topics).read(node))
                        .orElse(List.of());
        return new JobConfig(
                jobFile.toString(),
                name,
                ontology,
                document,
                shards,
                timeline,
                sources,
                SnapshotConfigReader.read(sourceList, sources),
                questions,
                sinks(job, sources, questions, read -> new KafkaSinkReader(kafka, name, read)),
                output(job, sources, questions),
                job.optional("max_dead_letters").map(JobConfigReader::maxDeadLetters),
                job.optional("batch").map(JobConfigReader::batch).orElse(BatchConfig.DEFAULT),
                job.optional("cache").map(JobConfigReader::cache).orElse(CacheConfig.DEFAULT),
                new RetentionConfigReader(job, ontology, timeline).read(),
                job.optional("recorded_at").map(ConfigNode::bool).orElse(false),
                conflictsFormat(job),
                job.optional("large_entities")
                        .map(JobConfigReader::largeEntities)
                        .orElse(LargeEntitiesConfig.DEFAULT),
                job.optional("withdrawal_delay_ms")
                        .map(value -> value.integer(0, MAX_WITHDRAWAL_DELAY.toMillis()))
                        .map(Duration::ofMillis)
                        .orElse(JobConfig.DEFAULT_WITHDRAWAL_DELAY),
                job.optional("checkpoint_interval_ms")
                        .map(JobConfigReader::checkpointInterval)
                        .orElse(JobConfig.DEFAULT_CHECKPOINT_INTERVAL),
                flinkOptions(job));
    }

    private SinksConfig sinks(
            ConfigObject job,
            List<SourceConfig> sources,
            List<SourceConfig> questions,
            Function<List<SourceConfig>, KafkaSinkReader> kafka) {
        List<SourceConfig> read = new ArrayList<>(sources);
        read.addAll(questions);
        ConfigNode node = job.required("sinks", SINKS);
        SinksConfig sinks =
                new SinksConfigReader(
                                folder,
                                read,
                                kafka.apply(read),
                                PostgresReader.of(job.optional(PostgresReader.POSTGRESQL)))
                        .read(node);
        checkConflicts(job, sinks);
        boolean isAnswered = sinks.sink(Output.ANSWERS).isPresent();
        if (isAnswered && questions.isEmpty()) {
            throw node.invalid("answers is set without queries; configure both, or neither");
        }
        if (!isAnswered && !questions.isEmpty()) {
            throw node.invalid("answers is missing; expected a sink for the answers to queries");
        }
        return sinks;
    }

    /** A table has columns for one format of conflicts only. */
    private static void checkConflicts(ConfigObject job, SinksConfig sinks) {
        Optional<SinkConfig> sink = sinks.sink(Output.CONFLICTS);
        Optional<String> table = sink.flatMap(JobConfigReader::tableType);
        boolean isParquet =
                sink.filter(SinkConfig.Files.class::isInstance)
                        .map(files -> ((SinkConfig.Files) files).format() == FileFormat.PARQUET)
                        .orElse(false);
        if ((table.isPresent() || isParquet) && conflictsFormat(job) != ConflictsFormat.UNIFORM) {
            throw job.required(CONFLICTS_FORMAT, "the format of conflicts")
                    .invalid(
                            table.isPresent()
                                    ? "the sink of conflicts has the type "
                                            + table.get()
                                            + ", whose columns are those of conflicts_format 2;"
                                            + " expected 2"
                                    : "the sink of conflicts has the format parquet, whose columns"
                                            + " are those of conflicts_format 2; expected 2, or"
                                            + " format: jsonl");
        }
    }

    /** The type of a sink that is a table. */
    private static Optional<String> tableType(SinkConfig sink) {
        if (sink instanceof SinkConfig.Lake lake) {
            return Optional.of(lake.format().name().toLowerCase(Locale.ROOT));
        }
        return sink instanceof SinkConfig.Jdbc ? Optional.of("jdbc") : Optional.empty();
    }

    private static ConflictsFormat conflictsFormat(ConfigObject job) {
        return job.optional(CONFLICTS_FORMAT)
                .map(value -> (int) value.integer(1, ConflictsFormat.COUNT))
                .map(ConflictsFormat::of)
                .orElse(ConflictsFormat.DEFAULT);
    }

    private ConfigNode root() {
        try {
            return StrictYaml.read(jobFile.toString(), Files.readString(jobFile));
        } catch (IOException e) {
            throw new InvalidConfigException(jobFile.toString(), "", UnreadableFile.reason(e));
        }
    }

    private static <E extends Enum<E>> E choice(
            ConfigObject job, String field, Class<E> type, E otherwise) {
        return job.optional(field).map(value -> value.choice(field, type)).orElse(otherwise);
    }

    private static OutputMode output(
            ConfigObject job, List<SourceConfig> sources, List<SourceConfig> questions) {
        OutputMode output = choice(job, "output", OutputMode.class, OutputMode.CHANGELOG);
        if (output == OutputMode.FINAL) {
            checkEnds(job, sources, "source");
            checkEnds(job, questions, "source of queries");
        }
        return output;
    }

    private static void checkEnds(ConfigObject job, List<SourceConfig> sources, String kind) {
        for (SourceConfig source : sources) {
            if (!source.isBounded()) {
                throw job.required("output", "which rows the outputs contain")
                        .invalid(
                                String.format(
                                        "final needs bounded input, but the %s '%s' is"
                                                + " unbounded; give it an end, or use"
                                                + " changelog",
                                        kind, source.name()));
            }
        }
    }

    private String defaultName() {
        String fileName = jobFile.toAbsolutePath().normalize().getFileName().toString();
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }

    /** The ontology with its tables. */
    private ConfigNode ontology(ConfigNode node) {
        if (node.isObject()) {
            return tables(folder.path(), jobFile).into(node);
        }
        if (!node.isString()) {
            throw node.expected("the path of an ontology file, or an ontology");
        }
        Path file = Path.of(folder.resolve(node));
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw node.invalid("the file " + file + " " + UnreadableFile.reason(e));
        }
        String shown = shown(node);
        return tables(file.resolveSibling(""), Path.of(shown)).into(StrictYaml.read(shown, text));
    }

    /** The tables beside a file, under the name that the user gave its folder. */
    private static OntologyTables tables(Path folder, Path shownFile) {
        return new OntologyTables(folder, shownFile.resolveSibling(""));
    }

    /**
     * The path of the ontology file relative to the user's working directory, like that of the job
     * file.
     */
    private String shown(ConfigNode node) {
        return jobFile.resolveSibling(node.string()).normalize().toString();
    }

    private static int shards(ConfigNode node) {
        return (int) node.integer(1, MAX_SHARDS);
    }

    private static BatchConfig batch(ConfigNode node) {
        ConfigObject batch = node.object().allow("records", "interval_ms", "bytes");
        return new BatchConfig(
                batch.optional("records")
                        .map(value -> (int) value.integer(1, BatchConfig.MAX_RECORDS))
                        .orElse(BatchConfig.DEFAULT.records()),
                batch.optional("interval_ms")
                        .map(value -> value.integer(1, BatchConfig.MAX_INTERVAL.toMillis()))
                        .map(Duration::ofMillis)
                        .orElse(BatchConfig.DEFAULT.interval()),
                batch.optional("bytes")
                        .map(value -> value.integer(1, BatchConfig.MAX_BYTES))
                        .orElse(BatchConfig.DEFAULT_BYTES));
    }

    private static CountLimit maxDeadLetters(ConfigNode node) {
        return CountLimitReader.read(node, DEAD_LETTERS_AFTER);
    }

    private static CacheConfig cache(ConfigNode node) {
        ConfigObject cache = node.object().allow("bytes", "compared_records", "scores");
        CacheConfig usual = CacheConfig.DEFAULT;
        return new CacheConfig(
                cache.optional("bytes")
                        .map(value -> value.integer(0, CacheConfig.MAX_BYTES))
                        .orElse(usual.bytes()),
                cache.optional("compared_records")
                        .map(value -> (int) value.integer(2, CacheConfig.MAX_COMPARED_RECORDS))
                        .orElse(usual.comparedRecords()),
                cache.optional("scores").map(JobConfigReader::scores).orElse(usual.scores()));
    }

    private static int scores(ConfigNode node) {
        int scores = (int) node.integer(1, CacheConfig.MAX_SCORES);
        if (Integer.bitCount(scores) != 1) {
            throw node.invalid(scores + " is not a power of two; expected one, such as 1048576");
        }
        return scores;
    }

    private static LargeEntitiesConfig largeEntities(ConfigNode node) {
        ConfigObject large = node.object().allow("records", "restate_interval_ms", "held_bytes");
        return new LargeEntitiesConfig(
                large.optional("records")
                        .map(value -> value.integer(1, LargeEntitiesConfig.MAX_RECORDS))
                        .orElse(LargeEntitiesConfig.DEFAULT.records()),
                large.optional("restate_interval_ms")
                        .map(value -> value.integer(0, LargeEntitiesConfig.MAX_INTERVAL.toMillis()))
                        .map(Duration::ofMillis)
                        .orElse(LargeEntitiesConfig.DEFAULT.emissionInterval()),
                large.optional("held_bytes")
                        .map(value -> value.integer(0, LargeEntitiesConfig.MAX_CACHE_BYTES))
                        .orElse(LargeEntitiesConfig.DEFAULT.cacheBytes()));
    }

    private static Duration checkpointInterval(ConfigNode node) {
        return Duration.ofMillis(
                node.integer(
                        MIN_CHECKPOINT_INTERVAL.toMillis(), MAX_CHECKPOINT_INTERVAL.toMillis()));
    }

    private static Map<String, String> flinkOptions(ConfigObject job) {
        Map<String, String> options = new LinkedHashMap<>();
        job.entries("flink")
                .forEach(
                        (name, value) -> {
                            if (value.isObject()) {
                                throw value.expected(
                                        "a string, number or boolean (write the option's whole"
                                                + " name as one field: 'parallelism.default: 2')");
                            }
                            options.put(name, value.scalar());
                        });
        return options;
    }
}
