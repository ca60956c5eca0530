package io.kindred.storage.keyed;

import io.kindred.model.Digest;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The golden values of an entity that have a row.
 *
 * <p>Format, version 1: version byte; flags (1 some of the entity are gone); the fill, unsigned;
 * the cells as a list of 16 bytes of id, 16 bytes of digest and the revision, unsigned.
 *
 * @param cells by id
 * @param fill the {@linkplain SinkFills fill} of the sink that the last rows were emitted in
 * @param areSomeGone whether revisions of others of the entity are remembered
 */
public record ShownCells(Map<ByteKey, ShownRow> cells, long fill, boolean areSomeGone) {

    public static final BinaryFormat<ShownCells> FORMAT = new Format();

    public ShownCells {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    private static final class Format implements BinaryFormat<ShownCells> {
        private static final int VERSION = 1;
        private static final int GONE = 1;

        @Override
        public byte[] write(ShownCells shown) {
            return new ByteWriter()
                    .raw(VERSION)
                    .raw(shown.areSomeGone() ? GONE : 0)
                    .unsigned(shown.fill())
                    .list(
                            shown.cells().entrySet(),
                            (each, cell) ->
                                    each.raw(cell.getKey().bytes())
                                            .raw(cell.getValue().digest().bytes())
                                            .unsigned(cell.getValue().revision()))
                    .toBytes();
        }

        @Override
        public ShownCells read(byte[] bytes) {
            ByteReader reader = new ByteReader("shown cells", bytes);
            reader.version(VERSION);
            boolean areSomeGone = (reader.flags(GONE) & GONE) != 0;
            long fill = reader.unsigned();
            Map<ByteKey, ShownRow> cells = new LinkedHashMap<>();
            reader.list(
                    each -> {
                        ByteKey id = new ByteKey(each.raw(Digest.BYTES));
                        ByteKey digest = new ByteKey(each.raw(Digest.BYTES));
                        return cells.put(
                                id, each.checked(() -> new ShownRow(each.unsigned(), digest)));
                    });
            reader.end();
            return new ShownCells(cells, fill, areSomeGone);
        }
    }
}
