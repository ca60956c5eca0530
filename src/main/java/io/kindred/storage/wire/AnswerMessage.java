package io.kindred.storage.wire;

import io.kindred.model.Answer.Found;
import io.kindred.model.Question;
import io.kindred.storage.keyed.ShownRow;

import java.util.Optional;

/** A message to the operator that assembles answers. */
public sealed interface AnswerMessage {

    /** Identifies the question. */
    String token();

    /**
     * A question was sent to all shards, and with several shards also to reconcile. With several
     * shards the registry sends on a match, and answers with a part of its own.
     *
     * @param askedAt the time of the question in milliseconds
     * @param shards the number of shards
     * @param asksRow whether the published row of the record was asked for, too
     */
    record Opened(String token, long askedAt, int shards, boolean asksRow, Question question)
            implements AnswerMessage {}

    /**
     * The part of a shard, of reconcile or of the registry.
     *
     * @param owner the owner that answers, see {@code Owners}
     */
    record Part(String token, int owner, Found found) implements AnswerMessage {}

    /**
     * The part of the operator that publishes assignments.
     *
     * @param row the published row of the record; empty if there is none
     */
    record Shown(String token, Optional<ShownRow> row) implements AnswerMessage {}
}
