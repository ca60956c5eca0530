package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.util.function.Predicate;

/**
 * Reads the record format: one JSON object with {@code entity_type}, {@code perspective}, {@code
 * uid} and optionally {@code version}, {@code op} and {@code descriptors}.
 *
 * <p>Values that are numbers or booleans become their JSON text. Unknown fields are ignored; a
 * known field that occurs twice is rejected.
 */
public final class RecordReader implements RecordDecoder {

    private final DescriptorReader descriptors;
    private final Predicate<String> coveredEntityType;

    /**
     * @param timeline the format of times
     * @param coveredEntityType whether the ontology covers an entity type
     */
    public RecordReader(Timeline timeline, Predicate<String> coveredEntityType) {
        this.descriptors = new DescriptorReader(new TimePoints(timeline));
        this.coveredEntityType = coveredEntityType;
    }

    /**
     * Reads a record from one JSON object.
     *
     * @throws RejectedInputException if it is not a valid record
     */
    public SourceRecord read(byte[] line) throws RejectedInputException {
        return JsonLine.read(line, this::record);
    }

    /** Reads one JSON object; the header is not used. */
    @Override
    public SourceRecord decode(byte[] bytes, String header) throws RejectedInputException {
        return read(bytes);
    }

    private SourceRecord record(JsonParser json) throws IOException, RejectedInputException {
        RecordFields fields = new RecordFields();
        SeenFields seen = new SeenFields();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            boolean given = token != JsonToken.VALUE_NULL;
            switch (name) {
                case RecordFields.ENTITY_TYPE -> {
                    seen.add(name);
                    fields.entityType(JsonLine.string(json, name));
                }
                case RecordFields.PERSPECTIVE -> {
                    seen.add(name);
                    fields.perspective(JsonLine.string(json, name));
                }
                case RecordFields.UID -> {
                    seen.add(name);
                    fields.uid(JsonLine.string(json, name));
                }
                case RecordFields.VERSION -> {
                    seen.add(name);
                    if (given) {
                        fields.version(JsonLine.integer(json, name));
                    }
                }
                case RecordFields.OP -> {
                    seen.add(name);
                    if (given) {
                        fields.op(JsonLine.string(json, name));
                    }
                }
                case DescriptorReader.DESCRIPTORS -> {
                    seen.add(name);
                    if (given) {
                        fields.descriptors(descriptors.readAll(json));
                    }
                }
                default -> json.skipChildren();
            }
        }
        return fields.record(coveredEntityType);
    }
}
