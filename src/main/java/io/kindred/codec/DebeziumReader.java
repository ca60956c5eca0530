package io.kindred.codec;

import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Reads changes of a database table as Debezium writes them in JSON. Rows are mapped like flat JSON
 * objects. A row that is created, updated or read in a snapshot is an upsert; one that is deleted
 * is a delete of the record that was there before, of which the message's key says what the event
 * does not. An update that gives a row another identity also deletes the record that it was. The
 * tombstone after a delete says nothing new.
 *
 * <p>Unless the mapping has a version, it is the event's {@link LogPosition}. What a snapshot read
 * comes before all changes: a snapshot does not see a change that is in the log already but not yet
 * committed, and must not win against it. An incremental snapshot, or any if so declared, stands
 * where the log was then, just before a change of that position.
 */
public final class DebeziumReader implements MessageDecoder {

    /** Stands for a large value that the log does not repeat. */
    private static final String UNAVAILABLE = "__debezium_unavailable_value";

    private final RowMapper mapper;
    private final JsonRow rows;
    private final boolean versioned;
    private final boolean snapshotsAtPosition;

    /**
     * With what the records are made by and held against.
     *
     * @param snapshotsAtPosition whether rows that a snapshot read stand where the log was then
     * @param timeline how times are written
     * @param coveredEntityType whether the ontology covers an entity type
     */
    public DebeziumReader(
            RecordMapping mapping,
            boolean snapshotsAtPosition,
            Timeline timeline,
            Predicate<String> coveredEntityType) {
        this.mapper = new RowMapper(mapping, timeline, coveredEntityType);
        this.rows = new JsonRow(mapper);
        this.versioned = mapping.version().isPresent();
        this.snapshotsAtPosition = snapshotsAtPosition;
    }

    @Override
    public List<SourceRecord> decode(Message message) throws RejectedInputException {
        byte[] value = message.value();
        if (value == null) {
            return List.of();
        }
        ChangeEvent event = ChangeEvent.read(value, rows);
        return switch (event.op()) {
            case "c", "u", "r" -> upsert(event);
            case "d" -> List.of(delete(event, message));
            case "t" ->
                    throw new RejectedInputException(
                            "the table was truncated (op t), which names no records; expected"
                                    + " op c, u, d or r");
            case "" ->
                    throw new RejectedInputException(
                            "op is missing, expected a Debezium change event; rows that were taken"
                                    + " out of their events are of format json");
            default ->
                    throw new RejectedInputException(
                            "op is " + InputText.quoted(event.op()) + ", expected c, u, d or r");
        };
    }

    private List<SourceRecord> upsert(ChangeEvent event) throws RejectedInputException {
        Map<String, Cell> after = event.after();
        if (after == null) {
            throw new RejectedInputException(
                    "after is missing, expected the row after op " + event.op());
        }
        Map<String, Cell> before = event.before();
        SourceRecord record = at(event, mapper.record(available(after, before)));
        if (before == null || !mapper.isNamed(before)) {
            return List.of(record);
        }
        SourceRecord replaced = mapper.delete(before);
        if (replaced.identity().equals(record.identity())) {
            return List.of(record);
        }
        return List.of(at(event, replaced), record);
    }

    private SourceRecord delete(ChangeEvent event, Message message) throws RejectedInputException {
        Map<String, Cell> before = event.before();
        if (before != null && mapper.isNamed(before)) {
            return at(event, mapper.delete(before));
        }
        byte[] key = message.key();
        Map<String, Cell> row = new HashMap<>(key == null ? Map.of() : ChangeEvent.key(key, rows));
        if (before != null) {
            row.putAll(before);
        }
        try {
            return at(event, mapper.delete(row));
        } catch (RejectedInputException e) {
            throw e.within("neither before nor the message's key names the deleted record");
        }
    }

    /** The record with the version that the event gives it. */
    private SourceRecord at(ChangeEvent event, SourceRecord record) throws RejectedInputException {
        if (versioned) {
            return record;
        }
        boolean read = event.op().equals("r");
        // An odd number for a change, so that no row read at its position has the same.
        long version = 2 * LogPosition.of(event.source(), read) + (read ? 0 : 1);
        if (read && !snapshotsAtPosition && !isIncremental(event)) {
            version += Long.MIN_VALUE;
        }
        return new SourceRecord(
                record.identity(), OptionalLong.of(version), record.op(), record.descriptors());
    }

    private static boolean isIncremental(ChangeEvent event) {
        Cell snapshot = event.source().get("snapshot");
        return snapshot != null && snapshot.text().equals("incremental");
    }

    /** The row with large values that did not change taken from before the change. */
    private static Map<String, Cell> available(
            Map<String, Cell> after, @Nullable Map<String, Cell> before)
            throws RejectedInputException {
        List<String> unavailable = new ArrayList<>();
        after.forEach(
                (column, cell) -> {
                    if (cell.text().equals(UNAVAILABLE)) {
                        unavailable.add(column);
                    }
                });
        if (unavailable.isEmpty()) {
            return after;
        }
        Map<String, Cell> row = new HashMap<>(after);
        for (String column : unavailable) {
            Cell known = before == null ? null : before.get(column);
            if (known == null || known.text().equals(UNAVAILABLE)) {
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
