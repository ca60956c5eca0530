package io.kindred.codec;

import io.kindred.codec.ConfigValue.Kind;
import io.kindred.codec.ConfigValue.Mapping;
import io.kindred.codec.ConfigValue.Scalar;
import io.kindred.codec.ConfigValue.Sequence;
import io.kindred.codec.CsvTable.Row;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the tables that an ontology names as CSV files into the ontology, so that operators and
 * saved state need no file. Everything else stays as it is, right or wrong.
 *
 * @param folder where relative names start
 * @param shown the same folder as the user named it, shown in errors
 */
public record OntologyTables(Path folder, Path shown) {

    private static final Pattern FREQUENCIES =
            Pattern.compile("entity_types.*\\.levels\\[\\d+\\]\\.frequencies");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,12})");

    private static final Pattern REPLACEMENTS =
            Pattern.compile("entity_types.*\\.normalize\\[\\d+\\]\\.(nickname|replace)");

    private static final Map<String, List<String>> COLUMNS =
            Map.of(
                    NormalizerReader.NICKNAME, List.of("nickname", "name"),
                    NormalizerReader.REPLACE, List.of("value", "replacement"));

    private static final List<String> FREQUENCY_COLUMNS = List.of("value", "weight");

    /**
     * The ontology with its tables.
     *
     * @throws InvalidConfigException if a file is missing, or naming the file and line of an error
     */
    public ConfigNode into(ConfigNode ontology) {
        return node(ontology, ontology.path(), value(ontology, ""));
    }

    /** The path starts at the ontology, which may be part of a job file. */
    private ConfigValue value(ConfigNode node, String path) {
        ConfigValue value = node.value();
        if (value instanceof Mapping mapping) {
            Map<String, ConfigValue> fields = new LinkedHashMap<>();
            mapping.fields()
                    .forEach(
                            (name, field) ->
                                    fields.put(
                                            name,
                                            value(
                                                    node(
                                                            node,
                                                            ConfigNode.fieldPath(node.path(), name),
                                                            field),
                                                    ConfigNode.fieldPath(path, name))));
            return new Mapping(fields);
        }
        if (value instanceof Sequence sequence) {
            List<ConfigValue> items = new ArrayList<>();
            for (ConfigValue item : sequence.items()) {
                String index = "[" + items.size() + "]";
                items.add(value(node(node, node.path() + index, item), path + index));
            }
            return new Sequence(items);
        }
        return node.isString() ? table(node, path) : value;
    }

    private ConfigValue table(ConfigNode name, String path) {
        if (FREQUENCIES.matcher(path).matches()) {
            return frequencies(name);
        }
        Matcher replacements = REPLACEMENTS.matcher(path);
        return replacements.matches()
                ? replacements(name, COLUMNS.get(replacements.group(1)))
                : name.value();
    }

    private static ConfigNode node(ConfigNode of, String path, ConfigValue value) {
        return new ConfigNode(of.file(), path, value);
    }

    private ConfigValue frequencies(ConfigNode name) {
        CsvTable table = CsvTable.read(name, folder, shown, FREQUENCY_COLUMNS);
        Map<String, ConfigValue> weights = new LinkedHashMap<>();
        Map<String, Row> rows = new HashMap<>();
        for (Row row : table.rows()) {
            String value = row.cells().get(0);
            String weight = row.cells().get(1);
            if (value.isEmpty()) {
                throw table.invalid(row, "expected a non-empty value");
            }
            Row first = rows.putIfAbsent(value, row);
            if (first != null) {
                throw table.invalid(
                        row,
                        "the value "
                                + InputText.quoted(value)
                                + " is in line "
                                + first.line()
                                + " too; keep one");
            }
            if (!INTEGER.matcher(weight).matches()) {
                throw table.invalid(
                        row,
                        "expected an integer as weight, in thousandths of a bit, found "
                                + InputText.quoted(weight));
            }
            weights.put(value, new Scalar(Kind.INTEGER, weight));
        }
        return new Mapping(weights);
    }

    /** A value may have a row for each of several replacements. */
    private ConfigValue replacements(ConfigNode name, List<String> columns) {
        CsvTable table = CsvTable.read(name, folder, shown, columns);
        Map<String, List<ConfigValue>> replacements = new LinkedHashMap<>();
        for (Row row : table.rows()) {
            if (row.cells().get(0).isEmpty()) {
                throw table.invalid(row, "expected a non-empty " + columns.get(0));
            }
            List<ConfigValue> all =
                    replacements.computeIfAbsent(row.cells().get(0), value -> new ArrayList<>(1));
            ConfigValue replacement = new Scalar(Kind.TEXT, row.cells().get(1));
            if (all.contains(replacement)) {
                throw table.invalid(row, "the row occurs twice; keep one");
            }
            all.add(replacement);
        }
        Map<String, ConfigValue> fields = new LinkedHashMap<>();
        replacements.forEach(
                (value, all) ->
                        fields.put(value, all.size() == 1 ? all.get(0) : new Sequence(all)));
        return new Mapping(fields);
    }
}
