package io.kindred.codec;

import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Maps rows to records. A row contains its cells by column, without cells for missing values. */
final class RowMapper {

    private final RecordMapping mapping;
    private final TimePoints times;
    private final Notices notices;
    private final Predicate<String> coveredEntityType;
    private final Set<String> identityColumns;
    private final Set<String> namedColumns;

    RowMapper(
            RecordMapping mapping,
            Timeline timeline,
            Predicate<String> coveredEntityType,
            Notices notices) {
        this.mapping = mapping;
        this.times = new TimePoints(timeline);
        this.coveredEntityType = coveredEntityType;
        this.notices = notices;
        this.identityColumns = identityColumns(mapping);
        this.namedColumns = namedColumns(mapping, identityColumns);
    }

    /** The columns that the mapping names. */
    Set<String> namedColumns() {
        return namedColumns;
    }

    /** Whether the mapping uses a column. */
    boolean uses(String column) {
        return mapping.attributes().isEmpty() || namedColumns.contains(column);
    }

    /** The attributes that rows of these columns may give. */
    Set<String> attributes(List<String> columns) {
        Set<String> attributes = new LinkedHashSet<>();
        if (mapping.attributes().isPresent()) {
            mapping.attributes().get().forEach(each -> attributes.add(each.attribute()));
        } else {
            attributes.addAll(columns);
            attributes.removeAll(identityColumns);
        }
        return attributes;
    }

    SourceRecord record(Map<String, Cell> row) throws RejectedInputException {
        RecordFields fields = identified(row);
        Optional<Cell> op = nonEmpty(row, mapping.op());
        if (op.isPresent()) {
            fields.op(op.get().text());
        }
        fields.descriptors(descriptors(row));
        return fields.record(coveredEntityType);
    }

    /**
     * A delete of the record with the row's identity. Columns that become attributes are not read.
     */
    SourceRecord delete(Map<String, Cell> row) throws RejectedInputException {
        RecordFields fields = identified(row);
        fields.op("delete");
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
        fields.entityType(identity(row, mapping.entityType(), RecordFields.ENTITY_TYPE));
        fields.perspective(identity(row, mapping.perspective(), RecordFields.PERSPECTIVE));
        fields.uid(identity(row, new Field.Column(mapping.uid()), RecordFields.UID));
        Optional<Cell> version = nonEmpty(row, mapping.version());
        if (version.isPresent()) {
            fields.version(version.get().integer(RecordFields.VERSION));
        }
        return fields;
    }

    private List<Descriptor> descriptors(Map<String, Cell> row) throws RejectedInputException {
        List<Descriptor> descriptors = new ArrayList<>();
        if (mapping.attributes().isPresent()) {
            for (AttributeColumn column : mapping.attributes().get()) {
                Cell cell = row.get(column.column());
                if (cell != null) {
                    descriptors.add(
                            descriptor(column.attribute(), cell.text(), validity(row, column)));
                }
            }
            return descriptors;
        }
        for (Map.Entry<String, Cell> cell : row.entrySet()) {
            if (!identityColumns.contains(cell.getKey())) {
                descriptors.add(descriptor(cell.getKey(), cell.getValue().text(), Interval.ALWAYS));
            }
        }
        return descriptors;
    }

    private Interval validity(Map<String, Cell> row, AttributeColumn column)
            throws RejectedInputException {
        Optional<Cell> from = nonEmpty(row, column.validFrom());
        Optional<Cell> to = nonEmpty(row, column.validTo());
        long start = Interval.MIN;
        if (from.isPresent()) {
            start = from.get().time(times, column.validFrom().orElseThrow());
        }
        long end = Interval.MAX;
        if (to.isPresent()) {
            end = to.get().time(times, column.validTo().orElseThrow());
        }
        try {
            return TimePoints.interval(start, end);
        } catch (RejectedInputException e) {
            throw e.within(column.column());
        }
    }

    private static Descriptor descriptor(String attribute, String value, Interval interval)
            throws RejectedInputException {
        if (attribute.isEmpty()) {
            throw new RejectedInputException("a column without a name cannot be an attribute");
        }
        return new Descriptor(attribute, value, interval);
    }

    private static String identity(Map<String, Cell> row, Field field, String name)
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

    /** The cell, unless it is missing or its text is empty. */
    private static Optional<Cell> nonEmpty(Map<String, Cell> row, Optional<String> column) {
        return column.map(row::get).filter(cell -> !cell.text().isEmpty());
    }

    private static Set<String> identityColumns(RecordMapping mapping) {
        Set<String> columns = new LinkedHashSet<>();
        if (mapping.entityType() instanceof Field.Column column) {
            columns.add(column.name());
        }
        if (mapping.perspective() instanceof Field.Column column) {
            columns.add(column.name());
        }
        columns.add(mapping.uid());
        mapping.version().ifPresent(columns::add);
        mapping.op().ifPresent(columns::add);
        return columns;
    }

    private static Set<String> namedColumns(RecordMapping mapping, Set<String> identityColumns) {
        Set<String> columns = new LinkedHashSet<>(identityColumns);
        for (AttributeColumn column : mapping.attributes().orElse(List.of())) {
            columns.add(column.column());
            column.validFrom().ifPresent(columns::add);
            column.validTo().ifPresent(columns::add);
        }
        return columns;
    }
}
