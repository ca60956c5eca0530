package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.temporal.Interval;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

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
                json.writeNumberField(InputFields.VERSION, source.version().getAsLong());
            }
            write(json, source.op());
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

    /** The decision as a JSON object, without a line end. */
    public static byte[] line(Decision decision) {
        CharArrayWriter text = new CharArrayWriter();
        try (JsonGenerator json = OutputJson.generator(text)) {
            json.writeStartObject();
            write(json, decision);
            json.writeEndObject();
        } catch (IOException e) {
            throw OutputJson.inMemory(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the fields of a decision into an open object. */
    static void write(JsonGenerator json, Decision decision) throws IOException {
        json.writeStringField(DecisionFields.DECISION, decision.verdict().text());
        json.writeStringField(InputFields.ENTITY_TYPE, decision.lesser().entityType());
        write(json, DecisionFields.LEFT, decision.lesser());
        write(json, DecisionFields.RIGHT, decision.greater());
        if (decision.version().isPresent()) {
            json.writeNumberField(InputFields.VERSION, decision.version().getAsLong());
        }
        write(json, decision.op());
        if (!decision.reason().isEmpty()) {
            json.writeStringField(DecisionFields.REASON, decision.reason());
        }
    }

    static void write(JsonGenerator json, String name, RecordIdentity record) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField(IdentityFields.PERSPECTIVE, record.perspective());
        json.writeStringField(IdentityFields.UID, record.uid());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Op op) throws IOException {
        if (op != Op.UPSERT) {
            json.writeStringField(InputFields.OP, op.name().toLowerCase(Locale.ROOT));
        }
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
