package io.kindred.tools.evaluate;

import java.util.List;

/**
 * How entities compare with true people, over the records that are in both.
 *
 * @param both records in the truth and in the output; all else is about these
 * @param onlyInTruth records that the output does not have; they count for nothing
 * @param onlyInOutput records that the truth does not have; they count for nothing
 * @param entities entities that hold a record
 * @param people true people with a record
 * @param pairs counts of pairs of records
 * @param pairwise precision and recall of the pairs
 * @param bCubed precision and recall per record, on average
 * @param overMerged the entities with the most wrong pairs, then by entity id
 * @param split the people with the most missed pairs, then by name
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
        List<Mismatch> split) {

    /**
     * Pairs of records.
     *
     * @param right in one entity and about one person
     * @param found in one entity
     * @param existing about one person
     */
    public record Pairs(long right, long found, long existing) {

        /** In one entity though about different people. */
        public long wrong() {
            return found - right;
        }

        /** About one person though in different entities. */
        public long missed() {
            return existing - right;
        }
    }

    /**
     * An entity that holds several people, or a person spread over several entities.
     *
     * @param name the entity's id or the person
     * @param sizes records of each person in the entity, or in each entity of the person, greatest
     *     first
     * @param pairs pairs that are wrong or missed for it
     */
    public record Mismatch(String name, List<Integer> sizes, long pairs) {

        /** Copies the list. */
        public Mismatch {
            sizes = List.copyOf(sizes);
        }
    }
}
