package io.kindred.flink.operator;

import io.kindred.flink.internal.GoneStates;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.resolve.publish.GoneRevisions;
import io.kindred.storage.ByteCell;
import io.kindred.storage.keyed.GoneRevision;

import java.util.Optional;

/**
 * The last revisions of output keys that are not shown.
 *
 * <p>Keyed state, in a job that forgets or did so once: {@code published-gone}, of an output key:
 * {@link GoneRevision}.
 */
final class GoneOutputs implements GoneRevisions {

    private final Optional<ByteCell> cell;
    private final boolean areForAll;
    private final Optional<ErasedOutputs> erased;

    /**
     * Opens the state.
     *
     * @param erased empty if no key names a record
     */
    GoneOutputs(KeyedStates<Object> states, GoneStates gone, Optional<ErasedOutputs> erased)
            throws Exception {
        this.cell =
                gone.areUsed()
                        ? Optional.of(states.cell("published-gone", gone.forgetAfter()))
                        : Optional.empty();
        this.areForAll = gone.forgetAfter().isPresent();
        this.erased = erased;
    }

    @Override
    public boolean areForAll() {
        return areForAll;
    }

    @Override
    public long find() {
        byte[] bytes = cell.isPresent() ? cell.get().get() : null;
        if (bytes != null) {
            return GoneRevision.FORMAT.read(bytes).revision();
        }
        return erased.isPresent() ? erased.get().find() : 0;
    }

    @Override
    public void keep(long revision, boolean isErased) {
        if (isErased) {
            cell.ifPresent(ByteCell::clear);
            erased.orElseThrow(() -> new IllegalStateException("a key without a record is erased"))
                    .keep(revision);
        } else {
            cell.orElseThrow(() -> new IllegalStateException("nothing is forgotten"))
                    .put(GoneRevision.FORMAT.write(new GoneRevision(revision)));
        }
    }

    @Override
    public void forget() {
        cell.ifPresent(ByteCell::clear);
        erased.ifPresent(ErasedOutputs::forget);
    }
}
