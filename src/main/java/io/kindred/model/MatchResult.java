package io.kindred.model;

import io.kindred.model.Explanation.Seen;
import io.kindred.model.Explanation.Verdict;

import java.util.List;
import java.util.Optional;

/**
 * How a record would be resolved if it arrived now.
 *
 * @param record its identity
 * @param isReplacement whether there is such a record already, which it would replace
 * @param seen its entity and key entries; empty if all of its values have expired, so that it would
 *     be in no entity
 * @param members the other records of its entity, sorted; only the first ones if there are many
 * @param furtherMembers how many members are left out
 * @param joined the entities that these records are in now, sorted; empty if it would be alone
 * @param steps what would build its entity, and the scored links that would not add to it, in the
 *     order in which they are visited; only the first ones if there are many
 * @param furtherSteps how many steps are left out
 * @param candidates records that have key values in common with it at some time: first those of its
 *     entity, then by descending score; only the first ones if there are many
 * @param furtherCandidates how many candidates are left out
 */
public record MatchResult(
        RecordIdentity record,
        boolean isReplacement,
        Optional<Seen> seen,
        List<RecordIdentity> members,
        long furtherMembers,
        List<String> joined,
        List<MergeStep> steps,
        long furtherSteps,
        List<Candidate> candidates,
        long furtherCandidates) {

    public MatchResult {
        members = List.copyOf(members);
        joined = List.copyOf(joined);
        steps = List.copyOf(steps);
        candidates = List.copyOf(candidates);
    }

    /** Of a record that would be in no entity, since all of its values have expired. */
    public static MatchResult absent(RecordIdentity record, boolean isReplacement) {
        return new MatchResult(
                record,
                isReplacement,
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                List.of(),
                0,
                List.of(),
                0);
    }

    /**
     * A record that may be the same.
     *
     * @param entityId the entity that it would be in
     * @param verdict whether both would be one entity, and why, or why not
     * @param evidence what each key finds of the two
     */
    public record Candidate(
            RecordIdentity record, String entityId, Verdict verdict, PairEvidence evidence) {}
}
