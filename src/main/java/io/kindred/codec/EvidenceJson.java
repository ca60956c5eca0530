package io.kindred.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kindred.model.MatchResult;
import io.kindred.model.MatchResult.Candidate;
import io.kindred.model.MergeStep;
import io.kindred.model.PairEvidence;
import io.kindred.model.PairEvidence.ConditionEvidence;
import io.kindred.model.PairEvidence.KeyEvidence;
import io.kindred.model.PairEvidence.ScoreEvidence;
import io.kindred.model.PairEvidence.TestEvidence;
import io.kindred.temporal.Interval;

import java.io.IOException;
import java.util.List;

/**
 * Writes what tests and scores find of records into a JSON object. Weights and scores are
 * thousandths of a bit.
 */
final class EvidenceJson {

    private final OutputJson outputs;

    EvidenceJson(OutputJson outputs) {
        this.outputs = outputs;
    }

    /** The fields {@code findings} and {@code refused}. */
    void evidence(JsonGenerator json, PairEvidence evidence) throws IOException {
        json.writeArrayFieldStart("findings");
        for (KeyEvidence key : evidence.keys()) {
            key(json, key);
        }
        json.writeEndArray();
        if (!evidence.refused().isEmpty()) {
            steps(json, "refused", evidence.refused());
        }
    }

    private void key(JsonGenerator json, KeyEvidence key) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", key.key());
        json.writeStringField("finding", OutputJson.lowerCase(key.finding()));
        if (!key.values().isEmpty()) {
            OutputJson.strings(json, "values", key.values());
            json.writeArrayFieldStart("times");
            for (Interval interval : key.times()) {
                json.writeStartObject();
                outputs.interval(json, interval);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (!key.tests().isEmpty()) {
            json.writeArrayFieldStart("tests");
            for (TestEvidence test : key.tests()) {
                test(json, test);
            }
            json.writeEndArray();
        }
        if (key.score().isPresent()) {
            score(json, key.score().get());
        }
        json.writeEndObject();
    }

    private void test(JsonGenerator json, TestEvidence test) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("holds", test.holds());
        outputs.interval(json, test.moment());
        json.writeArrayFieldStart("conditions");
        for (ConditionEvidence condition : test.conditions()) {
            json.writeStartObject();
            json.writeStringField("condition", condition.condition());
            json.writeBooleanField("holds", condition.holds());
            OutputJson.strings(json, "first", condition.first());
            OutputJson.strings(json, "second", condition.second());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void score(JsonGenerator json, ScoreEvidence score) throws IOException {
        json.writeObjectFieldStart("score");
        json.writeNumberField("total", score.total().value());
        json.writeNumberField("link", score.link().value());
        outputs.interval(json, score.interval());
        ScoreJson.parts(json, score);
        json.writeEndObject();
    }

    void steps(JsonGenerator json, String field, List<MergeStep> steps) throws IOException {
        json.writeArrayFieldStart(field);
        for (MergeStep step : steps) {
            json.writeStartObject();
            json.writeStringField("outcome", OutputJson.lowerCase(step.outcome()));
            json.writeStringField("key", step.key());
            OutputJson.strings(json, "values", step.values());
            outputs.interval(json, step.interval());
            OutputJson.records(json, step.records());
            if (step.score().isPresent()) {
                json.writeNumberField("score", step.score().get().value());
            }
            if (step.cohesion().isPresent()) {
                MergeStep.Cohesion cohesion = step.cohesion().get();
                json.writeObjectFieldStart("cohesion");
                json.writeNumberField("mean", cohesion.mean().value());
                json.writeNumberField("least", cohesion.least().value());
                json.writeNumberField("pairs", cohesion.pairs());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The value of the field {@code outcome}. */
    static String outcome(MatchResult result) {
        if (result.seen().isEmpty()) {
            return "expired";
        }
        return result.members().isEmpty() ? "new_entity" : "joins";
    }

    void match(JsonGenerator json, MatchResult result, ExplanationJson explanations)
            throws IOException {
        json.writeBooleanField("replaces", result.isReplacement());
        json.writeStringField("entity_id", result.seen().map(seen -> seen.entityId()).orElse(null));
        OutputJson.strings(json, "joined", result.joined());
        OutputJson.records(json, result.members());
        ExplanationJson.further(json, "further_records", result.furtherMembers());
        if (result.seen().isPresent()) {
            explanations.entries(json, "entries", result.seen().get().entries());
            ExplanationJson.further(json, "further_entries", result.seen().get().furtherEntries());
        }
        steps(json, "steps", result.steps());
        ExplanationJson.further(json, "further_steps", result.furtherSteps());
        json.writeArrayFieldStart("candidates");
        for (Candidate candidate : result.candidates()) {
            json.writeStartObject();
            OutputJson.identity(json, candidate.record());
            json.writeStringField("entity_id", candidate.entityId());
            json.writeStringField("verdict", ExplanationJson.outcome(candidate.verdict()));
            explanations.verdict(json, candidate.verdict());
            evidence(json, candidate.evidence());
            json.writeEndObject();
        }
        json.writeEndArray();
        ExplanationJson.further(json, "further_candidates", result.furtherCandidates());
    }
}
