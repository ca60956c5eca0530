package io.kindred.codec;

import io.kindred.codec.RecordMapping.OpColumn;
import io.kindred.model.SourceRecord.Op;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the operations of rows. Of several in one row, the greatest counts: an erasure, then a
 * delete.
 */
final class OpReader {

    /** The field in which Debezium's unwrapping says whether a row was deleted. */
    private static final String DELETED = "__deleted";

    /** The field in which it repeats the operation, if configured so. */
    private static final String UNWRAPPED_OP = "__op";

    private static final List<String> UPSERTS =
            List.of("upsert", "insert", "update", "create", "read", "i", "u", "c", "r");
    private static final List<String> DELETES = List.of("delete", "d");
    private static final List<String> ERASURES = List.of("erase", "erased");

    private final Map<String, Column> columns = new LinkedHashMap<>();

    private OpReader() {}

    /** Reads the column that a mapping names, if any. */
    static OpReader of(RowMapping mapping) {
        OpReader reader = new OpReader();
        mapping.op().ifPresent(op -> reader.columns.put(op.column(), values(op)));
        return reader;
    }

    /** Reads the column of a mark, if it is in a column. */
    static OpReader of(EraseMark mark) {
        OpReader reader = new OpReader();
        if (mark.place() == EraseMark.Place.COLUMN) {
            reader.columns.put(mark.name(), text -> mark.isErasure(text) ? Op.ERASE : Op.UPSERT);
        }
        return reader;
    }

    /**
     * Reads the column that a mapping names. If it names none, reads the fields that Debezium adds
     * to rows without an envelope, unless they are mapped to something else.
     */
    static OpReader orUnwrapped(RowMapping mapping) {
        OpReader reader = of(mapping);
        if (reader.columns.isEmpty()) {
            Set<String> mapped =
                    mapping instanceof DecisionMapping decisions
                            ? DecisionMapper.namedColumns(decisions)
                            : RowMapper.namedColumns((RecordMapping) mapping);
            for (String column : List.of(DELETED, UNWRAPPED_OP)) {
                if (!mapped.contains(column)) {
                    reader.columns.put(column, values(OpColumn.usual(column)));
                }
            }
        }
        return reader;
    }

    /** The columns that are read if they are there. */
    Set<String> columns() {
        return columns.keySet();
    }

    /** The operation of a row, an upsert if it names none. */
    Op op(Map<String, Cell> row) throws RejectedInputException {
        Op op = Op.UPSERT;
        for (Map.Entry<String, Column> column : columns.entrySet()) {
            Cell cell = row.get(column.getKey());
            Op read = cell == null ? Op.UPSERT : column.getValue().op(cell.text().strip());
            if (read.compareTo(op) > 0) {
                op = read;
            }
        }
        return op;
    }

    private static Values values(OpColumn column) {
        if (!column.values().isEmpty()) {
            return new Values(column.column(), column.values(), false);
        }
        Map<String, Op> usual = new LinkedHashMap<>();
        if (column.column().equals(DELETED)) {
            usual.put("false", Op.UPSERT);
            usual.put("true", Op.DELETE);
        } else {
            UPSERTS.forEach(value -> usual.put(value, Op.UPSERT));
            DELETES.forEach(value -> usual.put(value, Op.DELETE));
            ERASURES.forEach(value -> usual.put(value, Op.ERASE));
        }
        return new Values(column.column(), usual, true);
    }

    /** What a column says. */
    @FunctionalInterface
    private interface Column {
        Op op(String text) throws RejectedInputException;
    }

    private record Values(String column, Map<String, Op> ops, boolean isAnyCase) implements Column {

        @Override
        public Op op(String text) throws RejectedInputException {
            if (text.isEmpty()) {
                return Op.UPSERT;
            }
            Op op = ops.get(isAnyCase ? text.toLowerCase(Locale.ROOT) : text);
            if (op == null) {
                throw new RejectedInputException(
                        column
                                + " is "
                                + InputText.quoted(text)
                                + ", expected one of "
                                + Stream.of(Op.values())
                                        .filter(ops::containsValue)
                                        .map(this::listed)
                                        .collect(Collectors.joining(", "))
                                + "; for others write op: {column: "
                                + column
                                + ", upsert: […], delete: […], erase: […]}");
            }
            return op;
        }

        private String listed(Op op) {
            return ops.entrySet().stream()
                    .filter(each -> each.getValue() == op)
                    .map(Map.Entry::getKey)
                    .collect(
                            Collectors.joining(
                                    ", ", "", " to " + op.name().toLowerCase(Locale.ROOT)));
        }
    }
}
