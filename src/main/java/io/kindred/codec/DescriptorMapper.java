package io.kindred.codec;

import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.model.Descriptor;
import io.kindred.ontology.BasicNormalizer;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Maps the columns of rows to descriptors. */
final class DescriptorMapper {

    /** Empty: all columns. */
    private final Optional<List<TimedColumn>> columns;

    private final Set<String> values;
    private final Set<String> otherwiseUsed;
    private final Notices notices;

    /**
     * @param otherwiseUsed the columns with another use; they are no attributes if all others are
     */
    DescriptorMapper(
            RecordMapping mapping, Set<String> otherwiseUsed, Timeline timeline, Notices notices) {
        this.columns =
                mapping.attributes()
                        .map(
                                all ->
                                        all.stream()
                                                .map(
                                                        each ->
                                                                new TimedColumn(
                                                                        each,
                                                                        new TimeReader(
                                                                                timeline,
                                                                                each.time())))
                                                .toList());
        this.values = valueColumns(mapping);
        this.otherwiseUsed = otherwiseUsed;
        this.notices = notices;
    }

    /** The columns that the mapping names for attributes. */
    static Set<String> namedColumns(RecordMapping mapping) {
        Set<String> columns = new LinkedHashSet<>();
        for (AttributeColumn column : mapping.attributes().orElse(List.of())) {
            columns.add(column.column());
            column.validFrom().ifPresent(columns::add);
            column.validTo().ifPresent(columns::add);
        }
        return columns;
    }

    /** The columns that a mapping names for values, and not also for times. */
    private static Set<String> valueColumns(RecordMapping mapping) {
        Set<String> columns = new LinkedHashSet<>();
        List<AttributeColumn> all = mapping.attributes().orElse(List.of());
        all.forEach(each -> columns.add(each.column()));
        for (AttributeColumn each : all) {
            each.validFrom().ifPresent(columns::remove);
            each.validTo().ifPresent(columns::remove);
        }
        return columns;
    }

    /** Whether a row may have several values of a column. */
    boolean isRepeatable(String column) {
        return !otherwiseUsed.contains(column) && (columns.isEmpty() || values.contains(column));
    }

    /** The attributes that rows of these columns may give. */
    Set<String> attributes(List<String> rowColumns) {
        Set<String> attributes = new LinkedHashSet<>();
        if (columns.isPresent()) {
            columns.get().forEach(each -> attributes.add(each.names().attribute()));
        } else {
            attributes.addAll(rowColumns);
            attributes.removeAll(otherwiseUsed);
        }
        return attributes;
    }

    List<Descriptor> descriptors(Map<String, Cell> row) throws RejectedInputException {
        List<Descriptor> descriptors = new ArrayList<>();
        if (columns.isPresent()) {
            for (TimedColumn column : columns.get()) {
                Cell cell = row.get(column.names().column());
                if (cell != null) {
                    for (Cell value : cell.values()) {
                        for (String part : column.parts(value.text())) {
                            add(descriptors, column, part, row);
                        }
                    }
                }
            }
            return descriptors;
        }
        for (Map.Entry<String, Cell> cell : row.entrySet()) {
            if (!otherwiseUsed.contains(cell.getKey())) {
                for (Cell value : cell.getValue().values()) {
                    descriptors.add(descriptor(cell.getKey(), value.text(), Interval.ALWAYS));
                }
            }
        }
        return descriptors;
    }

    private void add(
            List<Descriptor> descriptors, TimedColumn column, String value, Map<String, Cell> row)
            throws RejectedInputException {
        Interval validity;
        try {
            validity = column.validity(row);
        } catch (RejectedInputException e) {
            if (!column.names().time().dropsUnreadable()) {
                throw e;
            }
            notices.add(Notice.DROPPED_VALUE, column.names().column());
            return;
        }
        descriptors.add(descriptor(column.names().attribute(), value, validity));
    }

    private static Descriptor descriptor(String attribute, String value, Interval interval)
            throws RejectedInputException {
        if (attribute.isEmpty()) {
            throw new RejectedInputException("a column without a name cannot be an attribute");
        }
        return new Descriptor(attribute, value, interval);
    }

    private record TimedColumn(AttributeColumn names, TimeReader times) {

        /** The values in a text: itself, or what is between separators and not blank. */
        List<String> parts(String text) {
            if (names.split().isEmpty()) {
                return List.of(text);
            }
            String separator = names.split().get();
            List<String> parts = new ArrayList<>();
            int start = 0;
            while (start <= text.length()) {
                int found = text.indexOf(separator, start);
                int end = found < 0 ? text.length() : found;
                String part = BasicNormalizer.TRIM.apply(text.substring(start, end));
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                start = end + separator.length();
            }
            return parts;
        }

        Interval validity(Map<String, Cell> row) throws RejectedInputException {
            Optional<Cell> from = RowMapper.nonBlank(row, names.validFrom());
            Optional<Cell> to = RowMapper.nonBlank(row, names.validTo());
            long start = Interval.MIN;
            if (from.isPresent()) {
                start = times.start(from.get(), names.validFrom().orElseThrow());
            }
            long end = Interval.MAX;
            if (to.isPresent()) {
                end = times.end(to.get(), names.validTo().orElseThrow());
            }
            try {
                return TimePoints.interval(start, end);
            } catch (RejectedInputException e) {
                throw e.within(names.column());
            }
        }
    }
}
