package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.flink.connector.FileOrder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the sources of questions: the field {@code queries}. */
final class QuestionsConfigReader {

    /** 1 MiB; longer inputs are rejected. */
    private static final int MAX_QUESTION_BYTES = 1 << 20;

    private final JobFolder folder;
    private final KafkaSourceReader kafka;

    QuestionsConfigReader(JobFolder folder, KafkaSourceReader kafka) {
        this.folder = folder;
        this.kafka = kafka;
    }

    private enum Type {
        FILES,
        KAFKA
    }

    List<SourceConfig> read(ConfigNode list) {
        List<SourceConfig> sources = new ArrayList<>();
        Map<String, String> paths = new HashMap<>();
        for (ConfigNode item : list.items()) {
            SourceConfig source = source(item.object(), sources.size());
            String first = paths.putIfAbsent(source.name(), item.path());
            if (first != null) {
                throw item.invalid(
                        String.format(
                                "the name '%s' is already used by %s; names of queries must differ",
                                source.name(), first));
            }
            sources.add(source);
        }
        if (sources.isEmpty()) {
            throw list.invalid("empty; expected at least one source of queries, or leave it out");
        }
        return sources;
    }

    private SourceConfig source(ConfigObject source, int index) {
        // The type decides which fields are allowed.
        return switch (source.required("type", "the type of source: one of files, kafka")
                .choice("source type", Type.class)) {
            case FILES -> files(source.allow("type", "name", "path"), index);
            case KAFKA ->
                    kafka.readQuestions(
                            source.allow(KafkaSourceReader.fieldsOfQuestions("type", "name")),
                            name(source, "kafka-" + index),
                            MAX_QUESTION_BYTES);
        };
    }

    private SourceConfig files(ConfigObject source, int index) {
        return new SourceConfig.Files(
                name(source, "files-" + index),
                folder.resolveGlobs(source.required("path", "a file, folder or glob, or a list")),
                new SourceFormat.Questions(),
                FileOrder.ANY,
                Duration.ZERO,
                MAX_QUESTION_BYTES);
    }

    private static String name(ConfigObject source, String defaultName) {
        return source.optional("name").map(SourceConfigReader::name).orElse(defaultName);
    }
}
