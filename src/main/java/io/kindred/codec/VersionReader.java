package io.kindred.codec;

import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.temporal.Timeline;

import java.math.BigDecimal;
import java.util.Map;

/** Reads the versions of rows. */
final class VersionReader {

    private final VersionColumn column;
    private final TimeReader times;

    VersionReader(VersionColumn column) {
        this.column = column;
        this.times = new TimeReader(Timeline.MILLIS, column.time());
    }

    /** Reads the version of a row, if it has one. */
    void read(Map<String, Cell> row, InputFields fields) throws RejectedInputException {
        Cell cell = row.get(column.column());
        if (cell != null && !cell.text().isBlank()) {
            fields.version(read(cell));
        }
    }

    private long read(Cell cell) throws RejectedInputException {
        try {
            return switch (column.type()) {
                case INTEGER -> integer(cell);
                case NUMBER -> number(cell.text().strip());
                case TIME -> times.micros(cell, column.column());
            };
        } catch (RejectedInputException e) {
            throw column.type() == VersionColumn.Type.TIME ? e.within(InputFields.VERSION) : e;
        }
    }

    private long integer(Cell cell) throws RejectedInputException {
        try {
            return cell.integer(InputFields.VERSION);
        } catch (RejectedInputException e) {
            throw new RejectedInputException(
                    e.getMessage()
                            + "; for other notations of numbers, as in quotes, write version: {column: "
                            + column.column()
                            + ", type: number}, for a time type: time");
        }
    }

    private static long number(String text) throws RejectedInputException {
        if (TimePoints.isNumber(text)) {
            try {
                return new BigDecimal(text).longValueExact();
            } catch (ArithmeticException e) {
                // Not integral, or too large: rejected below.
            }
        }
        throw new RejectedInputException(
                InputFields.VERSION
                        + " is "
                        + InputText.quoted(text)
                        + ", expected a number with the value of a 64-bit integer");
    }
}
