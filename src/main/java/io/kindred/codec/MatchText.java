package io.kindred.codec;

import io.kindred.model.Explanation.Entry;
import io.kindred.model.Explanation.Seen;
import io.kindred.model.MatchResult;
import io.kindred.model.MatchResult.Candidate;

import java.util.List;

/** Formats how a record would be resolved as text for people. */
final class MatchText {

    private final ExplanationText explanations;
    private final EvidenceText evidence;

    MatchText(ExplanationText explanations, EvidenceText evidence) {
        this.explanations = explanations;
        this.evidence = evidence;
    }

    void match(StringBuilder text, MatchResult result) {
        String name = ExplanationText.name(result.record());
        if (result.seen().isEmpty()) {
            ExplanationText.line(
                    text, 0, "%s would be in no entity: its values have expired.", name);
            return;
        }
        Seen seen = result.seen().get();
        ExplanationText.line(
                text, 0, "%s would be in %s, %s.", name, seen.entityId(), members(result));
        if (result.isReplacement()) {
            ExplanationText.line(text, 0, "It would replace the record of this name.");
        }
        if (!result.joined().isEmpty()) {
            ExplanationText.line(
                    text, 0, "These are now in %s.", String.join(", ", result.joined()));
        }
        keys(text, seen.entries());
        result.steps().forEach(step -> evidence.step(text, 1, step));
        ExplanationText.further(text, 1, result.furtherSteps(), "steps");
        result.candidates().forEach(candidate -> candidate(text, candidate));
        ExplanationText.further(text, 0, result.furtherCandidates(), "candidates");
    }

    private static String members(MatchResult result) {
        return result.members().isEmpty()
                ? "alone"
                : "with " + ExplanationText.names(result.members(), result.furtherMembers());
    }

    /** Key values that find nobody. */
    private static void keys(StringBuilder text, List<Entry> entries) {
        if (entries.isEmpty()) {
            ExplanationText.line(
                    text, 0, "It has no values for any identity key, so nothing links it.");
        }
        List<Entry> generic = entries.stream().filter(Entry::isGeneric).toList();
        for (Entry entry : generic.subList(0, Math.min(generic.size(), ExplanationText.SHOWN))) {
            ExplanationText.line(
                    text,
                    0,
                    "Key %s: %s would be generic: too many records would share it.",
                    entry.key(),
                    ExplanationText.values(entry.values()));
        }
        ExplanationText.further(
                text, 0, generic.size() - ExplanationText.SHOWN, "generic key values");
    }

    private void candidate(StringBuilder text, Candidate candidate) {
        ExplanationText.line(
                text,
                0,
                "Candidate %s (would be in %s): %s",
                ExplanationText.name(candidate.record()),
                candidate.entityId(),
                ExplanationJson.outcome(candidate.verdict()).replace('_', ' '));
        explanations.contests(text, candidate.verdict());
        evidence.evidence(text, 1, candidate.evidence());
    }
}
