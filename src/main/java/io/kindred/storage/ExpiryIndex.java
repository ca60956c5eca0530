package io.kindred.storage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * Members by the time at which something of them expires. The members of a time that has come are
 * found without looking at any other.
 *
 * <p>Times are in buckets of 2<sup>22</sup> points of the timeline, about 70 minutes of
 * milliseconds; buckets in spans of 1024, about 50 days. A bucket is cut into parts, so that taking
 * out what has expired never passes over much that is taken out already. Adding writes the entry
 * and reads nothing; a new part, bucket or span is one entry more each.
 *
 * <p>Format of the table {@code expiry-buckets} from layout 4 on, numbers signed unless said
 * otherwise. All terms begin with the bytes 128 and 0, which no term of older layouts did.
 *
 * <ul>
 *   <li>Term 0: a key for each span, no value.
 *   <li>Term 1, span: a key for each bucket.
 *   <li>Term 2, bucket: a key for each part.
 *   <li>Term 3, bucket, part: a key for each entry, its time and the bytes of the member.
 * </ul>
 *
 * <p>Example: a member that expires at 5,000,000 is in span 0, bucket 1.
 */
public final class ExpiryIndex {

    /** The most bucket parts that are known to exist, in memory. */
    private static final int KNOWN_PARTS = 4096;

    private static final int BUCKET_BITS = 22;
    private static final int SPAN_BITS = 10;
    private static final byte[] NOTHING = {};
    private static final int FIRST = 0x80;
    private static final int SECOND = 0;
    private static final int SPANS = 0;
    private static final int BUCKETS = 1;
    private static final int PARTS = 2;
    private static final int ENTRIES = 3;

    private final TermTable table;
    private final Map<Part, Boolean> known;

    /** An index in a table, which nothing else may change. */
    public ExpiryIndex(TermTable table) {
        this(table, KNOWN_PARTS);
    }

    /**
     * One of many indexes in memory.
     *
     * @param knownParts how many bucket parts it remembers to exist; for others, adding a member
     *     writes three entries more
     */
    public ExpiryIndex(TermTable table, int knownParts) {
        this.table = table;
        this.known =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Part, Boolean> eldest) {
                        return size() > knownParts;
                    }
                };
    }

    private record Part(long bucket, long part) {}

    /** A member whose time has come. */
    public record Due(long at, byte[] member) {}

    /**
     * Adds a member; does nothing if it is there already.
     *
     * @param at when something of it expires
     * @param part the same for members that are stored together, and different for others
     */
    public void add(long at, long part, byte[] member) {
        long bucket = at >> BUCKET_BITS;
        if (known.put(new Part(bucket, part), true) == null) {
            table.put(spans(), number(bucket >> SPAN_BITS), NOTHING);
            table.put(buckets(bucket >> SPAN_BITS), number(bucket), NOTHING);
            table.put(parts(bucket), number(part), NOTHING);
        }
        table.put(entries(bucket, part), entry(at, member), NOTHING);
    }

    /** Removes a member; does nothing if it is not there. */
    public void remove(long at, long part, byte[] member) {
        table.remove(entries(at >> BUCKET_BITS, part), entry(at, member));
    }

    /**
     * Members whose time has come, in no particular order. They stay until they are removed.
     * Buckets that are over and empty are removed.
     *
     * @param now the time that has come
     * @param max how many at most
     */
    public List<Due> due(long now, int max) {
        List<Due> due = new ArrayList<>();
        for (long span : numbers(spans(), now >> BUCKET_BITS >> SPAN_BITS)) {
            for (long bucket : numbers(buckets(span), now >> BUCKET_BITS)) {
                for (long part : numbers(parts(bucket), Long.MAX_VALUE)) {
                    boolean isEmpty = collect(bucket, part, now, max, due);
                    if (due.size() >= max) {
                        return due;
                    }
                    if (isEmpty) {
                        known.remove(new Part(bucket, part));
                        table.remove(parts(bucket), number(part));
                    }
                }
                removeIfEmpty(parts(bucket), buckets(span), bucket);
            }
            removeIfEmpty(buckets(span), spans(), span);
        }
        return due;
    }

    /** Whether the part has no entries. */
    private boolean collect(long bucket, long part, long now, int max, List<Due> due) {
        boolean isEmpty = true;
        Iterator<TermTable.Entry> entries = table.scan(entries(bucket, part));
        while (due.size() < max && entries.hasNext()) {
            isEmpty = false;
            ByteReader reader = new ByteReader("expiry-buckets", entries.next().key());
            long at = reader.signed();
            if (at <= now) {
                due.add(new Due(at, reader.rest()));
            }
        }
        return isEmpty;
    }

    private void removeIfEmpty(byte[] content, byte[] term, long number) {
        if (!table.scan(content).hasNext()) {
            table.remove(term, number(number));
        }
    }

    /** Visits all entries by cursor, in no particular order. Nothing may change meanwhile. */
    public void forEach(Visitor visitor) {
        for (long span : numbers(spans(), Long.MAX_VALUE)) {
            for (long bucket : numbers(buckets(span), Long.MAX_VALUE)) {
                for (long part : numbers(parts(bucket), Long.MAX_VALUE)) {
                    table.scan(entries(bucket, part))
                            .forEachRemaining(
                                    entry -> {
                                        ByteReader reader =
                                                new ByteReader("expiry-buckets", entry.key());
                                        visitor.entry(reader.signed(), part, reader.rest());
                                    });
                }
            }
        }
    }

    /** Whether a term of {@code expiry-buckets} is of the index, and not of an older layout. */
    public static boolean isOf(byte[] term) {
        return term.length > 2 && (term[0] & 0xff) == FIRST && term[1] == SECOND;
    }

    /**
     * Checks a term of the index, and visits its members. Terms without members may be left over.
     *
     * @param wrong receives what is wrong
     */
    public void check(byte[] term, Visitor visitor, Consumer<String> wrong) {
        ByteReader reader = new ByteReader("expiry-buckets", term);
        reader.raw(2);
        int kind = reader.raw();
        switch (kind) {
            case SPANS -> checkNumbers(term, number -> true, wrong);
            case BUCKETS -> {
                long span = reader.signed();
                checkNumbers(term, bucket -> bucket >> SPAN_BITS == span, wrong);
            }
            case PARTS -> checkNumbers(term, number -> true, wrong);
            case ENTRIES -> {
                long bucket = reader.signed();
                long part = reader.signed();
                if (!isFound(bucket, part)) {
                    wrong.accept("is not found from its bucket");
                }
                checkEntries(term, bucket, part, visitor, wrong);
            }
            default -> wrong.accept("unknown kind of term " + kind);
        }
    }

    private boolean isFound(long bucket, long part) {
        long span = bucket >> SPAN_BITS;
        return table.get(spans(), number(span)) != null
                && table.get(buckets(span), number(bucket)) != null
                && table.get(parts(bucket), number(part)) != null;
    }

    private void checkNumbers(byte[] term, LongPredicate isRight, Consumer<String> wrong) {
        table.scan(term)
                .forEachRemaining(
                        entry -> {
                            ByteReader key = new ByteReader("expiry-buckets", entry.key());
                            long number = key.signed();
                            key.end();
                            if (entry.value().length > 0 || !isRight.test(number)) {
                                wrong.accept("has " + number + ", which does not belong there");
                            }
                        });
    }

    private void checkEntries(
            byte[] term, long bucket, long part, Visitor visitor, Consumer<String> wrong) {
        table.scan(term)
                .forEachRemaining(
                        entry -> {
                            ByteReader key = new ByteReader("expiry-buckets", entry.key());
                            long at = key.signed();
                            if (entry.value().length > 0 || at >> BUCKET_BITS != bucket) {
                                wrong.accept("has " + at + ", which does not belong there");
                            }
                            visitor.entry(at, part, key.rest());
                        });
    }

    /** Receives entries. */
    @FunctionalInterface
    public interface Visitor {

        void entry(long at, long part, byte[] member);
    }

    /** The numbers of a term up to a limit, ascending. */
    private List<Long> numbers(byte[] term, long greatest) {
        List<Long> numbers = new ArrayList<>();
        table.scan(term)
                .forEachRemaining(
                        entry -> {
                            long number = new ByteReader("expiry-buckets", entry.key()).signed();
                            if (number <= greatest) {
                                numbers.add(number);
                            }
                        });
        numbers.sort(null);
        return numbers;
    }

    private static ByteWriter term(int kind) {
        return new ByteWriter().raw(FIRST).raw(SECOND).raw(kind);
    }

    private static byte[] spans() {
        return term(SPANS).toBytes();
    }

    private static byte[] buckets(long span) {
        return term(BUCKETS).signed(span).toBytes();
    }

    private static byte[] parts(long bucket) {
        return term(PARTS).signed(bucket).toBytes();
    }

    private static byte[] entries(long bucket, long part) {
        return term(ENTRIES).signed(bucket).signed(part).toBytes();
    }

    private static byte[] number(long number) {
        return new ByteWriter().signed(number).toBytes();
    }

    private static byte[] entry(long at, byte[] member) {
        return new ByteWriter().signed(at).raw(member).toBytes();
    }
}
