package io.kindred.flink.operator;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Assembles rows from pieces. Rows are cut because Flink's collect sink rejects large ones. The
 * pieces of a subtask arrive in order, interleaved with those of other subtasks.
 *
 * <p>Format, never stored: the number of the subtask, unsigned; a byte, 1 for the last piece of a
 * row, else 0; the piece.
 */
public final class RowPieces implements Consumer<byte[]> {

    private static final int LENGTH = 128 << 10;

    private final Consumer<byte[]> rows;
    private final Map<Long, ByteArrayOutputStream> incomplete = new HashMap<>();

    /** Passes complete rows to a consumer. */
    public RowPieces(Consumer<byte[]> rows) {
        this.rows = rows;
    }

    /** Cuts a row into pieces of at most 128 KiB. */
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
        ByteArrayOutputStream row = incomplete.get(subtask);
        if (row == null && isLast) {
            rows.accept(content);
            return;
        }
        if (row == null) {
            row = new ByteArrayOutputStream(2 * LENGTH);
            incomplete.put(subtask, row);
        }
        row.writeBytes(content);
        if (isLast) {
            incomplete.remove(subtask);
            rows.accept(row.toByteArray());
        }
    }
}
