package io.kindred.resolve.publish;

import io.kindred.model.OutputKey.Stream;
import io.kindred.model.Update;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.keyed.SinkFills;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;

import java.util.Optional;

/**
 * Turns updates of an output key into rows. There is one implementation for each kind of job: one
 * shard or several owners, and a changelog or only the last row.
 *
 * <p>One object serves all keys in turn and keeps no state of its own. All times are milliseconds
 * of processing time.
 */
public sealed interface Publisher permits ChangelogRow, FinalRow, OnlyShardRow {

    /** Receives rows, moves and timers. */
    interface Listener {

        /**
         * Emits a row. Its revision is one greater than that of the key's last row, or the same if
         * the sink is new and lacks that row.
         */
        void row(Update update, long revision);

        /** The number of the {@linkplain SinkFills fill} of a stream's sink. */
        default long fill(Stream stream) {
            return 0;
        }

        /** Emits a move of a record from one shown entity to another. */
        void move(RecordMove move);

        /**
         * Schedules {@link #onTimer} for this key in this many milliseconds; it may be scheduled
         * already.
         */
        void schedule(long millis);

        /** Changes the number of delayed retractions. */
        void waiting(int more);

        /**
         * Counts a delayed retraction that was cancelled, since an owner emitted the key in time.
         */
        void handedOver();
    }

    /** Processes an update of an owner. */
    void accept(OwnedUpdate owned, long now);

    /** Processes a move of a record from or to this entity. */
    default void accept(RecordMove move, long now) {
        throw new IllegalStateException(
                "unexpected move, as only changelogs of several owners use moves:  " + move);
    }

    /** The row that is shown, even while its retraction is delayed; empty if there is none. */
    Optional<ShownRow> shown();

    /** Emits the row that is shown once more, if the sink is new and lacks it. */
    default void repeat() {}

    /** Does the scheduled work for the key that is due. */
    default void onTimer(long now) {}

    /** Does all scheduled work for the key, since the input has ended. */
    default void end() {}

    /**
     * Takes the row stored for the end of the input, with revision 1. Empty if it was taken before,
     * or if rows are emitted as they change.
     */
    default Optional<Update> last() {
        return Optional.empty();
    }
}
