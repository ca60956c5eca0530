package io.kindred.codec;

import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Reads Debezium change events. Rows are mapped like flat JSON objects:
 *
 * <ul>
 *   <li>A row that is created, updated or read in a snapshot is an upsert.
 *   <li>A deleted row is a delete. Identity columns that {@code before} lacks are taken from the
 *       message's key.
 *   <li>An update that changes a row's identity is a delete of the old record and an upsert of the
 *       new one.
 *   <li>An event with an {@link EraseMark} erases the records that it would change.
 *   <li>The tombstone after a delete is ignored.
 * </ul>
 *
 * <p>Unless the mapping has a version column, the version is twice the event's {@link LogPosition},
 * plus 1 if the row exists from then on. A delete comes before a create or update at its position:
 * if a row gets another key but keeps its identity, Debezium writes a delete and a create at one
 * position. A delete wins against a snapshot row of the same version. Rows of an initial snapshot
 * are older than all changes: a change may already be in the log but not yet committed when the
 * snapshot reads the row, and the snapshot must not win against it. Rows of an incremental
 * snapshot, or of any snapshot with {@code snapshotsAtPosition}, have the version of their log
 * position, just below an update at the same position.
 */
public final class DebeziumReader implements MessageDecoder {

    /** Debezium's placeholder for a large unchanged value that the log does not repeat. */
    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private final RowMapper mapper;
    private final JsonRow rows;
    private final Encoding encoding;
    private final MessageKey keys;
    private final Notices notices;
    private final boolean hasVersionColumn;
    private final boolean snapshotsAtPosition;
    private final EraseMark mark;

    /**
     * @param encoding of events and keys
     * @param snapshotsAtPosition whether rows of all snapshots have the version of their log
     *     position
     * @param mark where an event says that its record is to be erased
     * @param timeline the format of times
     * @param coveredEntityType whether the ontology covers an entity type
     * @param notices told of what the reader finds in accepted inputs
     */
    public DebeziumReader(
            RecordMapping mapping,
            Encoding encoding,
            boolean snapshotsAtPosition,
            EraseMark mark,
            Timeline timeline,
            Predicate<String> coveredEntityType,
            Notices notices) {
        this.mapper =
                new RowMapper(mapping, OpReader.of(mark), timeline, coveredEntityType, notices);
        this.rows = new JsonRow(mapper, notices);
        this.keys = new MessageKey(rows, encoding, mapping.uid());
        this.encoding = encoding;
        this.notices = notices;
        this.hasVersionColumn = mapping.version().isPresent();
        this.snapshotsAtPosition = snapshotsAtPosition;
        this.mark = mark;
    }

    @Override
    public Decoded decode(Message message) throws RejectedInputException {
        byte[] value = message.value();
        if (value == null) {
            return Decoded.NOTHING;
        }
        ChangeEvent event = ChangeEvent.read(value, encoding, rows);
        return switch (event.op()) {
            case "c", "u", "r" -> Decoded.of(upsert(event, message));
            case "d" -> Decoded.of(delete(event, message));
            case "t" ->
                    throw new RejectedInputException(
                            "the table was truncated (op t), which names no records; expected"
                                    + " op c, u, d or r");
            case "" ->
                    throw new RejectedInputException(
                            "op is missing, expected a Debezium change event; for rows without"
                                    + " an envelope use format json");
            default ->
                    throw new RejectedInputException(
                            "op is " + InputText.quoted(event.op()) + ", expected c, u, d or r");
        };
    }

    private List<SourceRecord> upsert(ChangeEvent event, Message message)
            throws RejectedInputException {
        Map<String, Cell> after = event.after();
        if (after == null) {
            throw new RejectedInputException(
                    "after is missing, expected the row after op " + event.op());
        }
        Map<String, Cell> before = event.before();
        boolean isErasure = mark.isIn(message) || mapper.isErasure(after);
        SourceRecord record =
                versioned(
                        event,
                        isErasure
                                ? mapper.remove(after, Op.ERASE)
                                : mapper.record(available(after, before)),
                        true);
        if (!isErasure) {
            rows.noticeMissing(after);
        }
        if (before == null || !mapper.hasIdentity(before)) {
            if (event.op().equals("u") && !isIdentifiedByKey(message)) {
                notices.add(Notice.UNKNOWN_BEFORE, message.topic());
            }
            return List.of(record);
        }
        SourceRecord replaced = mapper.remove(before, isErasure ? Op.ERASE : Op.DELETE);
        if (replaced.identity().equals(record.identity())) {
            return List.of(record);
        }
        return List.of(versioned(event, replaced, false), record);
    }

    /**
     * Whether the key of the table contains the identity. A change of the key comes as a delete and
     * a create, so an update then leaves the identity as it is.
     */
    private boolean isIdentifiedByKey(Message message) {
        byte[] key = message.key();
        try {
            return key != null && mapper.hasIdentity(keys.object(key));
        } catch (RejectedInputException e) {
            return false;
        }
    }

    private SourceRecord delete(ChangeEvent event, Message message) throws RejectedInputException {
        Map<String, Cell> before = event.before();
        boolean isErasure = mark.isIn(message) || before != null && mapper.isErasure(before);
        Op op = isErasure ? Op.ERASE : Op.DELETE;
        if (before != null && mapper.hasIdentity(before)) {
            return versioned(event, mapper.remove(before, op), false);
        }
        Map<String, Cell> row = keyColumns(message);
        if (before != null) {
            row.putAll(before);
        }
        try {
            return versioned(event, mapper.remove(row, op), false);
        } catch (RejectedInputException e) {
            throw e.within("neither before nor the message's key identifies the deleted record");
        }
    }

    private Map<String, Cell> keyColumns(Message message) throws RejectedInputException {
        byte[] key = message.key();
        try {
            return key == null ? new HashMap<>() : new HashMap<>(keys.object(key));
        } catch (RejectedInputException e) {
            throw e.within("the message's key");
        }
    }

    /**
     * The record with the event's version, unless the mapping has a version column.
     *
     * @param isAfter whether the record is that of the row after the change
     */
    private SourceRecord versioned(ChangeEvent event, SourceRecord record, boolean isAfter)
            throws RejectedInputException {
        if (hasVersionColumn) {
            return record;
        }
        boolean isSnapshot = event.op().equals("r");
        boolean isFirst = isSnapshot || !isAfter;
        long version = 2 * LogPosition.of(event.source(), isSnapshot) + (isFirst ? 0 : 1);
        if (isSnapshot && !snapshotsAtPosition && !isIncremental(event)) {
            version += Long.MIN_VALUE;
        }
        return new SourceRecord(
                record.identity(), OptionalLong.of(version), record.op(), record.descriptors());
    }

    private static boolean isIncremental(ChangeEvent event) {
        Cell snapshot = event.source().get("snapshot");
        return snapshot != null && snapshot.text().equals("incremental");
    }

    private static boolean isUnavailable(Cell cell) {
        return cell.values().stream().anyMatch(value -> value.text().equals(UNAVAILABLE));
    }

    /** The row after the change, with large unchanged values copied from the row before. */
    private static Map<String, Cell> available(
            Map<String, Cell> after, @Nullable Map<String, Cell> before)
            throws RejectedInputException {
        List<String> unavailable = new ArrayList<>();
        after.forEach(
                (column, cell) -> {
                    if (isUnavailable(cell)) {
                        unavailable.add(column);
                    }
                });
        if (unavailable.isEmpty()) {
            return after;
        }
        Map<String, Cell> row = new HashMap<>(after);
        for (String column : unavailable) {
            Cell known = before == null ? null : before.get(column);
            if (known == null || isUnavailable(known)) {
                throw new RejectedInputException(
                        "the event lacks the value of the column "
                                + column
                                + ", which is large and did not change; expected it in before"
                                + " (REPLICA IDENTITY FULL)");
            }
            row.put(column, known);
        }
        return row;
    }
}
