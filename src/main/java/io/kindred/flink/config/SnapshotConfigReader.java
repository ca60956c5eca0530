package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.RecordMapping;
import io.kindred.codec.RecordMapping.Field;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which sources give full snapshots of a perspective, and checks that they can. */
final class SnapshotConfigReader {

    static final String FULL_SNAPSHOT = "full_snapshot";
    static final String MAX_DELETED = "max_deleted";

    private SnapshotConfigReader() {}

    /** Refuses the fields in a source that is not of files. */
    static void checkType(ConfigObject source) {
        boolean isFiles =
                source.optional("type")
                        .filter(type -> type.isString() && "files".equalsIgnoreCase(type.string()))
                        .isPresent();
        if (!isFiles) {
            source.optional(FULL_SNAPSHOT)
                    .ifPresent(
                            node -> {
                                throw node.invalid(
                                        "only a source of type files can be a full snapshot:"
                                                + " expected files with an end, which hold all"
                                                + " records of one perspective");
                            });
        }
    }

    /**
     * Reads the fields of all sources.
     *
     * @param sources that were read from the list
     */
    static List<SnapshotConfig> read(ConfigNode list, List<SourceConfig> sources) {
        List<SnapshotConfig> snapshots = new ArrayList<>();
        List<ConfigNode> nodes = list.items();
        for (int i = 0; i < sources.size(); i++) {
            ConfigObject source = nodes.get(i).object();
            Optional<ConfigNode> isOn = source.optional(FULL_SNAPSHOT).filter(ConfigNode::bool);
            if (isOn.isPresent()) {
                snapshots.add(snapshot(isOn.get(), source, (SourceConfig.Files) sources.get(i)));
            } else if (source.optional(MAX_DELETED).isPresent()) {
                throw source.required(MAX_DELETED, "")
                        .invalid("is only for a source with full_snapshot: true");
            }
        }
        snapshots.forEach(snapshot -> checkAlone(snapshot, nodes, sources));
        return snapshots;
    }

    private static SnapshotConfig snapshot(
            ConfigNode node, ConfigObject source, SourceConfig.Files files) {
        if (files.isWatched()) {
            throw source.required("watch", "")
                    .invalid(
                            "a source with full_snapshot has an end, and so cannot look for new"
                                    + " files; leave watch out, and run the job again for the next"
                                    + " snapshot");
        }
        String perspective =
                perspective(files)
                        .orElseThrow(
                                () ->
                                        node.invalid(
                                                "the source may have records of several"
                                                        + " perspectives; expected rows with a mapping"
                                                        + " and a constant perspective, such as"
                                                        + " perspective: crm"));
        return new SnapshotConfig(
                perspective,
                files.name(),
                source.optional(MAX_DELETED)
                        .map(limit -> CountLimitReader.read(limit, 0))
                        .orElse(SnapshotConfig.DEFAULT_MAX_DELETED));
    }

    private static void checkAlone(
            SnapshotConfig snapshot, List<ConfigNode> nodes, List<SourceConfig> sources) {
        for (int i = 0; i < sources.size(); i++) {
            SourceConfig other = sources.get(i);
            if (!other.name().equals(snapshot.source())
                    && perspective(other).filter(snapshot.perspective()::equals).isPresent()) {
                throw nodes.get(i)
                        .invalid(
                                String.format(
                                        "has the perspective %s, of which the source '%s' is a full"
                                                + " snapshot (full_snapshot): what it lacks is"
                                                + " deleted, also records of this source; give each"
                                                + " source a perspective of its own",
                                        snapshot.perspective(), snapshot.source()));
            }
        }
    }

    /** The perspective of all records of a source; empty if they may have several. */
    private static Optional<String> perspective(SourceConfig source) {
        if (source instanceof SourceConfig.Hybrid hybrid) {
            return perspective(hybrid.files()).or(() -> perspective(hybrid.kafka()));
        }
        return format(source)
                .filter(SourceFormat.Rows.class::isInstance)
                .map(format -> ((SourceFormat.Rows) format).mapping())
                .filter(RecordMapping.class::isInstance)
                .map(mapping -> ((RecordMapping) mapping).perspective())
                .filter(Field.Constant.class::isInstance)
                .map(field -> ((Field.Constant) field).value());
    }

    private static Optional<SourceFormat> format(SourceConfig source) {
        if (source instanceof SourceConfig.Files files) {
            return Optional.of(files.format());
        }
        return source instanceof SourceConfig.Kafka kafka
                ? Optional.of(kafka.format())
                : Optional.empty();
    }
}
