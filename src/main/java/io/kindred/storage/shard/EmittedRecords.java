package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.ShardTables;

import java.nio.charset.StandardCharsets;

/**
 * Which records of a shard were emitted to the output {@code records}.
 *
 * <p>Format of the entry {@code records} of {@code meta}, version 1: version byte; a byte 1 if all
 * were emitted, and each is again as it changes, or else 0; how many record ids the walk that emits
 * the others has visited, unsigned. There is no entry if none was ever emitted.
 */
public final class EmittedRecords {

    private static final int VERSION = 1;
    private static final byte[] KEY = "records".getBytes(StandardCharsets.UTF_8);

    private final ByteTable table;
    private boolean wereAny;
    private boolean areAll;
    private long visited;
    private boolean isDirty;

    /** Reads the entry from the tables of a shard. */
    public EmittedRecords(ShardTables tables) {
        this.table = tables.bytes(ShardTables.Name.META);
        byte[] stored = table.get(KEY);
        if (stored != null) {
            ByteReader reader = new ByteReader("shard-meta records", stored);
            reader.version(VERSION);
            wereAny = true;
            areAll = reader.bool();
            visited = reader.unsigned();
            reader.end();
        }
    }

    /** Whether some may have been emitted. */
    public boolean wereAny() {
        return wereAny;
    }

    /** Whether all were emitted, and each of their changes since. */
    public boolean areAll() {
        return areAll;
    }

    /** How many record ids the walk has visited. */
    public long visited() {
        return visited;
    }

    /** Notes how far the walk has come. */
    public void visited(long ids, boolean isOver) {
        wereAny = true;
        areAll = isOver;
        visited = ids;
        isDirty = true;
    }

    /** Writes what changed. */
    public void save() {
        if (isDirty) {
            table.put(KEY, new ByteWriter().raw(VERSION).bool(areAll).unsigned(visited).toBytes());
            isDirty = false;
        }
    }
}
