package io.kindred.resolve.check;

import io.kindred.storage.ByteReader;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Adds up the rows of all {@link Ledger}s of a state, and emits the findings as lines of text.
 * Holds the sums and, in a second pass, up to {@value #MAX_STORED} entries that have not cancelled
 * out yet.
 */
public final class Balance implements Consumer<byte[]> {

    private static final int MAX_STORED = 100_000;
    private static final int MAX_INSPECTED = 1_000;

    private final int limit;
    private final Consumer<String> lines;
    private final long[] sums = new long[2 * Ledger.BUCKETS];
    private final Map<Integer, Map<String, Map<Posted, Integer>>> inspected = new HashMap<>();
    private boolean areRecordsPartial;
    private int storedEntries;
    private long shown;
    private long findings;

    private record Posted(Account account, String what) {}

    /**
     * An empty balance.
     *
     * @param limit the most findings shown in all
     * @param lines receives a line for each finding that is shown
     */
    public Balance(int limit, Consumer<String> lines) {
        this.limit = limit;
        this.lines = lines;
    }

    @Override
    public void accept(byte[] row) {
        ByteReader reader = new ByteReader("ledger", row);
        switch (reader.raw()) {
            case Ledger.WRONG -> show(reader.string());
            case Ledger.SUMS -> {
                findings += reader.unsigned();
                while (!reader.isAtEnd()) {
                    int bucket = (int) reader.unsigned();
                    sums[2 * bucket] += reader.signed();
                    sums[2 * bucket + 1] += reader.signed();
                }
            }
            case Ledger.PARTIAL -> areRecordsPartial = true;
            default -> addEntry(reader);
        }
    }

    /** The buckets that a second pass must inspect; empty if all sums are zero. */
    public BitSet unbalanced() {
        BitSet buckets = new BitSet();
        int end = areRecordsPartial ? Ledger.RECORD_BUCKETS : Ledger.BUCKETS;
        for (int i = 0; i < end; i++) {
            if (sums[2 * i] == 0 && sums[2 * i + 1] == 0) {
                continue;
            }
            if (inspected.size() < Math.min(MAX_INSPECTED, Math.max(1, limit))) {
                buckets.set(i);
                inspected.put(i, new TreeMap<>());
            } else {
                findings++;
            }
        }
        return buckets;
    }

    /** Emits the findings of the second pass, if there was one. Must be called once, at the end. */
    public void end() {
        inspected.values().forEach(this::report);
    }

    /**
     * The number of findings, shown or not. If very much is wrong, several entries may count as
     * one.
     */
    public long findings() {
        return findings;
    }

    private void report(Map<String, Map<Posted, Integer>> byKey) {
        byKey.forEach(
                (key, entries) -> {
                    List<String> differences = new ArrayList<>();
                    entries.forEach(
                            (entry, net) ->
                                    differences.add(
                                            (entry.what() + " is only in ").strip()
                                                    + " "
                                                    + entry.account().side(net > 0)));
                    findings++;
                    show(key + ": " + String.join("; ", differences));
                });
    }

    private void addEntry(ByteReader reader) {
        int bucket = (int) reader.unsigned();
        Account account = Account.values()[reader.raw()];
        int sign = reader.bool() ? 1 : -1;
        String key = reader.string();
        Posted entry = new Posted(account, reader.string());
        Map<String, Map<Posted, Integer>> byKey = inspected.get(bucket);
        if (byKey == null) {
            return;
        }
        Map<Posted, Integer> entries = byKey.computeIfAbsent(key, unused -> new HashMap<>());
        boolean isNew = !entries.containsKey(entry);
        boolean isBalanced =
                entries.merge(entry, sign, (a, b) -> a + b == 0 ? null : a + b) == null;
        storedEntries += isNew ? 1 : isBalanced ? -1 : 0;
        if (entries.isEmpty()) {
            byKey.remove(key);
        }
        if (storedEntries > MAX_STORED) {
            inspected.remove(bucket);
            storedEntries -= byKey.values().stream().mapToInt(Map::size).sum();
            findings++;
        }
    }

    private void show(String line) {
        if (shown++ < limit) {
            lines.accept(line);
        }
    }
}
