package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.flink.config.SinksConfig.LakeFormat;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads sinks of types {@code paimon} and {@code iceberg}. */
final class LakeSinkReader {

    private static final String WAREHOUSE = "warehouse";
    private static final String DEFAULT_DATABASE = "kindred";
    private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_]{1,200}");
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*");

    private final JobFolder folder;
    private final Map<String, String> tables = new HashMap<>();

    LakeSinkReader(JobFolder folder) {
        this.folder = folder;
    }

    SinkConfig.Lake read(LakeFormat format, ConfigObject sink, Output output) {
        sink.allow("type", WAREHOUSE, "database", "table", "catalog", "options");
        Map<String, String> catalog = properties(sink.optional("catalog"));
        if (catalog.containsKey(WAREHOUSE)) {
            throw sink.required("catalog", "properties")
                    .invalid("has a warehouse; name it in the field warehouse of the sink");
        }
        Optional<ConfigNode> warehouse = sink.optional(WAREHOUSE);
        if (format == LakeFormat.PAIMON && warehouse.isEmpty()) {
            warehouse = Optional.of(sink.required(WAREHOUSE, "a folder"));
        }
        boolean isRest = "rest".equals(catalog.get(kind(format)));
        // A REST catalog has names for its warehouses.
        warehouse
                .map(node -> isRest ? node.nonEmptyString() : folder.resolve(node))
                .ifPresent(path -> catalog.put(WAREHOUSE, path));
        if (format == LakeFormat.ICEBERG
                && !catalog.containsKey(kind(format))
                && !catalog.containsKey("catalog-impl")) {
            throw sink.node()
                    .invalid(
                            "the catalog has no type; expected for example"
                                    + " catalog: {type: rest, uri: …} or {type: jdbc, uri: …}");
        }
        SinkConfig.Lake lake =
                new SinkConfig.Lake(
                        format,
                        new ClientProperties(catalog),
                        sink.optional("database")
                                .map(node -> name(node, DATABASE))
                                .orElse(DEFAULT_DATABASE),
                        sink.optional("table")
                                .map(node -> name(node, TABLE))
                                .orElse(output.name().toLowerCase(Locale.ROOT)),
                        new ClientProperties(properties(sink.optional("options"))));
        checkUnused(sink.node(), lake, catalog);
        return lake;
    }

    private static String kind(LakeFormat format) {
        return format == LakeFormat.PAIMON ? "metastore" : "type";
    }

    private static String name(ConfigNode node, Pattern pattern) {
        String name = node.nonEmptyString();
        if (!pattern.matcher(name).matches()) {
            throw node.invalid("expected letters, digits and '_', found '" + name + "'");
        }
        return name;
    }

    private void checkUnused(ConfigNode node, SinkConfig.Lake lake, Map<String, String> catalog) {
        String first =
                tables.putIfAbsent(
                        lake.format()
                                + " "
                                + catalog.get(WAREHOUSE)
                                + ' '
                                + catalog.get("uri")
                                + ' '
                                + lake.place(),
                        node.path());
        if (first != null) {
            throw node.invalid(
                    String.format(
                            "the %s is already used by %s; each output needs its own",
                            lake.place(), first));
        }
    }

    private static Map<String, String> properties(Optional<ConfigNode> node) {
        Map<String, String> properties = new TreeMap<>();
        node.ifPresent(
                present ->
                        present.entries()
                                .forEach(
                                        (name, value) ->
                                                properties.put(
                                                        name, KafkaClusterReader.value(value))));
        return properties;
    }
}
