package io.kindred.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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
}
