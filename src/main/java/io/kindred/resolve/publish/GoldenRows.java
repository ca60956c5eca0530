package io.kindred.resolve.publish;

import io.kindred.model.DigestKey;
import io.kindred.model.GoldenCell;
import io.kindred.model.GoldenRow;
import io.kindred.model.Update;
import io.kindred.storage.ByteCell;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.keyed.GoneRevision;
import io.kindred.storage.keyed.ShownCells;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.keyed.UpdateFormat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the golden values that are shown of an entity into rows, one for each value that is new,
 * has changed or is gone. Each value has revisions of its own, which continue if it comes back.
 *
 * <p>One object serves all entities in turn. Costs reading and writing one entry, which has all
 * that are shown; and an entry more for each value that is gone, or comes when others are gone.
 * These entries have no id but a keyed digest of it: an id is a hash of a value, which could be
 * guessed.
 */
public final class GoldenRows {

    private final ByteCell shown;
    private final ByteTable gone;
    private final DigestKey digests;
    private final Listener listener;

    /** Receives rows. */
    @FunctionalInterface
    public interface Listener {

        /** Emits a row. */
        void row(GoldenRow row, long revision);
    }

    /**
     * Rows over the stored state of the current key.
     *
     * @param shown the bytes of {@link ShownCells}
     * @param gone the bytes of {@link GoneRevision} by digest of the id
     */
    public GoldenRows(ByteCell shown, ByteTable gone, DigestKey digests, Listener listener) {
        this.shown = shown;
        this.gone = gone;
        this.digests = digests;
        this.listener = listener;
    }

    /** The rows of an update, all of them with revision 1: the last of a key at the end. */
    public static void forEach(Update update, Listener listener) {
        if (update instanceof Update.GoldenUpsert golden) {
            golden.cells().forEach(cell -> listener.row(row(golden, cell), 1));
        }
    }

    /**
     * Emits the rows that differ from those before; all of them if the sink is new.
     *
     * @param update what is shown of the entity from now on
     * @param isFirst whether nothing was shown of the entity before
     * @param fill the number of the fill of the sink
     */
    public void show(Update update, boolean isFirst, long fill) {
        byte[] stored = shown.get();
        ShownCells before =
                stored == null
                        ? new ShownCells(Map.of(), fill, !isFirst)
                        : ShownCells.FORMAT.read(stored);
        Map<ByteKey, ShownRow> now = new LinkedHashMap<>();
        if (update instanceof Update.GoldenUpsert golden) {
            for (GoldenCell cell : golden.cells()) {
                ByteKey id = ByteKey.ofHex(cell.id());
                now.put(id, show(golden, cell, id, before, fill));
            }
            retire(before, now, golden.entityId(), golden.entityType());
        } else if (update instanceof Update.GoldenRetired retired) {
            retire(before, now, retired.entityId(), retired.entityType());
        } else {
            throw new IllegalArgumentException("no golden values: " + update);
        }
        if (now.isEmpty()) {
            shown.clear();
        } else {
            boolean areSomeGone =
                    before.areSomeGone() || !now.keySet().containsAll(before.cells().keySet());
            shown.put(ShownCells.FORMAT.write(new ShownCells(now, fill, areSomeGone)));
        }
    }

    private ShownRow show(
            Update.GoldenUpsert golden, GoldenCell cell, ByteKey id, ShownCells before, long fill) {
        ByteKey digest = UpdateFormat.digest(cell);
        ShownRow last = before.cells().get(id);
        boolean isSame = last != null && last.digest().equals(digest);
        if (isSame && before.fill() >= fill) {
            return last;
        }
        long revision = last == null ? goneRevision(id, before) : last.revision();
        ShownRow next = new ShownRow(isSame ? revision : revision + 1, digest);
        listener.row(row(golden, cell), next.revision());
        return next;
    }

    /** The last revision of a value that is not shown; 0 if there was none. */
    private long goneRevision(ByteKey id, ShownCells before) {
        byte[] stored = before.areSomeGone() ? gone.get(goneKey(id)) : null;
        if (stored == null) {
            return 0;
        }
        gone.remove(goneKey(id));
        return GoneRevision.FORMAT.read(stored).revision();
    }

    private void retire(
            ShownCells before, Map<ByteKey, ShownRow> now, String entityId, String entityType) {
        before.cells()
                .forEach(
                        (id, last) -> {
                            if (!now.containsKey(id)) {
                                long revision = last.revision() + 1;
                                gone.put(
                                        goneKey(id),
                                        GoneRevision.FORMAT.write(new GoneRevision(revision)));
                                listener.row(
                                        new GoldenRow(
                                                id.toString(),
                                                entityId,
                                                entityType,
                                                Optional.empty()),
                                        revision);
                            }
                        });
    }

    private byte[] goneKey(ByteKey id) {
        return digests.digest(id.toString()).bytes();
    }

    private static GoldenRow row(Update.GoldenUpsert golden, GoldenCell cell) {
        return new GoldenRow(cell.id(), golden.entityId(), golden.entityType(), Optional.of(cell));
    }
}
