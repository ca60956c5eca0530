package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.Decision;
import io.kindred.model.HeldDecision;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes decisions in the record format: one JSON object in UTF-8, without line breaks. Readers
 * ignore who decided when.
 */
public final class DecisionJson {

    private DecisionJson() {}

    /**
     * The decision as a JSON object, without a line end.
     *
     * @param by who decided
     * @param at when
     */
    public static byte[] line(Decision decision, String by, Instant at) {
        CharArrayWriter text = new CharArrayWriter();
        try (JsonGenerator json = OutputJson.generator(text)) {
            json.writeStartObject();
            RecordWriter.write(json, decision);
            json.writeStringField("decided_by", by);
            json.writeStringField("decided_at", at.toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw OutputJson.inMemory(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * One side of a decision as a JSON object, without a line end: {@code decided} in place of
     * {@code decision}, so that no source takes it for a decision.
     *
     * @param own the digest of the record
     */
    public static byte[] oneSide(RecordIdentity record, RecordDigest own, HeldDecision held) {
        CharArrayWriter text = new CharArrayWriter();
        try (JsonGenerator json = OutputJson.generator(text)) {
            json.writeStartObject();
            json.writeStringField("decided", held.verdict().text());
            json.writeStringField(InputFields.ENTITY_TYPE, record.entityType());
            RecordWriter.write(json, "record", record);
            json.writeStringField("digest", own.toString());
            json.writeStringField("other_digest", held.other().toString());
            if (held.version().isPresent()) {
                json.writeNumberField(InputFields.VERSION, held.version().getAsLong());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw OutputJson.inMemory(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The key of the decision's messages: a JSON object, the same for all about the pair. */
    public static byte[] key(Decision decision) {
        CharArrayWriter text = new CharArrayWriter();
        try (JsonGenerator json = OutputJson.generator(text)) {
            json.writeStartObject();
            json.writeStringField(InputFields.ENTITY_TYPE, decision.lesser().entityType());
            RecordWriter.write(json, DecisionFields.LEFT, decision.lesser());
            RecordWriter.write(json, DecisionFields.RIGHT, decision.greater());
            json.writeEndObject();
        } catch (IOException e) {
            throw OutputJson.inMemory(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a line of the record format.
     *
     * @return empty if the line has no field {@code decision}, so that it is a record
     * @throws RejectedInputException if it is neither a record nor a decision
     */
    public static Optional<Decision> read(byte[] line) throws RejectedInputException {
        boolean isDecision = JsonLine.read(line, DecisionReader::hasDecision);
        return isDecision
                ? Optional.of(new DecisionReader(type -> true).read(line))
                : Optional.empty();
    }
}
