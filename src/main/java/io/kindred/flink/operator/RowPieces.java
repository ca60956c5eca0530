package io.kindred.flink.operator;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rows in pieces, since what collects rows takes none that are large, put together again. Pieces of
 * one subtask come in their order, between them those of others.
 *
 * <p>Format, never kept: the number of the subtask, unsigned; a byte 1 if it is the last piece of
 * its row, else 0; the piece.
 */
public final class RowPieces implements Consumer<byte[]> {

    private static final int LENGTH = 128 << 10;

    private final Consumer<byte[]> rows;
    private final Map<Long, ByteArrayOutputStream> begun = new HashMap<>();

    /** Tells whole rows. */
    public RowPieces(Consumer<byte[]> rows) {
        this.rows = rows;
    }

    /** Cuts a row. */
    static void cut(int subtask, byte[] row, Consumer<byte[]> pieces) {
        int from = 0;
        do {
            int to = Math.min(row.length, from + LENGTH);
            pieces.accept(
                    new ByteWriter(to - from + 8)
                            .unsigned(subtask)
                            .bool(to == row.length)
                            .raw(Arrays.copyOfRange(row, from, to))
                            .toBytes());
            from = to;
        } while (from < row.length);
    }

    @Override
    public void accept(byte[] piece) {
        ByteReader reader = new ByteReader("piece of a row", piece);
        long subtask = reader.unsigned();
        boolean isLast = reader.bool();
        byte[] content = reader.rest();
        ByteArrayOutputStream row = begun.get(subtask);
        if (row == null && isLast) {
            rows.accept(content);
            return;
        }
        if (row == null) {
            row = new ByteArrayOutputStream(2 * LENGTH);
            begun.put(subtask, row);
        }
        row.writeBytes(content);
        if (isLast) {
            begun.remove(subtask);
            rows.accept(row.toByteArray());
        }
    }
}
