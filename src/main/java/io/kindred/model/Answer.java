package io.kindred.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The answer to a question.
 *
 * @param id the question's
 * @param found what was found, where not all answered by those that did
 * @param revision for {@link Question.EntityOf}, of the row that shows the record in the entity
 *     found; empty if there is none, or it was not asked
 * @param missing who did not answer by the deadline, in words; nobody if the answer is whole
 */
public record Answer(String id, Found found, OptionalLong revision, List<String> missing) {

    /** Copies the list. */
    public Answer {
        missing = List.copyOf(missing);
    }

    /** What was found for a subject, of the kind that the subject is of. */
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
}
