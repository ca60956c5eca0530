package io.kindred.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.Conflict;
import io.kindred.model.DecisionHalf;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.GoldenCell;
import io.kindred.model.GoldenRow;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes rows of the upserted outputs: one JSON object in UTF-8 each, without line breaks. Infinite
 * times are null. A row has the time at which it was emitted only if that is given. Not
 * thread-safe.
 */
public final class OutputJson {

    /** One generator writes all rows, without separators. */
    private static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator((String) null).build();

    private static final int INITIAL_CHARS = 1024;

    /** A buffer that grows beyond this many characters is not reused. */
    private static final int MAX_REUSED_CHARS = 64 * 1024;

    private final Timeline timeline;
    private final ConflictsFormat conflictsFormat;

    /**
     * Text is encoded at the end, because Jackson's own encoder does not write every character as
     * UTF-8.
     */
    private CharArrayWriter text = new CharArrayWriter(INITIAL_CHARS);

    private JsonGenerator json = generator(text);

    /** Of the row that is being written. */
    private Optional<Instant> recordedAt = Optional.empty();

    public OutputJson(Timeline timeline) {
        this(timeline, ConflictsFormat.DEFAULT);
    }

    public OutputJson(Timeline timeline, ConflictsFormat conflictsFormat) {
        this.timeline = timeline;
        this.conflictsFormat = conflictsFormat;
    }

    /** The row of an update. */
    public byte[] row(Update update, long revision) {
        return row(update, revision, Optional.empty());
    }

    /**
     * The row of an update.
     *
     * @param emittedAt when the row was emitted, whatever the timeline; empty without {@code
     *     recorded_at}
     */
    public byte[] row(Update update, long revision, Optional<Instant> emittedAt) {
        return row(() -> write(json, update, revision), emittedAt);
    }

    /** The row of a golden value. */
    public byte[] row(GoldenRow row, long revision, Optional<Instant> emittedAt) {
        return row(() -> write(json, row, revision), emittedAt);
    }

    private interface Fields {
        void write() throws IOException;
    }

    private byte[] row(Fields fields, Optional<Instant> emittedAt) {
        recordedAt = emittedAt;
        try {
            json.writeStartObject();
            fields.write();
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw inMemory(e);
        }
        return takeRow();
    }

    private byte[] takeRow() {
        byte[] row = text.toString().getBytes(StandardCharsets.UTF_8);
        if (text.size() <= MAX_REUSED_CHARS) {
            text.reset();
        } else {
            text = new CharArrayWriter(INITIAL_CHARS);
            json = generator(text);
        }
        return row;
    }

    static JsonGenerator generator(Writer text) {
        try {
            return JSON.createGenerator(text);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    static UncheckedIOException inMemory(IOException e) {
        return new UncheckedIOException("writing to memory cannot fail", e);
    }

    private void write(JsonGenerator json, Update update, long revision) throws IOException {
        if (update instanceof Update.EntityUpsert upsert) {
            Entity entity = upsert.entity();
            json.writeStringField("entity_id", entity.id());
            json.writeStringField("entity_type", entity.entityType());
            status(json, "active", revision);
            records(json, entity.records());
            golden(json, entity.golden());
        } else if (update instanceof Update.EntityRetired retired) {
            json.writeStringField("entity_id", retired.entityId());
            json.writeStringField("entity_type", retired.entityType());
            status(json, "retired", revision);
            strings(json, "successors", retired.successors());
        } else if (update instanceof Update.Assigned assigned) {
            identity(json, assigned.record());
            status(json, "active", revision);
            json.writeStringField("entity_id", assigned.entityId());
        } else if (update instanceof Update.Unassigned unassigned) {
            identity(json, unassigned.record());
            status(json, "retired", revision);
        } else if (update instanceof Update.ConflictOpen open) {
            json.writeStringField("conflict_id", open.conflictId());
            status(json, "open", revision);
            conflict(json, open.conflict());
        } else if (update instanceof Update.ConflictResolved resolved) {
            json.writeStringField("conflict_id", resolved.conflictId());
            status(json, "resolved", revision);
        } else if (update instanceof Update.GenericKeyOpen open) {
            GenericKey generic = open.generic();
            json.writeStringField("generic_key_id", update.key().id());
            status(json, "open", revision);
            json.writeStringField("entity_type", generic.entityType());
            json.writeStringField("key", generic.key());
            strings(json, "values", generic.values());
            json.writeNumberField("records", generic.records());
        } else if (update instanceof Update.GenericKeyResolved) {
            json.writeStringField("generic_key_id", update.key().id());
            status(json, "resolved", revision);
        } else if (update instanceof Update.RecordUpsert record) {
            identity(json, record.record());
            status(json, "active", revision);
            content(json, record);
        } else if (update instanceof Update.RecordRetired retired) {
            identity(json, retired.record());
            status(json, "retired", revision);
        }
    }

    private void content(JsonGenerator json, Update.RecordUpsert record) throws IOException {
        json.writeArrayFieldStart("descriptors");
        for (Descriptor says : record.descriptors()) {
            json.writeStartObject();
            json.writeStringField("attr", says.attribute());
            json.writeStringField("value", says.value());
            interval(json, says.interval());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("digest", record.digest().map(Object::toString).orElse(null));
        json.writeArrayFieldStart("decisions");
        for (DecisionHalf half : record.decisions()) {
            json.writeStartObject();
            json.writeStringField("other", half.other().toString());
            json.writeStringField("decision", half.verdict().text());
            json.writeStringField("reason_half", half.reasonHalf());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, GoldenRow row, long revision) throws IOException {
        json.writeStringField("golden_value_id", row.id());
        json.writeStringField("entity_id", row.entityId());
        json.writeStringField("entity_type", row.entityType());
        status(json, row.cell().isPresent() ? "active" : "retired", revision);
        if (row.cell().isPresent()) {
            GoldenCell cell = row.cell().get();
            goldenValue(json, cell.value());
            records(json, cell.records());
            strings(json, "perspectives", cell.perspectives());
        }
    }

    void conflict(JsonGenerator json, Conflict conflict) throws IOException {
        if (conflict instanceof Conflict.Direct direct) {
            json.writeStringField("kind", "direct");
            json.writeStringField("entity_type", direct.entityType());
            json.writeStringField("entity_id", direct.entityId());
            json.writeStringField("attr", direct.attribute());
            interval(json, direct.interval());
            json.writeStringField("scope", lowerCase(direct.scope()));
            json.writeArrayFieldStart("values");
            for (Conflict.ValueRecords value : direct.values()) {
                json.writeStartObject();
                json.writeStringField("value", value.value());
                records(json, value.records());
                json.writeEndObject();
            }
            json.writeEndArray();
            strings(json, "violates", direct.violates());
            if (conflictsFormat == ConflictsFormat.UNIFORM) {
                json.writeArrayFieldStart("entities");
                entity(json, direct.entityId(), Optional.empty(), Optional.of(records(direct)));
                json.writeEndArray();
            }
        } else if (conflict instanceof Conflict.Indirect indirect) {
            json.writeStringField("kind", "indirect");
            json.writeStringField("entity_type", indirect.entityType());
            json.writeStringField("key", indirect.key());
            strings(json, "key_values", indirect.keyValues());
            interval(json, indirect.interval());
            strings(json, "strong_identifiers", indirect.strongIdentifiers());
            json.writeArrayFieldStart("entities");
            for (Conflict.Side side : indirect.sides()) {
                entity(
                        json,
                        side.entityId(),
                        Optional.of(side.role()),
                        Optional.of(side.records()));
            }
            json.writeEndArray();
            decisions(json, indirect.decisions());
            if (indirect.score().isPresent()) {
                json.writeNumberField("score", indirect.score().getAsLong());
            }
        } else if (conflict instanceof Conflict.Uniqueness unique) {
            json.writeStringField("kind", "constraint");
            json.writeStringField("entity_type", unique.entityType());
            json.writeStringField("constraint", unique.constraint());
            json.writeStringField("attr", unique.attribute());
            json.writeStringField("perspective", unique.perspective().orElse(null));
            json.writeStringField("value", unique.value());
            interval(json, unique.interval());
            shares(json, unique);
            records(json, unique.records());
        }
    }

    private void shares(JsonGenerator json, Conflict.Uniqueness unique) throws IOException {
        if (conflictsFormat == ConflictsFormat.BY_KIND) {
            strings(json, "entities", unique.entities());
            return;
        }
        json.writeArrayFieldStart("entities");
        for (Conflict.Share share : unique.shares()) {
            entity(
                    json,
                    share.entityId(),
                    Optional.empty(),
                    Optional.of(share.records()).filter(known -> unique.isDivided()));
        }
        json.writeEndArray();
    }

    /** The records that assert any of the values. */
    private static List<RecordIdentity> records(Conflict.Direct direct) {
        return direct.values().stream()
                .flatMap(value -> value.records().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** An entity of a conflict; null where it has no role, or where its records are not known. */
    private static void entity(
            JsonGenerator json,
            String entityId,
            Optional<Conflict.Role> role,
            Optional<List<RecordIdentity>> records)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("entity_id", entityId);
        json.writeStringField("role", role.map(OutputJson::lowerCase).orElse(null));
        if (records.isPresent()) {
            records(json, records.get());
        } else {
            json.writeNullField("records");
        }
        json.writeEndObject();
    }

    /** Absent where there are none. */
    private static void decisions(JsonGenerator json, List<Conflict.DecidedPair> decisions)
            throws IOException {
        if (!decisions.isEmpty()) {
            json.writeArrayFieldStart("decisions");
            for (Conflict.DecidedPair pair : decisions) {
                json.writeStartArray();
                record(json, pair.lesser());
                record(json, pair.greater());
                json.writeEndArray();
            }
            json.writeEndArray();
        }
    }

    private void status(JsonGenerator json, String status, long revision) throws IOException {
        json.writeStringField("status", status);
        json.writeNumberField("revision", revision);
        if (recordedAt.isPresent()) {
            json.writeStringField("recorded_at", recordedAt.get().toString());
        }
    }

    static void identity(JsonGenerator json, RecordIdentity record) throws IOException {
        json.writeStringField("entity_type", record.entityType());
        json.writeStringField("perspective", record.perspective());
        json.writeStringField("uid", record.uid());
    }

    static void records(JsonGenerator json, List<RecordIdentity> records) throws IOException {
        json.writeArrayFieldStart("records");
        for (RecordIdentity record : records) {
            record(json, record);
        }
        json.writeEndArray();
    }

    private static void record(JsonGenerator json, RecordIdentity record) throws IOException {
        json.writeStartObject();
        json.writeStringField("perspective", record.perspective());
        json.writeStringField("uid", record.uid());
        json.writeEndObject();
    }

    void golden(JsonGenerator json, List<GoldenValue> golden) throws IOException {
        json.writeArrayFieldStart("golden");
        for (GoldenValue value : golden) {
            json.writeStartObject();
            goldenValue(json, value);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void goldenValue(JsonGenerator json, GoldenValue value) throws IOException {
        json.writeStringField("attr", value.attribute());
        json.writeStringField("value", value.value());
        interval(json, value.interval());
    }

    static void strings(JsonGenerator json, String field, List<String> strings) throws IOException {
        json.writeArrayFieldStart(field);
        for (String string : strings) {
            json.writeString(string);
        }
        json.writeEndArray();
    }

    void interval(JsonGenerator json, Interval interval) throws IOException {
        bound(json, "start", interval.start() == Interval.MIN, interval.start());
        bound(json, "end", interval.end() == Interval.MAX, interval.end());
    }

    private void bound(JsonGenerator json, String field, boolean infinite, long point)
            throws IOException {
        if (infinite) {
            json.writeNullField(field);
        } else if (timeline == Timeline.INTEGER) {
            json.writeNumberField(field, point);
        } else {
            json.writeStringField(field, timeline.format(point));
        }
    }

    static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
