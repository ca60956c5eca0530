package io.kindred.tools.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * Compares entities with the true people. All figures are about the records that are in both the
 * truth and the output, unless said otherwise.
 *
 * @param both records in the truth and in the output
 * @param onlyInTruth records that the output lacks; they are not compared
 * @param onlyInOutput records that the truth lacks; they are not compared
 * @param entities entities with a record
 * @param people true people with a record
 * @param pairs counts of pairs of records
 * @param pairwise precision and recall of the pairs
 * @param bCubed the means over all records of precision and recall
 * @param overMerged the entities with the most wrong pairs, most first
 * @param split the people with the most missed pairs, most first
 * @param at the date at which records are judged, and how many were left out for it
 * @param reasons two records of each of the entities and people, with the reason
 */
public record Evaluation(
        int both,
        int onlyInTruth,
        int onlyInOutput,
        int entities,
        int people,
        Pairs pairs,
        Scores pairwise,
        Scores bCubed,
        List<Mismatch> overMerged,
        List<Mismatch> split,
        Optional<At> at,
        Reasons reasons) {

    /**
     * A date at which records are judged.
     *
     * @param date as it was given
     * @param notThere records of the truth or the output that are not there at the date
     */
    public record At(String date, int notThere) {}

    /**
     * Why the worst differences are there.
     *
     * @param wrong of each over-merged entity two records of different people
     * @param missed of each split person two records in different entities
     */
    public record Reasons(List<ExplainedPair> wrong, List<ExplainedPair> missed) {

        static final Reasons NONE = new Reasons(List.of(), List.of());

        public Reasons {
            wrong = List.copyOf(wrong);
            missed = List.copyOf(missed);
        }
    }

    /**
     * Counts of pairs of records.
     *
     * @param right pairs in one entity that are about one person
     * @param found pairs in one entity
     * @param existing pairs that are about one person
     */
    public record Pairs(long right, long found, long existing) {

        /** Pairs in one entity that are about different people. */
        public long wrong() {
            return found - right;
        }

        /** Pairs that are about one person, but in different entities. */
        public long missed() {
            return existing - right;
        }
    }

    /**
     * An entity with records of several people, or a person with records in several entities.
     *
     * @param name the entity id, or the person
     * @param sizes number of records for each person of the entity, or for each entity of the
     *     person; greatest first
     * @param pairs number of wrong pairs of the entity, or of missed pairs of the person
     */
    public record Mismatch(String name, List<Integer> sizes, long pairs) {

        public Mismatch {
            sizes = List.copyOf(sizes);
        }
    }
}
