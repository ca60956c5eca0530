package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.Descriptor;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Interval;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes the record format of {@link RecordReader}: one JSON object in UTF-8, without line breaks.
 * Times are integers, which every timeline accepts; infinite times are left out.
 */
public final class RecordWriter {

    private RecordWriter() {}

    /** The record as a JSON object, without a line end. */
    public static byte[] line(SourceRecord source) {
        CharArrayWriter text = new CharArrayWriter();
        try (JsonGenerator json = OutputJson.generator(text)) {
            json.writeStartObject();
            OutputJson.identity(json, source.identity());
            if (source.version().isPresent()) {
                json.writeNumberField(RecordFields.VERSION, source.version().getAsLong());
            }
            if (source.op() == SourceRecord.Op.DELETE) {
                json.writeStringField(RecordFields.OP, "delete");
            }
            json.writeArrayFieldStart(DescriptorReader.DESCRIPTORS);
            for (Descriptor descriptor : source.descriptors()) {
                write(json, descriptor);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw OutputJson.inMemory(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, Descriptor descriptor) throws IOException {
        Interval interval = descriptor.interval();
        json.writeStartObject();
        json.writeStringField(DescriptorReader.ATTR, descriptor.attribute());
        json.writeStringField(DescriptorReader.VALUE, descriptor.value());
        if (interval.start() != Interval.MIN) {
            json.writeNumberField(DescriptorReader.START, interval.start());
        }
        if (interval.end() != Interval.MAX) {
            json.writeNumberField(DescriptorReader.END, interval.end());
        }
        json.writeEndObject();
    }
}
