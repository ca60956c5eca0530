package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.flink.config.SinksConfig.FileFormat;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the sinks of a job file. */
final class SinksConfigReader {

    private final JobFolder folder;
    private final List<SourceConfig> sources;
    private final KafkaSinkReader kafka;
    private final PostgresReader postgres;
    private final LakeSinkReader lake;
    private final Map<String, String> folders = new HashMap<>();

    SinksConfigReader(
            JobFolder folder,
            List<SourceConfig> sources,
            KafkaSinkReader kafka,
            PostgresReader postgres) {
        this.postgres = postgres;
        this.folder = folder;
        this.sources = sources;
        this.kafka = kafka;
        this.lake = new LakeSinkReader(folder);
    }

    private enum Type {
        FILES,
        KAFKA,
        JDBC,
        PAIMON,
        ICEBERG
    }

    SinksConfig read(ConfigNode node) {
        ConfigObject object =
                node.object()
                        .allow(
                                Arrays.stream(Output.values())
                                        .map(SinksConfigReader::field)
                                        .toArray(String[]::new));
        Map<Output, SinkConfig> sinks = new EnumMap<>(Output.class);
        for (Output output : Output.values()) {
            Optional<ConfigNode> sink = object.optional(field(output));
            sink.ifPresent(present -> sinks.put(output, sink(output, present)));
        }
        if (!sinks.containsKey(Output.ENTITIES)
                && !sinks.containsKey(Output.ASSIGNMENTS)
                && !sinks.containsKey(Output.CONFLICTS)
                && !sinks.containsKey(Output.GOLDEN_VALUES)
                && !sinks.containsKey(Output.RECORDS)) {
            throw node.invalid(
                    "expected at least one of entities, assignments, conflicts, golden_values,"
                            + " records");
        }
        return new SinksConfig(sinks);
    }

    private SinkConfig sink(Output output, ConfigNode node) {
        ConfigObject sink = node.object();
        // The type decides which fields are allowed.
        return switch (sink.required(
                        "type", "the type of sink: one of files, kafka, jdbc, paimon, iceberg")
                .choice("sink type", Type.class)) {
            case FILES -> files(sink.allow("type", "path", "format"));
            case KAFKA -> kafka.read(sink, output);
            case JDBC -> postgres.read(sink, output);
            case PAIMON -> lake.paimon(sink, output);
            case ICEBERG -> lake.iceberg(sink, output);
        };
    }

    private SinkConfig files(ConfigObject sink) {
        ConfigNode node = sink.required("path", "a folder");
        String path = folder.resolve(node);
        if (path.indexOf('\\') >= 0) {
            throw node.invalid("a backslash in a path cannot be written to; use another folder");
        }
        String first = folders.putIfAbsent(JobFolder.folder(path), node.path());
        if (first != null) {
            throw node.invalid(
                    String.format(
                            "the folder '%s' is already used by %s; each output needs its own",
                            node.string(), first));
        }
        for (SourceConfig source : sources) {
            checkNotRead(node, path, source);
        }
        return new SinkConfig.Files(
                path,
                sink.optional("format")
                        .map(format -> format.choice("file format", FileFormat.class))
                        .orElse(FileFormat.JSONL));
    }

    /** Rejects a folder that a source reads: the job would read its own output. */
    private static void checkNotRead(ConfigNode node, String path, SourceConfig source) {
        SourceConfig reading =
                source instanceof SourceConfig.Hybrid hybrid ? hybrid.files() : source;
        if (reading instanceof SourceConfig.Files files) {
            for (String read : files.paths()) {
                if (JobFolder.reads(read, path)) {
                    throw node.invalid(
                            String.format(
                                    "the folder '%s' is read by the source '%s' (%s);"
                                            + " expected another folder",
                                    node.string(), source.name(), read));
                }
            }
        }
    }

    private static String field(Output output) {
        return output.name().toLowerCase(Locale.ROOT);
    }
}
