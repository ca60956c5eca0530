package io.kindred.codec;

import io.kindred.codec.DecisionMapping.Side;
import io.kindred.codec.DecisionMapping.VerdictField;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.model.Verdict;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Maps rows to decisions. */
final class DecisionMapper implements RowDecoder {

    private final DecisionMapping mapping;
    private final OpReader ops;
    private final Predicate<String> coveredEntityType;
    private final Optional<VersionReader> versions;
    private final Set<String> namedColumns;
    private final Set<String> usedColumns;

    DecisionMapper(DecisionMapping mapping, OpReader ops, Predicate<String> coveredEntityType) {
        this.mapping = mapping;
        this.ops = ops;
        this.coveredEntityType = coveredEntityType;
        this.versions = mapping.version().map(VersionReader::new);
        this.namedColumns = namedColumns(mapping);
        this.usedColumns = new LinkedHashSet<>(namedColumns);
        usedColumns.addAll(ops.columns());
    }

    /** The columns that a mapping names. */
    static Set<String> namedColumns(DecisionMapping mapping) {
        Set<String> columns = new LinkedHashSet<>();
        RowMapper.addColumn(columns, mapping.entityType());
        if (mapping.decision() instanceof VerdictField.Column column) {
            columns.add(column.name());
        }
        for (Side side : List.of(mapping.left(), mapping.right())) {
            RowMapper.addColumn(columns, side.perspective());
            columns.add(side.uid());
        }
        mapping.version().map(VersionColumn::column).ifPresent(columns::add);
        mapping.op().map(RecordMapping.OpColumn::column).ifPresent(columns::add);
        mapping.reason().ifPresent(columns::add);
        return columns;
    }

    @Override
    public Set<String> namedColumns() {
        return namedColumns;
    }

    @Override
    public boolean isRepeatable(String column) {
        return false;
    }

    @Override
    public boolean uses(String column) {
        return usedColumns.contains(column);
    }

    /** None: a decision gives no attributes. */
    @Override
    public Set<String> attributes(List<String> columns) {
        return Set.of();
    }

    @Override
    public Decoded decode(Map<String, Cell> row) throws RejectedInputException {
        DecisionFields fields = new DecisionFields();
        fields.verdict(verdict(row));
        fields.entityType(RowMapper.text(row, mapping.entityType(), InputFields.ENTITY_TYPE));
        fields.left().read(row, mapping.left().perspective(), mapping.left().uid());
        fields.right().read(row, mapping.right().perspective(), mapping.right().uid());
        if (versions.isPresent()) {
            versions.get().read(row, fields);
        }
        fields.op(ops.op(row));
        mapping.reason().map(row::get).ifPresent(cell -> fields.reason(cell.text()));
        return Decoded.of(fields.decision(coveredEntityType));
    }

    private Verdict verdict(Map<String, Cell> row) throws RejectedInputException {
        if (mapping.decision() instanceof VerdictField.Always always) {
            return always.verdict();
        }
        VerdictField.Column column = (VerdictField.Column) mapping.decision();
        String text =
                RowMapper.text(row, new Field.Column(column.name()), DecisionFields.DECISION)
                        .strip();
        boolean isUsual = column.values().isEmpty();
        Map<String, Verdict> values = isUsual ? usualValues() : column.values();
        Verdict verdict = values.get(isUsual ? text.toLowerCase(Locale.ROOT) : text);
        if (verdict == null) {
            throw new RejectedInputException(
                    String.format(
                            "%s is %s, expected one of %s; for others write decision: {column: %s,"
                                    + " same: […], different: […]}",
                            column.name(), InputText.quoted(text), listed(values), column.name()));
        }
        return verdict;
    }

    private static Map<String, Verdict> usualValues() {
        Map<String, Verdict> values = new LinkedHashMap<>();
        values.put(Verdict.SAME.text(), Verdict.SAME);
        values.put(Verdict.DIFFERENT.text(), Verdict.DIFFERENT);
        return values;
    }

    private static String listed(Map<String, Verdict> values) {
        return values.keySet().stream().collect(Collectors.joining(", "));
    }
}
