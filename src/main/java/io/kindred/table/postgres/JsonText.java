package io.kindred.table.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.table.Column;
import io.kindred.table.ColumnType;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.ColumnType.Struct;
import io.kindred.table.TableRow;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes lists and structs of a row as JSON again, with the fields that the row has in JSON. */
final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();

    private final Timeline timeline;
    private final StorableText storable;

    JsonText(Timeline timeline, StorableText storable) {
        this.timeline = timeline;
        this.storable = storable;
    }

    String of(ColumnType type, Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, type, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void write(JsonGenerator json, ColumnType type, Object value) throws IOException {
        if (type instanceof Struct struct) {
            writeStruct(json, struct, (TableRow) value);
        } else if (type instanceof ListOf list) {
            json.writeStartArray();
            for (Object element : (List<?>) value) {
                write(json, list.element(), element);
            }
            json.writeEndArray();
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Long number) {
            writeNumber(json, type, number);
        } else {
            json.writeString(storable.of((String) value));
        }
    }

    private void writeStruct(JsonGenerator json, Struct struct, TableRow row) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < struct.fields().size(); i++) {
            Column field = struct.fields().get(i);
            Optional<Object> value = row.value(i);
            if (value.isPresent()) {
                json.writeFieldName(field.name());
                write(json, field.type(), value.get());
            } else if (!field.isOptional()) {
                json.writeNullField(field.name());
            }
        }
        json.writeEndObject();
    }

    private void writeNumber(JsonGenerator json, ColumnType type, long number) throws IOException {
        if (type == Simple.INSTANT) {
            json.writeString(Instant.ofEpochMilli(number).toString());
        } else if (type == Simple.TIME && timeline == Timeline.MILLIS) {
            json.writeString(timeline.format(number));
        } else {
            json.writeNumber(number);
        }
    }
}
