package io.kindred.flink.jdbc;

import io.kindred.flink.internal.GroupKeys;
import io.kindred.flink.internal.KeyGroups;
import io.kindred.flink.internal.KeyedStates;
import io.kindred.flink.operator.OutputRow;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.TermTable;
import io.kindred.table.postgres.StampedRow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * The rows that are not yet written. State: {@code pending-rows}, under the key of the key group's
 * own, so that all rows are found by a walk over the key groups and move with them.
 *
 * <p>Format of a key: the epoch in 8 bytes, big-endian; the output key in UTF-8. Format of a value,
 * version 1: version byte; whether the row is a retraction; when the sink got it, signed; the row
 * as JSON. A row replaces that of its key of the same epoch, and no other.
 */
final class PendingRows {

    private static final int VERSION = 1;

    /** Rows of large entities are large: a batch of more bytes than this is not filled up. */
    private static final long BATCH_BYTES = 8 << 20;

    private final KeyedStates<Object> states;
    private final ByteTable table;
    private final GroupKeys keys;
    private final int groups;

    /** The key groups that may have rows; at first all, since the state may be a restored one. */
    private final BitSet used = new BitSet();

    private final int batchRows;
    private final List<Pending> batch = new ArrayList<>();
    private long bytes;

    /**
     * Takes up the rows that are in the state of a subtask.
     *
     * @param groups the number of key groups of the operator
     * @param batchRows how many rows are written together, at most
     */
    PendingRows(KeyedStates<Object> states, ByteTable table, int groups, int batchRows) {
        this.states = states;
        this.table = table;
        this.keys = new GroupKeys(groups);
        this.groups = groups;
        states.keyGroups().forEach(used::set);
        this.batchRows = batchRows;
    }

    /** Writes a batch. Of two rows with one key the later is behind the earlier. */
    @FunctionalInterface
    interface Batches {
        void write(List<StampedRow> rows) throws Exception;
    }

    private record Pending(String group, byte[] id, long epoch, StampedRow row) {}

    /** Adds a row; changes the current key. */
    void add(long epoch, OutputRow row, long now) {
        int group = KeyGroups.of(row.key(), groups);
        used.set(group);
        states.setKey(keys.ofGroup(group));
        table.put(id(epoch, row.key()), value(row, now));
    }

    static byte[] value(OutputRow row, long now) {
        return new ByteWriter(row.json().length + 16)
                .raw(VERSION)
                .bool(row.gone())
                .signed(now)
                .raw(row.json())
                .toBytes();
    }

    /**
     * Writes and removes all rows of earlier epochs than this; changes the current key. Holds one
     * batch in memory.
     *
     * @throws Exception if a batch cannot be written. Its rows are still there then
     */
    void write(long end, Batches batches) throws Exception {
        batch.clear();
        bytes = 0;
        for (int group : used.stream().toArray()) {
            while (fill(group, end)) {
                flush(batches);
            }
        }
        flush(batches);
    }

    /** Adds rows of a key group to the batch; returns whether it is full. */
    private boolean fill(int group, long end) {
        String groupKey = keys.ofGroup(group);
        states.setKey(groupKey);
        boolean isUsed = false;
        for (Iterator<TermTable.Entry> scan = table.scan(); scan.hasNext(); ) {
            TermTable.Entry entry = scan.next();
            isUsed = true;
            ByteBuffer id = ByteBuffer.wrap(entry.key());
            long epoch = id.getLong();
            if (epoch < end) {
                String key = StandardCharsets.UTF_8.decode(id).toString();
                batch.add(new Pending(groupKey, entry.key(), epoch, row(key, entry.value())));
                bytes += entry.value().length;
                if (batch.size() >= batchRows || bytes >= BATCH_BYTES) {
                    return true;
                }
            }
        }
        used.set(group, isUsed);
        return false;
    }

    private void flush(Batches batches) throws Exception {
        if (batch.isEmpty()) {
            return;
        }
        batch.sort(Comparator.comparingLong(Pending::epoch));
        batches.write(batch.stream().map(Pending::row).toList());
        for (Pending written : batch) {
            states.setKey(written.group());
            table.remove(written.id());
        }
        batch.clear();
        bytes = 0;
    }

    static byte[] id(long epoch, String key) {
        byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + utf8.length).putLong(epoch).put(utf8).array();
    }

    static StampedRow row(String key, byte[] value) {
        ByteReader reader = new ByteReader("row that is not yet written", value);
        reader.version(VERSION);
        boolean isGone = reader.bool();
        long writtenAt = reader.signed();
        return new StampedRow(key, reader.rest(), isGone, writtenAt);
    }
}
