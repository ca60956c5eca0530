package io.kindred.storage.wire;

import io.kindred.model.Answer.Found;
import io.kindred.model.Question;
import io.kindred.storage.keyed.ShownRow;

import java.util.Optional;

/** What is told where the parts of answers come together. */
public sealed interface AnswerMessage {

    /** Stands for the question, and for no other. */
    String token();

    /**
     * A question was asked of all shards, and if there are several of where what spans them is
     * resolved.
     *
     * @param askedAt when, in milliseconds
     * @param shards how many there are
     * @param asksRow whether it was also asked what is shown of the record that it is about
     */
    record Opened(String token, long askedAt, int shards, boolean asksRow, Question question)
            implements AnswerMessage {}

    /**
     * One of them answers.
     *
     * @param owner who; see {@code Owners}
     */
    record Part(String token, int owner, Found found) implements AnswerMessage {}

    /**
     * Whoever publishes assignments answers.
     *
     * @param row what is shown of the record; empty if nothing is
     */
    record Shown(String token, Optional<ShownRow> row) implements AnswerMessage {}
}
