package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads the record format: one JSON object with {@code entity_type}, {@code perspective}, {@code
 * uid} and optionally {@code version}, {@code op} and {@code descriptors}. An object with the field
 * {@code decision} is a decision, see {@link DecisionReader}.
 *
 * <p>Values that are numbers or booleans become their JSON text. Unknown fields are ignored, but
 * not {@linkplain #ofQuestions in questions}; a known field that occurs twice is rejected.
 */
public final class RecordReader implements RecordDecoder {

    private static final String FIELDS =
            "entity_type, perspective, uid, version, op or descriptors";

    private final DescriptorReader descriptors;
    private final DecisionReader decisions;
    private final Predicate<String> coveredEntityType;
    private final UnknownFields unknown;

    /**
     * @param timeline the format of times
     * @param coveredEntityType whether the ontology covers an entity type
     */
    public RecordReader(Timeline timeline, Predicate<String> coveredEntityType) {
        this(timeline, coveredEntityType, UnknownFields.SKIPPED);
    }

    /** A reader of records that people ask about: fields that mean nothing are errors. */
    public static RecordReader ofQuestions(Timeline timeline, Predicate<String> coveredEntityType) {
        return new RecordReader(timeline, coveredEntityType, UnknownFields.REFUSED);
    }

    private RecordReader(
            Timeline timeline, Predicate<String> coveredEntityType, UnknownFields unknown) {
        this.unknown = unknown;
        this.descriptors = new DescriptorReader(new TimePoints(timeline), unknown);
        this.decisions = new DecisionReader(coveredEntityType);
        this.coveredEntityType = coveredEntityType;
    }

    /**
     * Reads a record from one JSON object.
     *
     * @throws RejectedInputException if it is not a valid record; so is a decision
     */
    public SourceRecord read(byte[] line) throws RejectedInputException {
        return JsonLine.read(line, this::record)
                .orElseThrow(() -> new RejectedInputException("a decision, expected a record"));
    }

    /**
     * Reads the identity of a record only, whatever its times are written in.
     *
     * @throws RejectedInputException if it is no JSON object with an identity
     */
    public static RecordIdentity identity(byte[] line) throws RejectedInputException {
        return JsonLine.read(line, RecordReader::identity);
    }

    private static RecordIdentity identity(JsonParser json)
            throws IOException, RejectedInputException {
        RecordFields fields = new RecordFields();
        SeenFields seen = new SeenFields();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (!fields.read(json, name, seen)) {
                json.skipChildren();
            }
        }
        return fields.identity().identity(fields.entityType());
    }

    /**
     * Reads a record that is part of an object.
     *
     * @param json at the opening brace
     * @param path of the record, for errors
     */
    SourceRecord readObject(JsonParser json, String path)
            throws IOException, RejectedInputException {
        try {
            return record(json)
                    .orElseThrow(() -> new RejectedInputException("a decision, expected a record"));
        } catch (RejectedInputException e) {
            throw e.within(path);
        }
    }

    /** Reads one JSON object; the header is not used. */
    @Override
    public Decoded decode(byte[] bytes, String header) throws RejectedInputException {
        Optional<SourceRecord> record;
        try {
            record = JsonLine.read(bytes, this::record);
        } catch (RejectedInputException e) {
            // Whether it is a decision may be seen only after what makes it no record.
            if (!DecisionReader.isDecision(bytes)) {
                throw e;
            }
            record = Optional.empty();
        }
        return record.isPresent() ? Decoded.of(record.get()) : Decoded.of(decisions.read(bytes));
    }

    /** The record; empty if the object is a decision. */
    private Optional<SourceRecord> record(JsonParser json)
            throws IOException, RejectedInputException {
        RecordFields fields = new RecordFields();
        SeenFields seen = new SeenFields();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            boolean given = json.nextToken() != JsonToken.VALUE_NULL;
            switch (name) {
                case DescriptorReader.DESCRIPTORS -> {
                    seen.add(name);
                    if (given) {
                        fields.descriptors(descriptors.readAll(json));
                    }
                }
                case DecisionFields.DECISION -> {
                    skipRest(json);
                    return Optional.empty();
                }
                default -> {
                    if (!fields.read(json, name, seen)) {
                        unknown.read(json, name, FIELDS);
                    }
                }
            }
        }
        return Optional.of(fields.record(coveredEntityType));
    }

    private static void skipRest(JsonParser json) throws IOException {
        json.skipChildren();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            json.nextToken();
            json.skipChildren();
        }
    }
}
