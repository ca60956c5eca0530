package io.kindred.flink.topology;

import io.kindred.codec.RecordMapping;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.config.SourceFormat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds sources without versions that write records of the same perspective. */
final class SharedPerspectives {

    private SharedPerspectives() {}

    /** A sentence for each entity type and perspective that several sources write. */
    static List<String> warnings(List<SourceConfig> sources) {
        Map<String, Set<String>> writers = new LinkedHashMap<>();
        for (SourceConfig source : sources) {
            for (SourceFormat format : formats(source)) {
                written(format)
                        .ifPresent(
                                what ->
                                        writers.computeIfAbsent(what, key -> new LinkedHashSet<>())
                                                .add(source.name()));
            }
        }
        List<String> warnings = new ArrayList<>();
        writers.forEach(
                (what, names) -> {
                    if (names.size() > 1) {
                        warnings.add(
                                "sources "
                                        + String.join(" and ", names)
                                        + " both write "
                                        + what
                                        + " without versions: of rows with the same uid, the one"
                                        + " that arrives later replaces the other; give each table"
                                        + " a perspective of its own");
                    }
                });
        return warnings;
    }

    private static List<SourceFormat> formats(SourceConfig source) {
        if (source instanceof SourceConfig.Files files) {
            return List.of(files.format());
        }
        if (source instanceof SourceConfig.Kafka kafka) {
            return List.of(kafka.format());
        }
        if (source instanceof SourceConfig.Hybrid hybrid) {
            return List.of(hybrid.files().format(), hybrid.kafka().format());
        }
        return List.of();
    }

    /** The entity type and perspective in words, if both are constant and there is no version. */
    private static Optional<String> written(SourceFormat format) {
        // Change events have versions of their own.
        return Optional.of(format)
                .filter(each -> !(each instanceof SourceFormat.Debezium))
                .filter(SourceFormat.Rows.class::isInstance)
                .map(each -> ((SourceFormat.Rows) each).mapping())
                .filter(RecordMapping.class::isInstance)
                .map(RecordMapping.class::cast)
                .filter(each -> each.version().isEmpty())
                .filter(each -> each.entityType() instanceof Field.Constant)
                .filter(each -> each.perspective() instanceof Field.Constant)
                .map(
                        each ->
                                "perspective "
                                        + ((Field.Constant) each.perspective()).value()
                                        + " of "
                                        + ((Field.Constant) each.entityType()).value());
    }
}
