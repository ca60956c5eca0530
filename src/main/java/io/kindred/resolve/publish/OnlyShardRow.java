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
    private final GoneRevisions gone;
    private final boolean onlyLast;
    private final Listener listener;

    /**
     * Rows over the stored state of the current key.
     *
     * @param published the stored bytes of {@link Published}
     * @param gone the revisions of keys that are not shown
     * @param onlyLast whether only the last row is emitted
     */
    public OnlyShardRow(
            ByteCell published, GoneRevisions gone, boolean onlyLast, Listener listener) {
        this.published = published;
        this.gone = gone;
        this.onlyLast = onlyLast;
        this.listener = listener;
    }

    @Override
    public void accept(OwnedUpdate owned, long now) {
        EncodedUpdate update = owned.encoded();
        long fill = listener.fill(update.key().stream());
        Optional<Published> stored = load();
        long goneAt = stored.isPresent() ? 0 : gone.find();
        long before = stored.map(Published::revision).orElse(goneAt);
        if (stored.flatMap(Published::shown).equals(update.shown())) {
            if (!update.isRetraction()) {
                stored.ifPresent(row -> repeat(row, update, fill));
            } else if (update.isErasure() && before > 0) {
                // It was deleted before.
                saveGone(before, true);
            }
            return;
        }
        long revision = before + 1;
        if (update.isRetraction() && (update.isErasure() || gone.areForAll())) {
            saveGone(revision, update.isErasure());
        } else {
            Optional<ByteKey> kept =
                    onlyLast && !update.isRetraction()
                            ? Optional.of(update.bytes())
                            : Optional.empty();
            save(new Published(revision, update.shown(), kept, fill));
            if (goneAt > 0) {
                gone.forget();
            }
        }
        if (!onlyLast) {
            listener.row(update.update(), revision);
        }
    }

    private void saveGone(long revision, boolean isErased) {
        published.clear();
        gone.keep(revision, isErased);
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
