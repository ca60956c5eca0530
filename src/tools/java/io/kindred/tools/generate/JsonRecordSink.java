package io.kindred.tools.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;

import java.io.IOException;
import java.io.OutputStream;

/** Writes records as JSON lines. Infinite bounds of intervals are omitted. */
final class JsonRecordSink implements RecordSink {

    private final String perspective;
    private final JsonGenerator json;

    JsonRecordSink(String perspective, OutputStream out) throws IOException {
        this.perspective = perspective;
        this.json = new JsonFactory().createGenerator(out);
        json.setRootValueSeparator(new SerializedString(""));
    }

    @Override
    public void write(SyntheticRecord item) throws IOException {
        json.writeStartObject();
        json.writeStringField("entity_type", JobFiles.ENTITY_TYPE);
        json.writeStringField("perspective", perspective);
        json.writeStringField("uid", item.uid());
        json.writeNumberField("version", item.version());
        if (item.op() == Op.DELETE) {
            json.writeStringField("op", "delete");
        } else {
            json.writeArrayFieldStart("descriptors");
            for (Descriptor descriptor : item.descriptors()) {
                write(descriptor);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void write(Descriptor descriptor) throws IOException {
        json.writeStartObject();
        json.writeStringField("attr", descriptor.attribute());
        json.writeStringField("value", descriptor.value());
        Interval interval = descriptor.interval();
        if (interval.start() != Interval.MIN) {
            json.writeStringField("start", People.date(interval.start() / People.MILLIS_PER_DAY));
        }
        if (interval.end() != Interval.MAX) {
            json.writeStringField("end", People.date(interval.end() / People.MILLIS_PER_DAY));
        }
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
