package io.kindred.codec;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of a change in its database's log, as a number. Later changes of the same row have
 * greater numbers. It is computed from the event's {@code source}:
 *
 * <ul>
 *   <li>{@code postgresql}: {@code lsn}, the position of the change in the write-ahead log.
 *   <li>{@code mysql}, {@code mariadb}: the number at the end of the name of the binlog {@code
 *       file}, times 2^32, plus {@code pos} plus {@code row}. Each row takes at least one byte, so
 *       rows of an event never reach the position of the next event.
 *   <li>{@code sqlserver}: the three parts of {@code change_lsn} (for snapshot rows, {@code
 *       commit_lsn}) in 25, 24 and 11 bits, then 2 bits of {@code event_serial_no}.
 * </ul>
 *
 * A row is locked from its change to the end of the transaction. For one row, the order of
 * positions is therefore the order of commits.
 */
final class LogPosition {

    /** Greater than all positions. */
    static final long END = 1L << 62;

    private static final Pattern BINLOG = Pattern.compile(".*\\.([0-9]{1,9})");
    private static final int BINLOG_BITS = 32;
    private static final Pattern LSN =
            Pattern.compile("([0-9a-fA-F]{8}):([0-9a-fA-F]{8}):([0-9a-fA-F]{4})");
    private static final int[] LSN_BITS = {25, 24, 11};
    private static final int SERIAL_BITS = 2;
    private static final String INSTEAD = "; name a column as version instead";

    private final Map<String, Cell> source;

    private LogPosition(Map<String, Cell> source) {
        this.source = source;
    }

    /**
     * The position of an event, at least 0 and less than {@link #END}.
     *
     * @param source the fields of the event's {@code source}
     * @param isSnapshot whether the row comes from a snapshot rather than a change
     * @throws RejectedInputException if the event has no position, or one out of range
     */
    static long of(Map<String, Cell> source, boolean isSnapshot) throws RejectedInputException {
        LogPosition position = new LogPosition(source);
        String connector = source.containsKey("connector") ? source.get("connector").text() : "";
        long number =
                switch (connector) {
                    case "postgresql" -> position.integer("lsn");
                    case "mysql", "mariadb" -> position.binlog();
                    case "sqlserver" -> position.lsn(isSnapshot ? "commit_lsn" : "change_lsn");
                    default ->
                            throw new RejectedInputException(
                                    "source.connector is "
                                            + InputText.quoted(connector)
                                            + ", expected one of postgresql, mysql, mariadb,"
                                            + " sqlserver"
                                            + INSTEAD);
                };
        if (number < 0 || number >= END) {
            throw new RejectedInputException(
                    "the position " + number + " in source is out of range" + INSTEAD);
        }
        return number;
    }

    private long binlog() throws RejectedInputException {
        String file = text("file");
        Matcher number = BINLOG.matcher(file);
        if (!number.matches()) {
            throw new RejectedInputException(
                    "source.file is "
                            + InputText.quoted(file)
                            + ", expected the name of a binlog such as mysql-bin.000003"
                            + INSTEAD);
        }
        long pos = integer("pos") + (source.containsKey("row") ? integer("row") : 0);
        return (Long.parseLong(number.group(1)) << BINLOG_BITS)
                + bits(pos, BINLOG_BITS, "source.pos");
    }

    private long lsn(String field) throws RejectedInputException {
        String lsn = text(field);
        Matcher parts = LSN.matcher(lsn);
        if (!parts.matches()) {
            throw new RejectedInputException(
                    "source."
                            + field
                            + " is "
                            + InputText.quoted(lsn)
                            + ", expected an LSN such as 00000027:00000758:0005"
                            + INSTEAD);
        }
        long number = 0;
        for (int i = 0; i < LSN_BITS.length; i++) {
            number =
                    (number << LSN_BITS[i])
                            | bits(
                                    Long.parseLong(parts.group(i + 1), 16),
                                    LSN_BITS[i],
                                    "source." + field);
        }
        String serial = "event_serial_no";
        long last = source.containsKey(serial) ? integer(serial) : 0;
        return (number << SERIAL_BITS) | bits(last, SERIAL_BITS, "source." + serial);
    }

    private static long bits(long value, int bits, String field) throws RejectedInputException {
        if (value < 0 || value >= 1L << bits) {
            throw new RejectedInputException(
                    field + " has a part of " + value + ", over " + bits + " bits" + INSTEAD);
        }
        return value;
    }

    private String text(String field) throws RejectedInputException {
        return required(field).text();
    }

    private long integer(String field) throws RejectedInputException {
        return required(field).integer("source." + field);
    }

    private Cell required(String field) throws RejectedInputException {
        Cell cell = source.get(field);
        if (cell == null) {
            throw new RejectedInputException(
                    "source."
                            + field
                            + " is missing, expected the position of the change"
                            + INSTEAD);
        }
        return cell;
    }
}
