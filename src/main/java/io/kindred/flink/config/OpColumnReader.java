package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.RecordMapping.OpColumn;
import io.kindred.model.SourceRecord.Op;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the column with the operation: its name, or an object with its values. */
final class OpColumnReader {

    private OpColumnReader() {}

    static OpColumn read(ConfigNode node) {
        if (!node.isObject()) {
            return OpColumn.usual(node.nonEmptyString());
        }
        ConfigObject object = node.object().allow("column", "upsert", "delete");
        Map<String, Op> values = new LinkedHashMap<>();
        for (Op op : Op.values()) {
            object.optional(op.name().toLowerCase(Locale.ROOT))
                    .ifPresent(given -> add(values, given, op));
        }
        return new OpColumn(
                object.required("column", "the name of a column").nonEmptyString(), values);
    }

    private static void add(Map<String, Op> values, ConfigNode given, Op op) {
        List<ConfigNode> items = given.itemsOrSelf();
        if (items.isEmpty()) {
            throw given.invalid("empty; expected at least one value");
        }
        for (ConfigNode item : items) {
            String value = item.scalar().strip();
            if (value.isEmpty()) {
                throw item.invalid("expected a value, found ''; an empty cell is an upsert");
            }
            if (values.putIfAbsent(value, op) != null) {
                throw item.invalid("the value '" + value + "' is listed twice");
            }
        }
    }
}
