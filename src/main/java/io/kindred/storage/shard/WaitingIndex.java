package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.MappingIterator;
import io.kindred.storage.TermTable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;

/**
 * The components whose emission is delayed, with their due times. It is state because a checkpoint
 * may come before the due time.
 *
 * <p>Format, term {@code due}: key unsigned component id; value version byte 1, the due time in
 * milliseconds, signed.
 */
final class WaitingIndex {

    private static final String WHAT = "components-due";
    private static final byte[] TERM = "due".getBytes(StandardCharsets.UTF_8);
    private static final int VERSION = 1;

    private final TermTable table;

    WaitingIndex(TermTable table) {
        this.table = table;
    }

    void put(byte[] component, long until) {
        table.put(TERM, component, new ByteWriter().raw(VERSION).signed(until).toBytes());
    }

    /** Whether the index uses the term. */
    static boolean isTerm(byte[] term) {
        return Arrays.equals(term, TERM);
    }

    void remove(byte[] component) {
        table.remove(TERM, component);
    }

    /** Iterates over all delayed components with a cursor. */
    Iterator<ComponentStore.Waiting> all() {
        return new MappingIterator<>(table.scan(TERM), WaitingIndex::read);
    }

    private static ComponentStore.Waiting read(TermTable.Entry entry) {
        ByteReader key = new ByteReader(WHAT, entry.key());
        long component = key.unsigned();
        key.end();
        ByteReader value = new ByteReader(WHAT + " of " + component, entry.value());
        value.version(VERSION);
        long until = value.signed();
        value.end();
        return new ComponentStore.Waiting(component, until);
    }
}
