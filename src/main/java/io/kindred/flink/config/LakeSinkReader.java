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
    private static final String CATALOG = "catalog";
    private static final String OPTIONS = "options";
    private static final String DEFAULT_DATABASE = "kindred";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,200}");

    private final JobFolder folder;
    private final Map<String, String> tables = new HashMap<>();

    LakeSinkReader(JobFolder folder) {
        this.folder = folder;
    }

    SinkConfig.Lake paimon(ConfigObject sink, Output output) {
        if (!output.isResult()) {
            throw sink.node()
                    .invalid(
                            "paimon is for entities, assignments, conflicts, generic_keys,"
                                    + " golden_values and records; use files, kafka or iceberg");
        }
        sink.required(WAREHOUSE, "a folder");
        return read(LakeFormat.PAIMON, sink, output);
    }

    SinkConfig.Lake iceberg(ConfigObject sink, Output output) {
        boolean isNamed =
                sink.optional(CATALOG)
                        .map(ConfigNode::entries)
                        .map(each -> each.containsKey("type") || each.containsKey("catalog-impl"))
                        .orElse(false);
        if (!isNamed) {
            throw sink.node()
                    .invalid(
                            "has no type of catalog; expected for example catalog: {type: rest,"
                                    + " uri: 'http://host:8181'} or catalog: {type: hadoop}");
        }
        return read(LakeFormat.ICEBERG, sink, output);
    }

    private SinkConfig.Lake read(LakeFormat format, ConfigObject sink, Output output) {
        sink.allow("type", WAREHOUSE, "database", "table", CATALOG, OPTIONS);
        Map<String, String> catalog = properties(sink.optional(CATALOG));
        if (catalog.containsKey(WAREHOUSE)) {
            throw sink.required(CATALOG, "properties")
                    .invalid("has a warehouse; name it in the field warehouse of the sink");
        }
        // A REST catalog has names for its warehouses.
        boolean isRest =
                "rest".equals(catalog.get(format == LakeFormat.PAIMON ? "metastore" : "type"));
        sink.optional(WAREHOUSE)
                .map(node -> isRest ? node.nonEmptyString() : folder.resolve(node))
                .ifPresent(warehouse -> catalog.put(WAREHOUSE, warehouse));
        SinkConfig.Lake lake =
                new SinkConfig.Lake(
                        format,
                        new ClientProperties(catalog),
                        sink.optional("database").map(node -> name(node)).orElse(DEFAULT_DATABASE),
                        sink.optional("table")
                                .map(node -> name(node))
                                .orElse(output.name().toLowerCase(Locale.ROOT)),
                        new ClientProperties(properties(sink.optional(OPTIONS))));
        checkUnused(sink.node(), lake, catalog);
        return lake;
    }

    private static String name(ConfigNode node) {
        String name = node.nonEmptyString();
        if (!NAME.matcher(name).matches()) {
            throw node.invalid("expected 1 to 200 letters, digits and '_', found '" + name + "'");
        }
        return name;
    }

    private void checkUnused(ConfigNode node, SinkConfig.Lake lake, Map<String, String> catalog) {
        String first =
                tables.putIfAbsent(
                        catalog.get(WAREHOUSE) + ' ' + catalog.get("uri") + ' ' + lake.place(),
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
                                                properties.put(name, SecretReader.value(value))));
        return properties;
    }
}
