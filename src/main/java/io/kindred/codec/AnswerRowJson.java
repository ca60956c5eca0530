package io.kindred.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.Answer;
import io.kindred.model.Answer.Explained;
import io.kindred.model.Answer.Found;
import io.kindred.model.Answer.Matched;
import io.kindred.model.Answer.Matches;
import io.kindred.model.Answer.OneEntity;
import io.kindred.model.Answer.TooLarge;
import io.kindred.model.Entity;
import io.kindred.model.Explanation;
import io.kindred.model.MatchResult;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.QueryAnswer.Overlap;
import io.kindred.temporal.Timeline;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Writes rows of the answers output: one JSON object in UTF-8 each, without line breaks. Infinite
 * times are null.
 */
public final class AnswerRowJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final OutputJson outputs;
    private final EvidenceJson evidence;
    private final ExplanationJson explanations;

    public AnswerRowJson(Timeline timeline) {
        this.outputs = new OutputJson(timeline);
        this.evidence = new EvidenceJson(outputs);
        this.explanations = new ExplanationJson(outputs, evidence);
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    public byte[] row(Answer answer) {
        return object(
                json -> {
                    json.writeStringField("id", answer.id());
                    json.writeStringField(
                            "outcome",
                            answer.missing().isEmpty() ? outcome(answer.found()) : "timeout");
                    if (!answer.missing().isEmpty()) {
                        OutputJson.strings(json, "missing", answer.missing());
                    }
                    found(json, answer.found());
                    if (answer.revision().isPresent()) {
                        json.writeNumberField("revision", answer.revision().getAsLong());
                    }
                });
    }

    /** An explanation that is not part of an answer. */
    public byte[] row(Explanation explanation) {
        return object(
                json -> {
                    json.writeStringField("outcome", ExplanationJson.outcome(explanation));
                    explanations.write(json, explanation);
                });
    }

    /** How a record would be resolved, not as part of an answer. */
    public byte[] row(MatchResult result) {
        return object(
                json -> {
                    json.writeStringField("outcome", EvidenceJson.outcome(result));
                    evidence.match(json, result, explanations);
                });
    }

    private static byte[] object(Body body) {
        CharArrayWriter text = new CharArrayWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String outcome(Found found) {
        if (found instanceof Matches matches) {
            return matches.answer().conflict().isPresent() ? "conflict" : "matches";
        }
        if (found instanceof OneEntity one) {
            return one.entity().isPresent() ? "entity" : "unknown";
        }
        if (found instanceof TooLarge) {
            return "too_large";
        }
        return found instanceof Matched matched
                ? EvidenceJson.outcome(matched.result())
                : ExplanationJson.outcome(((Explained) found).explanation());
    }

    private void found(JsonGenerator json, Found found) throws IOException {
        if (found instanceof Matches matches) {
            matches(json, matches.answer().matches());
            Optional<Overlap> conflict = matches.answer().conflict();
            if (conflict.isPresent()) {
                json.writeObjectFieldStart("conflict");
                outputs.interval(json, conflict.get().interval());
                OutputJson.strings(json, "entities", conflict.get().entities());
                json.writeEndObject();
            }
        } else if (found instanceof OneEntity one) {
            if (one.entity().isPresent()) {
                entity(json, one.entity().get());
            }
        } else if (found instanceof Explained explained) {
            explanations.write(json, explained.explanation());
        } else if (found instanceof Matched matched) {
            evidence.match(json, matched.result(), explanations);
        } else if (found instanceof TooLarge) {
            json.writeStringField("reason", TooLarge.REASON);
        } else {
            throw new IllegalArgumentException("no answer, only a part of one: " + found);
        }
    }

    private void matches(JsonGenerator json, List<Match> matches) throws IOException {
        json.writeArrayFieldStart("matches");
        for (Match match : matches) {
            json.writeStartObject();
            json.writeStringField("entity_id", match.entityId());
            outputs.interval(json, match.interval());
            outputs.golden(json, match.golden());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void entity(JsonGenerator json, Entity entity) throws IOException {
        json.writeStringField("entity_id", entity.id());
        json.writeStringField("entity_type", entity.entityType());
        OutputJson.records(json, entity.records());
        outputs.golden(json, entity.golden());
    }
}
