package io.kindred.resolve.publish;

import io.kindred.model.Update;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.keyed.UpdateFormat;
import io.kindred.storage.wire.OwnedUpdate;

import java.util.Optional;

/**
 * Turns the updates of the only shard for one output key into rows. An update is decoded only if it
 * makes a row.
 *
 * <p>A changelog has a row with the next revision whenever the shown content changes. If the sink
 * is new, the shard emits its updates once more, and each makes its last row once more. With {@code
 * onlyLast}, rows are emitted only at the end of the input. A row that was emitted is no longer
 * stored, so replaying the end after a failure repeats no row that a checkpoint covers.
 */
public final class OnlyShardRow implements Publisher {

    private final ByteCell published;
    private final boolean onlyLast;
    private final Listener listener;

    /**
     * Rows over the stored state of the current key.
     *
     * @param published the stored bytes of {@link Published}
     * @param onlyLast whether only the last row is emitted
     */
    public OnlyShardRow(ByteCell published, boolean onlyLast, Listener listener) {
        this.published = published;
        this.onlyLast = onlyLast;
        this.listener = listener;
    }

    @Override
    public void accept(OwnedUpdate owned, long now) {
        EncodedUpdate update = owned.encoded();
        long fill = listener.fill(update.key().stream());
        Optional<Published> before = load();
        if (before.flatMap(Published::shown).equals(update.shown())) {
            if (!update.isRetraction()) {
                before.ifPresent(row -> repeat(row, update, fill));
            }
            return;
        }
        long revision = before.map(Published::revision).orElse(0L) + 1;
        Optional<ByteKey> kept =
                onlyLast && !update.isRetraction() ? Optional.of(update.bytes()) : Optional.empty();
        save(new Published(revision, update.shown(), kept, fill));
        if (!onlyLast) {
            listener.row(update.update(), revision);
        }
    }

    /** The shard emits what is shown once more: for a new sink, or after a failure. */
    private void repeat(Published row, EncodedUpdate update, long fill) {
        if (row.fill() < fill) {
            save(new Published(row.revision(), row.shown(), row.update(), fill));
            listener.row(update.update(), row.revision());
        }
    }

    @Override
    public Optional<ShownRow> shown() {
        return onlyLast ? Optional.empty() : load().flatMap(Published::row);
    }

    @Override
    public Optional<Update> last() {
        Published last = load().orElseThrow();
        last.update()
                .ifPresent(
                        kept ->
                                save(
                                        new Published(
                                                last.revision(),
                                                last.shown(),
                                                Optional.empty(),
                                                last.fill())));
        return last.update().map(kept -> UpdateFormat.INSTANCE.read(kept.bytes()));
    }

    private Optional<Published> load() {
        return Optional.ofNullable(published.get()).map(Published.FORMAT::read);
    }

    private void save(Published now) {
        published.put(Published.FORMAT.write(now));
    }
}
