package io.kindred.offline.decide;

import io.kindred.model.Conflict;

import java.util.List;

/**
 * An open conflict and the questions that may resolve it.
 *
 * @param id as in the {@code conflicts} output
 * @param questions the most important first; empty if no decision about two records can resolve it
 */
public record OpenConflict(String id, Conflict conflict, List<PairQuestion> questions) {

    public OpenConflict {
        questions = List.copyOf(questions);
    }

    /** Whether there is a question that nobody has answered. */
    boolean isToBeAsked() {
        return questions.stream().anyMatch(question -> !question.isAnswered());
    }
}
