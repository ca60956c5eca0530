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
        return read(node, List.of(Op.values()));
    }

    /** Reads the column of a source of decisions, which cannot be erased. */
    static OpColumn readOfDecisions(ConfigNode node) {
        return read(node, List.of(Op.UPSERT, Op.DELETE));
    }

    private static OpColumn read(ConfigNode node, List<Op> ops) {
        if (!node.isObject()) {
            return OpColumn.usual(node.nonEmptyString());
        }
        ConfigObject object = node.object().allow(fields(ops));
        Map<String, Op> values = new LinkedHashMap<>();
        for (Op op : ops) {
            object.optional(name(op))
                    .ifPresent(
                            given ->
                                    ListedValues.add(
                                            values, given, op, "; an empty cell is an upsert"));
        }
        return new OpColumn(
                object.required("column", "the name of a column").nonEmptyString(), values);
    }

    private static String[] fields(List<Op> ops) {
        String[] fields = new String[ops.size() + 1];
        fields[0] = "column";
        for (int i = 0; i < ops.size(); i++) {
            fields[i + 1] = name(ops.get(i));
        }
        return fields;
    }

    private static String name(Op op) {
        return op.name().toLowerCase(Locale.ROOT);
    }
}
