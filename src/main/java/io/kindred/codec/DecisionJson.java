package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.model.Decision;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes decisions in the record format: one JSON object in UTF-8, without line breaks. Readers
 * ignore who decided when.
 */
public final class DecisionJson {

    private static final String DECISION = "decision";
    private static final String LEFT = "left";
    private static final String RIGHT = "right";
    private static final String REASON = "reason";

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
            json.writeStringField(DECISION, decision.verdict().text());
            pair(json, decision);
            if (decision.version().isPresent()) {
                json.writeNumberField(RecordFields.VERSION, decision.version().getAsLong());
            }
            if (decision.op() == Op.DELETE) {
                json.writeStringField(RecordFields.OP, "delete");
            }
            if (!decision.reason().isEmpty()) {
                json.writeStringField(REASON, decision.reason());
            }
            json.writeStringField("decided_by", by);
            json.writeStringField("decided_at", at.toString());
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
            pair(json, decision);
            json.writeEndObject();
        } catch (IOException e) {
            throw OutputJson.inMemory(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void pair(JsonGenerator json, Decision decision) throws IOException {
        json.writeStringField(RecordFields.ENTITY_TYPE, decision.lesser().entityType());
        record(json, LEFT, decision.lesser());
        record(json, RIGHT, decision.greater());
    }

    private static void record(JsonGenerator json, String field, RecordIdentity record)
            throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField(RecordFields.PERSPECTIVE, record.perspective());
        json.writeStringField(RecordFields.UID, record.uid());
        json.writeEndObject();
    }

    /**
     * Reads a line of the record format.
     *
     * @return empty if the line has no field {@code decision}, so that it is a record
     * @throws RejectedInputException if it is neither a record nor a decision
     */
    public static Optional<Decision> read(byte[] line) throws RejectedInputException {
        return JsonLine.read(line, json -> new Fields().read(json));
    }

    /** The fields of a decision read so far. */
    private static final class Fields {
        private String entityType = "";
        private Optional<Verdict> verdict = Optional.empty();
        private Optional<String[]> left = Optional.empty();
        private Optional<String[]> right = Optional.empty();
        private OptionalLong version = OptionalLong.empty();
        private String op = "upsert";
        private String reason = "";

        Optional<Decision> read(JsonParser json) throws IOException, RejectedInputException {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_NULL && !name.equals(DECISION)) {
                    continue;
                }
                switch (name) {
                    case DECISION -> verdict = Optional.of(verdict(JsonLine.string(json, name)));
                    case RecordFields.ENTITY_TYPE -> entityType = JsonLine.string(json, name);
                    case LEFT -> left = Optional.of(names(json, name));
                    case RIGHT -> right = Optional.of(names(json, name));
                    case RecordFields.VERSION ->
                            version = OptionalLong.of(JsonLine.integer(json, name));
                    case RecordFields.OP -> op = JsonLine.string(json, name);
                    case REASON -> reason = JsonLine.string(json, name);
                    default -> json.skipChildren();
                }
            }
            return verdict.isEmpty() ? Optional.empty() : Optional.of(decision(verdict.get()));
        }

        private Decision decision(Verdict decided) throws RejectedInputException {
            RecordIdentity one = record(LEFT, left);
            RecordIdentity other = record(RIGHT, right);
            if (one.equals(other)) {
                throw new RejectedInputException("left and right are the same record");
            }
            return Decision.about(one, other, version, op(op), decided, reason);
        }

        private RecordIdentity record(String field, Optional<String[]> names)
                throws RejectedInputException {
            String[] both =
                    names.orElseThrow(() -> new RejectedInputException(field + " is missing"));
            try {
                return new RecordIdentity(entityType, both[0], both[1]);
            } catch (IllegalArgumentException e) {
                throw new RejectedInputException(field + ": " + e.getMessage());
            }
        }

        private static String[] names(JsonParser json, String field)
                throws IOException, RejectedInputException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new RejectedInputException(
                        field + " is " + JsonLine.found(json) + ", expected an object");
            }
            String[] names = {"", ""};
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case RecordFields.PERSPECTIVE ->
                            names[0] = JsonLine.string(json, field + "." + name);
                    case RecordFields.UID -> names[1] = JsonLine.string(json, field + "." + name);
                    default -> json.skipChildren();
                }
            }
            return names;
        }

        private static Verdict verdict(String text) throws RejectedInputException {
            return Arrays.stream(Verdict.values())
                    .filter(each -> each.text().equals(text))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new RejectedInputException(
                                            "decision is "
                                                    + InputText.quoted(text)
                                                    + ", expected same or different"));
        }

        private static Op op(String text) throws RejectedInputException {
            return switch (text) {
                case "upsert" -> Op.UPSERT;
                case "delete" -> Op.DELETE;
                default ->
                        throw new RejectedInputException(
                                "op is "
                                        + InputText.quoted(text)
                                        + ", expected upsert or delete");
            };
        }
    }
}
