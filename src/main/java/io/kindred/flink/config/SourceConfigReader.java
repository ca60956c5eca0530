package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.flink.connector.FileOrder;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;
import org.apache.flink.util.TimeUtils;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the sources of a job file. */
final class SourceConfigReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Duration MIN_WATCH = Duration.ofMillis(100);
    private static final int MIN_RECORD_BYTES = 1024;
    private static final int MAX_RECORD_BYTES = 1 << 30;

    private final JobFolder folder;
    private final Ontology ontology;
    private final Timeline timeline;
    private final KafkaSourceReader kafka;

    SourceConfigReader(
            JobFolder folder, Ontology ontology, Timeline timeline, KafkaSourceReader kafka) {
        this.folder = folder;
        this.ontology = ontology;
        this.timeline = timeline;
        this.kafka = kafka;
    }

    private enum Type {
        FILES,
        KAFKA,
        HYBRID,
        STATE
    }

    List<SourceConfig> read(ConfigNode list) {
        List<SourceConfig> sources = new ArrayList<>();
        Map<String, String> paths = new HashMap<>();
        int states = 0;
        for (ConfigNode item : list.items()) {
            SourceConfig source = source(item, sources.size() - states, states);
            if (source instanceof SourceConfig.State) {
                states++;
            }
            String first = paths.putIfAbsent(source.name(), item.path());
            if (first != null) {
                throw item.invalid(
                        String.format(
                                "the name '%s' is already used by %s; names of sources must differ",
                                source.name(), first));
            }
            sources.add(source);
        }
        if (sources.isEmpty()) {
            throw list.invalid("empty; expected at least one source");
        }
        return sources;
    }

    /** The field {@code max_record_bytes}. */
    static int maxRecordBytes(ConfigObject source) {
        return source.optional("max_record_bytes")
                .map(bytes -> (int) bytes.integer(MIN_RECORD_BYTES, MAX_RECORD_BYTES))
                .orElse(SourceConfig.DEFAULT_MAX_RECORD_BYTES);
    }

    /**
     * Sources of type state are counted separately: when users remove them after migration, the
     * other sources keep their default names.
     */
    private SourceConfig source(ConfigNode node, int index, int stateIndex) {
        ConfigObject source = node.object();
        SnapshotConfigReader.checkType(source);
        // The type decides which fields are allowed.
        return switch (source.required(
                        "type", "the type of source: one of files, kafka, hybrid, state")
                .choice("source type", Type.class)) {
            case FILES -> {
                source.allow(
                        FormatReader.fieldsOfFiles(
                                "type",
                                "name",
                                "path",
                                "order",
                                "watch",
                                "format",
                                EncodingReader.ENCODING,
                                "max_record_bytes",
                                SnapshotConfigReader.FULL_SNAPSHOT,
                                SnapshotConfigReader.MAX_DELETED));
                yield files(source, name(source, "files-" + index));
            }
            case KAFKA -> {
                source.allow(KafkaSourceReader.fields("type", "name"));
                yield kafka.read(source, name(source, "kafka-" + index));
            }
            case HYBRID -> hybrid(source, index);
            case STATE -> {
                source.allow("type", "name", "path");
                yield new SourceConfig.State(
                        name(source, "state-" + stateIndex),
                        folder.resolve(
                                source.required(
                                        "path", "the folder of a savepoint or checkpoint")));
            }
        };
    }

    private SourceConfig hybrid(ConfigObject source, int index) {
        source.allow("type", "name", "files", "kafka");
        String name = name(source, "hybrid-" + index);
        ConfigObject files = source.required("files", "the files to read first").object();
        files.allow(
                FormatReader.fieldsOfFiles(
                        "path", "order", "format", EncodingReader.ENCODING, "max_record_bytes"));
        ConfigObject then = source.required("kafka", "the topics to read after the files").object();
        then.allow(KafkaSourceReader.fields());
        SourceConfig.Kafka messages = kafka.read(then, name);
        if (messages.start() != KafkaOffsets.Position.EARLIEST
                && !(messages.start() instanceof KafkaOffsets.Time)) {
            throw then.required("start", "the start in Kafka")
                    .invalid("the start after files must be fixed; expected earliest or a time");
        }
        return new SourceConfig.Hybrid(name, files(files, name), messages);
    }

    private SourceConfig.Files files(ConfigObject source, String name) {
        SourceFormat format = new FormatReader(source, ontology, timeline).readFileFormat();
        return new SourceConfig.Files(
                name,
                paths(source.required("path", "a file, folder or glob, or a list")),
                format,
                order(source, format),
                source.optional("watch").map(SourceConfigReader::watch).orElse(Duration.ZERO),
                maxRecordBytes(source),
                EncodingReader.read(source, format));
    }

    private static Duration watch(ConfigNode node) {
        try {
            Duration interval = TimeUtils.parseDuration(node.nonEmptyString());
            if (interval.compareTo(MIN_WATCH) >= 0) {
                return interval;
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw node.expected(
                "the time between two looks for new files, such as 30s; at least 100ms");
    }

    /** Without versions the last record holds, so that the order of files decides. */
    private static FileOrder order(ConfigObject source, SourceFormat format) {
        return source.optional("order")
                .map(node -> node.choice("order", FileOrder.class))
                .orElse(hasVersions(format) ? FileOrder.ANY : FileOrder.STRICT);
    }

    /** False for the record format, where each record may have a version or not. */
    private static boolean hasVersions(SourceFormat format) {
        return format instanceof SourceFormat.Rows rows && rows.mapping().version().isPresent();
    }

    private static String name(ConfigObject source, String defaultName) {
        return source.optional("name").map(SourceConfigReader::name).orElse(defaultName);
    }

    /** A name that may be part of operator uids. */
    static String name(ConfigNode node) {
        String name = node.nonEmptyString();
        if (!NAME.matcher(name).matches()) {
            throw node.invalid("expected letters, digits, '_' and '-' only, found '" + name + "'");
        }
        return name;
    }

    private List<String> paths(ConfigNode node) {
        return folder.resolveGlobs(node);
    }
}
