package io.kindred.codec;

import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Timeline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Maps rows to records. */
final class RowMapper implements RowDecoder {

    private final RecordMapping mapping;
    private final Predicate<String> coveredEntityType;
    private final OpReader ops;
    private final Optional<VersionReader> versions;
    private final DescriptorMapper descriptors;
    private final Set<String> namedColumns;
    private final Set<String> usedColumns;

    RowMapper(
            RecordMapping mapping,
            OpReader ops,
            Timeline timeline,
            Predicate<String> coveredEntityType,
            Notices notices) {
        this.mapping = mapping;
        this.ops = ops;
        this.coveredEntityType = coveredEntityType;
        this.versions = mapping.version().map(VersionReader::new);
        this.namedColumns = namedColumns(mapping);
        Set<String> otherwiseUsed = identityColumns(mapping);
        otherwiseUsed.addAll(ops.columns());
        this.descriptors = new DescriptorMapper(mapping, otherwiseUsed, timeline, notices);
        this.usedColumns = new LinkedHashSet<>(namedColumns);
        usedColumns.addAll(ops.columns());
    }

    /** The columns that a mapping names. */
    static Set<String> namedColumns(RecordMapping mapping) {
        Set<String> columns = identityColumns(mapping);
        columns.addAll(DescriptorMapper.namedColumns(mapping));
        return columns;
    }

    @Override
    public Set<String> namedColumns() {
        return namedColumns;
    }

    @Override
    public boolean isRepeatable(String column) {
        return descriptors.isRepeatable(column);
    }

    @Override
    public boolean uses(String column) {
        return mapping.attributes().isEmpty() || usedColumns.contains(column);
    }

    @Override
    public Set<String> attributes(List<String> columns) {
        return descriptors.attributes(columns);
    }

    @Override
    public Decoded decode(Map<String, Cell> row) throws RejectedInputException {
        return Decoded.of(record(row));
    }

    /**
     * The record of a row. Columns that become attributes are not read of a delete or an erasure.
     */
    SourceRecord record(Map<String, Cell> row) throws RejectedInputException {
        Op op = ops.op(row);
        if (op != Op.UPSERT) {
            return remove(row, op);
        }
        RecordFields fields = identified(row);
        fields.descriptors(descriptors.descriptors(row));
        return fields.record(coveredEntityType);
    }

    /** Whether a column of the row says that it is an erasure. */
    boolean isErasure(Map<String, Cell> row) throws RejectedInputException {
        return ops.op(row) == Op.ERASE;
    }

    /**
     * A delete or an erasure of the record with the row's identity. Columns that become attributes
     * are not read.
     */
    SourceRecord remove(Map<String, Cell> row, Op op) throws RejectedInputException {
        RecordFields fields = identified(row);
        fields.op(op);
        return fields.record(coveredEntityType);
    }

    /** Whether a row contains all identity columns. */
    boolean hasIdentity(Map<String, Cell> row) {
        return row.containsKey(mapping.uid())
                && hasIdentity(row, mapping.entityType())
                && hasIdentity(row, mapping.perspective());
    }

    private static boolean hasIdentity(Map<String, Cell> row, Field field) {
        return !(field instanceof Field.Column column) || row.containsKey(column.name());
    }

    private RecordFields identified(Map<String, Cell> row) throws RejectedInputException {
        RecordFields fields = new RecordFields();
        fields.entityType(text(row, mapping.entityType(), InputFields.ENTITY_TYPE));
        fields.identity().read(row, mapping.perspective(), mapping.uid());
        if (versions.isPresent()) {
            versions.get().read(row, fields);
        }
        return fields;
    }

    /** A constant, or the text of a cell that must be there. */
    static String text(Map<String, Cell> row, Field field, String name)
            throws RejectedInputException {
        if (field instanceof Field.Constant constant) {
            return constant.value();
        }
        String column = ((Field.Column) field).name();
        Cell cell = row.get(column);
        if (cell == null) {
            throw new RejectedInputException(
                    name + " is missing: no value in the column " + column);
        }
        return cell.text();
    }

    /** The cell, unless it is missing or its text is blank. */
    static Optional<Cell> nonBlank(Map<String, Cell> row, Optional<String> column) {
        return column.map(row::get).filter(cell -> !cell.text().isBlank());
    }

    private static Set<String> identityColumns(RecordMapping mapping) {
        Set<String> columns = new LinkedHashSet<>();
        addColumn(columns, mapping.entityType());
        addColumn(columns, mapping.perspective());
        columns.add(mapping.uid());
        mapping.version().map(VersionColumn::column).ifPresent(columns::add);
        mapping.op().map(RecordMapping.OpColumn::column).ifPresent(columns::add);
        return columns;
    }

    static void addColumn(Set<String> columns, Field field) {
        if (field instanceof Field.Column column) {
            columns.add(column.name());
        }
    }
}
