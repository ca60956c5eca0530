package io.kindred.offline;

import io.kindred.storage.shard.ShardMeta;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * All results of a saved state as rows of the outputs, with what they were resolved by.
 *
 * <p>Each row that it emits begins with a byte: {@link #DECLARATION} before the text of a {@link
 * Declaration}, which each shard emits first, anything else before lines of an export in the format
 * {@code jsonl}.
 */
public record ContentsTask() implements ShardTask, KeyTask {

    /** Before a declaration. */
    public static final byte DECLARATION = 'D';

    private static final ExportTask ROWS =
            new ExportTask(ExportFormat.JSONL, null, null, null, false, true);

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        ShardMeta.declaration(shard.tables())
                .ifPresent(
                        text -> {
                            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                            byte[] row = new byte[1 + bytes.length];
                            row[0] = DECLARATION;
                            System.arraycopy(bytes, 0, row, 1, bytes.length);
                            rows.accept(row);
                        });
        ROWS.run(shard, rows);
    }

    @Override
    public boolean wants(Part part) {
        return ROWS.wants(part);
    }

    @Override
    public Visitor visit(Part part, Consumer<byte[]> rows) {
        return ROWS.visit(part, rows);
    }
}
