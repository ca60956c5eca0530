package io.kindred.storage.wire;

import io.kindred.model.Input;
import io.kindred.model.Question;
import io.kindred.model.SourceRecord;

/** A message to a shard, or to a lane of reconcile. */
public sealed interface ShardMessage {

    /** The receiving shard or lane, from 0. */
    int shard();

    /**
     * A record was added to the shard, changed, or removed from it.
     *
     * @param record its version is the number of the change: of two changes of an identity the
     *     later has the greater number, whatever route they take
     */
    record RecordChange(int shard, SourceRecord record) implements ShardMessage {

        /** Checks that the record has a change number. */
        public RecordChange {
            if (record.version().isEmpty()) {
                throw new IllegalArgumentException(
                        "the change of " + record.identity() + " has no number");
            }
        }
    }

    /** The scope of an identity key's value changed. */
    record ScopeChange(int shard, KeyScopeChange change) implements ShardMessage {}

    /** A record or a side of a decision as received, to the only shard. */
    record Received(int shard, Input input) implements ShardMessage {}

    /**
     * A question.
     *
     * @param token identifies the question
     */
    record Asked(int shard, String token, Question.Subject subject) implements ShardMessage {}
}
