package io.kindred.offline;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.Update;
import io.kindred.resolve.ColdShard;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.storage.shard.ShardMeta;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All results of a saved state as rows of the outputs, with what they were resolved by.
 *
 * <p>Each row that it emits begins with a byte that says what follows: {@link #DECLARATION} before
 * the text of a {@link Declaration}, which each shard emits first, else one row of an output as
 * JSON, without a line end.
 */
public record ContentsTask() implements ShardTask, KeyTask {

    /** Before a declaration. */
    public static final byte DECLARATION = 'D';

    /** Before a row of {@code entities}. */
    public static final byte ENTITY = 'E';

    /** Before a row of {@code assignments}. */
    public static final byte ASSIGNMENT = 'A';

    /** Before a row of {@code records}. */
    public static final byte RECORD = 'R';

    /** Before a row of {@code conflicts}. */
    public static final byte CONFLICT = 'C';

    @Override
    public void run(OfflineShard shard, Consumer<byte[]> rows) {
        Optional<String> text = ShardMeta.declaration(shard.tables());
        if (text.isPresent()) {
            emit(DECLARATION, text.get(), rows);
            Declaration declaration = Declaration.read(text.get());
            shard.results(declaration).forEach(any -> true, new Rows(declaration, rows));
        }
    }

    /** Uniqueness conflicts across shards are only in the uniqueness operator. */
    @Override
    public boolean wants(Part part) {
        return part == Part.UNIQUENESS;
    }

    @Override
    public Visitor visit(Part part, Consumer<byte[]> rows) {
        return (key, stored) ->
                stored.declaration().ifPresent(by -> conflicts(by, stored, new Rows(by, rows)));
    }

    private static void conflicts(Declaration by, Stored stored, Rows rows) {
        for (Update.ConflictOpen each : by.claims(KeyCheck.claimTables(stored)).violations()) {
            rows.conflict(each.conflictId(), each.conflict());
        }
    }

    private static void emit(byte what, String text, Consumer<byte[]> rows) {
        byte[] bytes = text.stripTrailing().getBytes(StandardCharsets.UTF_8);
        byte[] row = new byte[1 + bytes.length];
        row[0] = what;
        System.arraycopy(bytes, 0, row, 1, bytes.length);
        rows.accept(row);
    }

    private static final class Rows implements ColdShard.Results {
        private final JsonlRows format;
        private final Consumer<byte[]> rows;

        Rows(Declaration by, Consumer<byte[]> rows) {
            this.format = new JsonlRows(by.timeline());
            this.rows = rows;
        }

        @Override
        public void entity(Entity entity) {
            emit(ENTITY, format.entity(entity), rows);
        }

        @Override
        public void record(Placed record) {
            emit(ASSIGNMENT, format.record(record), rows);
            emit(RECORD, format.content(record), rows);
        }

        @Override
        public void conflict(String conflictId, Conflict conflict) {
            emit(CONFLICT, format.conflict(conflictId, conflict), rows);
        }
    }
}
