package io.kindred.resolve.publish;

import io.kindred.model.Update;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;

import java.util.Optional;

/**
 * Makes rows of what owners say about an output key. There is one for each pair of who speaks, the
 * only shard or several owners, and of what is emitted, a changelog or the last row.
 *
 * <p>One object serves all keys whose state it is given in turn, and keeps nothing of them. All
 * times are milliseconds of processing time.
 */
public sealed interface Publisher permits ChangelogRow, FinalRow, OnlyShardRow {

    /** Who is told what follows. */
    interface Listener {

        /** Takes a row, whose revision is one more than that of the key's last. */
        void row(Update update, long revision);

        /** Takes where a record is shown, if it is in another entity than before. */
        void move(RecordMove move);

        /** Has {@link #due} called for this key in so many ms; it may be scheduled already. */
        void schedule(long millis);

        /** Counts how many more withdrawals wait. */
        void waiting(int more);

        /** Counts a withdrawal that came to nothing, as an owner spoke in time. */
        void handedOver();
    }

    /** Takes what an owner says. */
    void accept(OwnedUpdate owned, long now);

    /** Takes where a record of an entity went, or that it came to the entity. */
    default void accept(RecordMove move, long now) {
        throw new IllegalStateException("a move came where no entity waits for it: " + move);
    }

    /** The row that is shown, a withdrawal that waits notwithstanding; none if nothing is. */
    Optional<ShownRow> shown();

    /** Does what was scheduled for the key, if it is time. */
    default void due(long now) {}

    /** Does what was scheduled for the key, since nothing more will come. */
    default void end() {}

    /**
     * The row that was kept for the end of the input, of revision 1. It is given once; nothing
     * where rows do not wait for the end.
     */
    default Optional<Update> last() {
        return Optional.empty();
    }
}
