package io.kindred.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to a question.
 *
 * @param id the question's id
 * @param found the result; partial if {@code missing} is not empty
 * @param revision for {@link Question.EntityOf}, the revision of the assignment row that agrees
 *     with the answer; otherwise, or without such a row, empty
 * @param missing descriptions of the shards that did not answer by the deadline; empty if the
 *     answer is complete
 */
public record Answer(String id, Found found, OptionalLong revision, List<String> missing) {

    public Answer {
        missing = List.copyOf(missing);
    }

    /** The result for one type of subject. */
    public sealed interface Found {}

    /** For {@link Question.Values}. */
    public record Matches(QueryAnswer answer) implements Found {}

    /**
     * For {@link Question.EntityOf} and {@link Question.ById}; empty if there is no such record or
     * entity.
     */
    public record OneEntity(Optional<Entity> entity) implements Found {}

    /** For {@link Question.Why}. */
    public record Explained(Explanation explanation) implements Found {}

    /** For {@link Question.Match}. */
    public record Matched(MatchResult result) implements Found {}

    /** For {@link Question.Match}, if the record would meet too many records. */
    public record TooLarge() implements Found {

        /** In outputs. */
        public static final String REASON =
                "the record shares key values with records whose components have more than "
                        + Neighborhood.MAX_RECORDS
                        + " records, or more than "
                        + (Neighborhood.MAX_BYTES >> 20)
                        + " MiB";
    }

    /** The part of the registry of an answer to {@link Question.Match}: what it asks the shards. */
    public record Registered(Question.Neighbors asked) implements Found {}

    /** For {@link Question.Neighbors}; a part of an answer to {@link Question.Match}. */
    public record Gathered(Neighborhood neighborhood) implements Found {

        /** The parts of all owners, without records if these are too many together. */
        public static SortedMap<Integer, Found> bounded(SortedMap<Integer, Found> parts) {
            List<Neighborhood> gathered =
                    parts.values().stream()
                            .filter(Gathered.class::isInstance)
                            .map(part -> ((Gathered) part).neighborhood())
                            .toList();
            if (!Neighborhood.areTooLarge(gathered)) {
                return parts;
            }
            SortedMap<Integer, Found> bounded = new TreeMap<>(parts);
            bounded.replaceAll(
                    (owner, part) ->
                            part instanceof Gathered ? new Gathered(Neighborhood.TOO_LARGE) : part);
            return bounded;
        }
    }
}
