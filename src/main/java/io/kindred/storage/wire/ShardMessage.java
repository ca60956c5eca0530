package io.kindred.storage.wire;

import io.kindred.model.Question;
import io.kindred.model.SourceRecord;

/** What a shard, or the place where what spans shards is resolved, is told. */
public sealed interface ShardMessage {

    /** The shard that it is for, from 0. */
    int shard();

    /**
     * A record came into the shard, has another content, or is in it no more.
     *
     * @param record its version is the number of the change: of two changes of one identity the
     *     later has the greater, whatever way they take
     */
    record RecordChange(int shard, SourceRecord record) implements ShardMessage {

        /** Checks that there is a number. */
        public RecordChange {
            if (record.version().isEmpty()) {
                throw new IllegalArgumentException(
                        "a change of " + record.identity() + " without number");
            }
        }
    }

    /** The values of an identity key became something else. */
    record News(int shard, KeyScopeChange news) implements ShardMessage {}

    /** A record came as it was received, to the shard that has no others. */
    record Received(int shard, SourceRecord record) implements ShardMessage {}

    /**
     * Somebody asks something.
     *
     * @param token stands for the question, and for no other
     */
    record Asked(int shard, String token, Question.Subject subject) implements ShardMessage {}
}
