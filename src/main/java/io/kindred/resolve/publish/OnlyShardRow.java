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
 * Makes rows of what the only shard says about an output key. An update is read only if it gives a
 * row.
 *
 * <p>Of a changelog there is a row with the next revision whenever something else is shown. Of the
 * last row nothing is emitted before the end; an update that was emitted is kept no more, so that
 * an end that is repeated after a failure repeats no row that a checkpoint holds.
 */
public final class OnlyShardRow implements Publisher {

    private final ByteCell published;
    private final boolean onlyLast;
    private final Listener listener;

    /**
     * With what is kept of a key, and whom to tell.
     *
     * @param published the bytes of {@link Published}
     * @param onlyLast whether only the last row is emitted
     */
    public OnlyShardRow(ByteCell published, boolean onlyLast, Listener listener) {
        this.published = published;
        this.onlyLast = onlyLast;
        this.listener = listener;
    }

    @Override
    public void accept(OwnedUpdate owned, long now) {
        EncodedUpdate said = owned.encoded();
        Optional<Published> before = load();
        if (before.flatMap(Published::shown).equals(said.shown())) {
            return;
        }
        long revision = before.map(Published::revision).orElse(0L) + 1;
        Optional<ByteKey> kept =
                onlyLast && !said.isWithdrawal() ? Optional.of(said.bytes()) : Optional.empty();
        save(new Published(revision, said.shown(), kept));
        if (!onlyLast) {
            listener.row(said.update(), revision);
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
                                                last.revision(), last.shown(), Optional.empty())));
        return last.update().map(kept -> UpdateFormat.INSTANCE.read(kept.bytes()));
    }

    private Optional<Published> load() {
        return Optional.ofNullable(published.get()).map(Published.FORMAT::read);
    }

    private void save(Published now) {
        published.put(Published.FORMAT.write(now));
    }
}
