package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.RecordMapping;
import io.kindred.ontology.Ontology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the sources of a job file. */
final class SourceConfigReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int MIN_RECORD_BYTES = 1024;
    private static final int MAX_RECORD_BYTES = 1 << 30;
    private static final String[] COMMON_FIELDS = {
        "type", "name", "path", "format", "max_record_bytes"
    };
    private static final String[] MAPPING_FIELDS = {
        "perspective", "entity_type", "uid", "version", "op", "attributes"
    };
    private static final String[] CSV_FIELDS = {"delimiter", "multiline"};

    private final JobFolder folder;
    private final Ontology ontology;

    SourceConfigReader(JobFolder folder, Ontology ontology) {
        this.folder = folder;
        this.ontology = ontology;
    }

    private enum Type {
        FILES
    }

    private enum Format {
        RECORD,
        CSV,
        JSON
    }

    List<SourceConfig> read(ConfigNode list) {
        List<SourceConfig> sources = new ArrayList<>();
        Map<String, String> paths = new HashMap<>();
        for (ConfigNode item : list.items()) {
            SourceConfig source = source(item, sources.size());
            String first = paths.putIfAbsent(source.name(), item.path());
            if (first != null) {
                throw item.invalid(
                        String.format(
                                "the name '%s' is that of %s too; names of sources must differ",
                                source.name(), first));
            }
            sources.add(source);
        }
        if (sources.isEmpty()) {
            throw list.invalid("empty; expected at least one source");
        }
        return sources;
    }

    private SourceConfig source(ConfigNode node, int index) {
        ConfigObject source = node.object();
        // The type comes first: it decides which fields there are.
        return switch (source.required("type", "the type of source: files")
                .choice("source type", Type.class)) {
            case FILES -> files(source, index);
        };
    }

    private SourceConfig files(ConfigObject source, int index) {
        source.allow(
                Stream.of(COMMON_FIELDS, MAPPING_FIELDS, CSV_FIELDS)
                        .flatMap(Stream::of)
                        .toArray(String[]::new));
        String name =
                source.optional("name").map(SourceConfigReader::name).orElse("files-" + index);
        List<String> paths = paths(source.required("path", "a file, folder or glob, or a list"));
        SourceFormat format = format(source);
        int maxRecordBytes =
                source.optional("max_record_bytes")
                        .map(bytes -> (int) bytes.integer(MIN_RECORD_BYTES, MAX_RECORD_BYTES))
                        .orElse(SourceConfig.Files.DEFAULT_MAX_RECORD_BYTES);
        return new SourceConfig.Files(name, paths, format, maxRecordBytes);
    }

    private static String name(ConfigNode node) {
        String name = node.nonEmptyString();
        if (!NAME.matcher(name).matches()) {
            throw node.invalid("expected letters, digits, '_' and '-' only, found '" + name + "'");
        }
        return name;
    }

    private List<String> paths(ConfigNode node) {
        if (node.isString()) {
            return List.of(folder.resolveGlob(node));
        }
        if (!node.isList()) {
            throw node.expected("a path or a list of paths");
        }
        List<String> paths = node.items().stream().map(folder::resolveGlob).toList();
        if (paths.isEmpty()) {
            throw node.invalid("empty; expected at least one path");
        }
        return paths;
    }

    private SourceFormat format(ConfigObject source) {
        Format format =
                source.required("format", "one of record, csv, json")
                        .choice("format", Format.class);
        return switch (format) {
            case RECORD -> {
                reject(
                        source,
                        MAPPING_FIELDS,
                        "not allowed with format record, whose records say"
                                + " it themselves; leave it out, or use format csv or json");
                reject(source, CSV_FIELDS, "only for format csv; leave it out");
                yield new SourceFormat.Records();
            }
            case CSV -> csv(source);
            case JSON -> {
                reject(source, CSV_FIELDS, "only for format csv; leave it out");
                yield new SourceFormat.FlatJson(new MappingReader(source, ontology).read());
            }
        };
    }

    private SourceFormat csv(ConfigObject source) {
        RecordMapping mapping = new MappingReader(source, ontology).read();
        char delimiter =
                source.optional("delimiter")
                        .map(SourceConfigReader::delimiter)
                        .orElse(SourceFormat.Csv.DEFAULT_DELIMITER);
        boolean multiline = source.optional("multiline").map(ConfigNode::bool).orElse(false);
        return new SourceFormat.Csv(mapping, delimiter, multiline);
    }

    private static char delimiter(ConfigNode node) {
        String text = node.nonEmptyString();
        char delimiter = text.charAt(0);
        if (text.length() != 1 || delimiter > 0x7f) {
            throw node.invalid("expected one ASCII character, found '" + text + "'");
        }
        if ("\"\r\n".indexOf(delimiter) >= 0) {
            throw node.invalid("a quote or a line break cannot separate values; use another");
        }
        return delimiter;
    }

    private static void reject(ConfigObject source, String[] fields, String problem) {
        for (String field : fields) {
            source.optional(field)
                    .ifPresent(
                            node -> {
                                throw node.invalid(problem);
                            });
        }
    }
}
