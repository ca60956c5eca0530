package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kindred.model.Decision;

import java.io.IOException;
import java.util.function.Predicate;

/**
 * Reads decisions in the record format: one JSON object with {@code decision}, {@code entity_type},
 * {@code left} and {@code right} (objects with {@code perspective} and {@code uid}) and optionally
 * {@code version}, {@code op} and {@code reason}. Unknown fields are ignored; a known field that
 * occurs twice is rejected.
 */
final class DecisionReader {

    private final Predicate<String> coveredEntityType;

    DecisionReader(Predicate<String> coveredEntityType) {
        this.coveredEntityType = coveredEntityType;
    }

    /** Whether the input is a decision: an object with the field {@code decision}. */
    static boolean isDecision(byte[] line) {
        try {
            return JsonLine.read(line, DecisionReader::hasDecision);
        } catch (RejectedInputException e) {
            return false;
        }
    }

    static boolean hasDecision(JsonParser json) throws IOException {
        boolean found = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            found |= json.currentName().equals(DecisionFields.DECISION);
            json.nextToken();
            json.skipChildren();
        }
        return found;
    }

    Decision read(byte[] line) throws RejectedInputException {
        return JsonLine.read(line, this::decision);
    }

    private Decision decision(JsonParser json) throws IOException, RejectedInputException {
        DecisionFields fields = new DecisionFields();
        SeenFields seen = new SeenFields();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            boolean given = json.nextToken() != JsonToken.VALUE_NULL;
            switch (name) {
                case DecisionFields.DECISION ->
                        fields.verdict(JsonLine.string(json, seen.first(name)));
                case DecisionFields.LEFT -> side(json, fields.left(), seen.first(name));
                case DecisionFields.RIGHT -> side(json, fields.right(), seen.first(name));
                case DecisionFields.REASON -> {
                    seen.add(name);
                    if (given) {
                        fields.reason(JsonLine.string(json, name));
                    }
                }
                default -> {
                    if (!fields.read(json, name, seen)) {
                        json.skipChildren();
                    }
                }
            }
        }
        return fields.decision(coveredEntityType);
    }

    private static void side(JsonParser json, IdentityFields side, String path)
            throws IOException, RejectedInputException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new RejectedInputException(
                    path
                            + " is "
                            + JsonLine.found(json)
                            + ", expected an object with perspective and uid");
        }
        SeenFields seen = new SeenFields();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (!side.read(json, name, seen)) {
                json.skipChildren();
            }
        }
    }
}
