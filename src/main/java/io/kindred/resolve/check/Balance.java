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
 * Adds up the rows of all {@link Ledger}s of a state, and tells what is wrong as lines. Holds the
 * sums, and after a second pass up to {@value #MAX_HELD} entries that did not cancel out yet.
 */
public final class Balance implements Consumer<byte[]> {

    private static final int MAX_HELD = 100_000;
    private static final int MAX_LOOKED = 1_000;

    private final int limit;
    private final Consumer<String> lines;
    private final long[] sums = new long[2 * Ledger.BUCKETS];
    private final Map<Integer, Map<String, Map<Posted, Integer>>> looked = new HashMap<>();
    private int held;
    private long shown;
    private long findings;

    private record Posted(Account account, String what) {}

    /**
     * Of nothing yet.
     *
     * @param limit how many findings are shown in all
     * @param lines told each finding that is shown as a line
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
            default -> addEntry(reader);
        }
    }

    /** The buckets that a second pass is to look at; none if all sums are zero. */
    public BitSet unbalanced() {
        BitSet buckets = new BitSet();
        for (int i = 0; i < Ledger.BUCKETS; i++) {
            if (sums[2 * i] == 0 && sums[2 * i + 1] == 0) {
                continue;
            }
            if (looked.size() < Math.min(MAX_LOOKED, Math.max(1, limit))) {
                buckets.set(i);
                looked.put(i, new TreeMap<>());
            } else {
                findings++;
            }
        }
        return buckets;
    }

    /** Tells what the second pass found, if there was one; to be called once, at the end. */
    public void end() {
        looked.values().forEach(this::tell);
    }

    /**
     * How many findings there are, shown or not. Where very much is wrong, several entries may
     * count as one.
     */
    public long findings() {
        return findings;
    }

    private void tell(Map<String, Map<Posted, Integer>> byKey) {
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
        Map<String, Map<Posted, Integer>> byKey = looked.get(bucket);
        if (byKey == null) {
            return;
        }
        Map<Posted, Integer> entries = byKey.computeIfAbsent(key, unused -> new HashMap<>());
        boolean isNew = !entries.containsKey(entry);
        boolean isBalanced =
                entries.merge(entry, sign, (a, b) -> a + b == 0 ? null : a + b) == null;
        held += isNew ? 1 : isBalanced ? -1 : 0;
        if (entries.isEmpty()) {
            byKey.remove(key);
        }
        if (held > MAX_HELD) {
            looked.remove(bucket);
            held -= byKey.values().stream().mapToInt(Map::size).sum();
            findings++;
        }
    }

    private void show(String line) {
        if (shown++ < limit) {
            lines.accept(line);
        }
    }
}
