package io.kindred.storage.shard;

import io.kindred.storage.ByteTable;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.MappingIterator;
import io.kindred.storage.ShardTables;
import io.kindred.storage.TermTable;
import io.kindred.temporal.IntervalSet;

import java.util.Iterator;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Posting lists: the records of each term, with the times at which they have its value. Adding,
 * removing and finding overlapping runs costs one read and one write of the head, and at most one
 * more read and write, however long the list is.
 *
 * <p>A list has a head with its size and the first postings, up to {@link #IN_HEAD}, and a tail
 * with an entry per posting. Most lists are short and have no tail; appending to a long one reads
 * only the head.
 *
 * <p>A <em>run</em> is a maximal chain of overlapping intervals; intervals that only touch are in
 * different runs. For example, records a at [1, 4), b at [3, 6) and c at [6, 9) have the runs {a,
 * b} at [1, 6) and {c} at [6, 9). The head of a long list stores its runs, up to {@value
 * PostingHead#RUNS}. They become unknown when a posting that may have joined a run is removed or
 * changed. Then the next query for runs scans the list and stores them again.
 *
 * <p>Formats: {@link PostingHead}, key the term; of a tail entry {@link PostingEntry} under the
 * term. An empty list has neither.
 */
public final class PostingLists {

    public static final int IN_HEAD = PostingHead.POSTINGS;

    /** An id that no record has. */
    static final long NO_RECORD = -1;

    private final String what;
    private final int version;
    private final ByteTable heads;
    private final TermTable tails;

    private PostingLists(String what, int version, ByteTable heads, TermTable tails) {
        this.what = what;
        this.version = version;
        this.heads = heads;
        this.tails = tails;
    }

    /** The records by identity key signature. */
    public static PostingLists ofKeys(ShardTables tables) {
        return new PostingLists(
                "key-postings",
                PostingHead.WITH_RUNS,
                tables.bytes(ShardTables.Name.KEY_POSTINGS),
                tables.terms(ShardTables.TermName.KEY_POSTINGS_TAIL));
    }

    /**
     * The records by signature of a value under a {@code unique} constraint. Runs of long lists are
     * not stored.
     */
    public static PostingLists ofClaims(ShardTables tables) {
        return new PostingLists(
                "unique-claims",
                PostingHead.WITHOUT_RUNS,
                tables.bytes(ShardTables.Name.UNIQUE_CLAIMS),
                tables.terms(ShardTables.TermName.UNIQUE_CLAIMS_TAIL));
    }

    /**
     * The result of adding a posting.
     *
     * @param count the new number of records in the list
     * @param overlapped one record of each run that the posting's times overlap, by the start of
     *     the run, never the added one; several runs may have the same record
     */
    public record Added(long count, List<Long> overlapped) {}

    /** Announces terms whose lists will be read soon. */
    public void prefetch(List<byte[]> terms) {
        heads.prefetch(terms);
    }

    /** The number of records in the term's list. */
    public long count(byte[] term) {
        return head(term).count();
    }

    /**
     * Adds a record, which must not be in the list.
     *
     * @return the new number of records
     */
    public long add(byte[] term, Posting posting) {
        PostingHead head = head(term);
        append(term, head, posting);
        return head.count();
    }

    /**
     * Adds a record, which must not be in the list, and finds the runs of the others that it
     * overlaps. Reads and writes the head once.
     *
     * @param isWanted called with the new number of records; if it returns false, no runs are
     *     returned
     */
    public Added add(byte[] term, Posting posting, LongPredicate isWanted) {
        PostingHead head = head(term);
        List<Long> overlapped = List.of();
        if (head.count() > 0 && isWanted.test(head.count() + 1)) {
            PostingRuns runs = head.runs();
            if (runs == null) {
                runs = PostingRuns.of(scan(term, head), NO_RECORD);
                head.setRuns(runs);
            }
            overlapped = runs.overlapping(posting.times()).records();
        }
        append(term, head, posting);
        return new Added(head.count(), overlapped);
    }

    private void append(byte[] term, PostingHead head, Posting posting) {
        if (!head.add(posting)) {
            putInTail(term, posting);
        }
        save(term, head);
    }

    /**
     * One record of each run that the times overlap, by the start of the run; several runs may have
     * the same record. The runs are those of all postings except one record's.
     *
     * @param except the record to leave out, which may or may not be in the list
     * @param isWanted called with the number of records in the list, including {@code except}; if
     *     it returns false, no runs are returned and only the head is read
     */
    public List<Long> overlapping(
            byte[] term, IntervalSet times, long except, LongPredicate isWanted) {
        PostingHead head = head(term);
        if (!isWanted.test(head.count())) {
            return List.of();
        }
        PostingRuns headRuns = PostingRuns.of(head.postings(), except);
        if (!head.hasTail()) {
            return headRuns.overlapping(times).records();
        }
        IntervalSet own = timesOf(term, head, except);
        PostingRuns known = head.runs();
        if (known != null) {
            // Without this record's times a run may fall apart into several.
            PostingRuns others = known.overlapping(times).without(own, headRuns);
            if (others != null) {
                return others.records();
            }
        }
        return scanRuns(term, head, new Posting(except, own)).overlapping(times).records();
    }

    /** Finds the runs without one posting by a scan, and stores the runs with it. */
    private PostingRuns scanRuns(byte[] term, PostingHead head, Posting except) {
        PostingRuns others = PostingRuns.of(scan(term, head), except.recordId());
        if (version == PostingHead.WITH_RUNS
                && head.runs() == null
                && head.setRuns(others.with(except))) {
            save(term, head);
        }
        return others;
    }

    /** The times of a record's posting; empty if it is not in the list. */
    private IntervalSet timesOf(byte[] term, PostingHead head, long recordId) {
        IntervalSet inHead = head.times(recordId);
        if (inHead != null) {
            return inHead;
        }
        byte[] key = PostingEntry.key(recordId);
        byte[] value = tails.get(term, key);
        return value == null
                ? IntervalSet.EMPTY
                : PostingEntry.read(what + " tail", new TermTable.Entry(key, value)).times();
    }

    /** Iterates over the terms that have a head with a cursor; none may change meanwhile. */
    public Iterator<byte[]> terms() {
        return new MappingIterator<>(heads.scan(), TermTable.Entry::key);
    }

    /** Whether the term's list has a tail according to its head. */
    public boolean hasTail(byte[] term) {
        return head(term).hasTail();
    }

    /** Whether the runs that the head stores, if any, are those of the postings; scans the list. */
    public boolean knowsItsRuns(byte[] term) {
        PostingHead head = head(term);
        PostingRuns known = head.hasTail() ? head.runs() : null;
        return known == null || known.hasSpansOf(PostingRuns.of(scan(term, head), NO_RECORD));
    }

    /** Adds a record, or sets its times if it is already in the list. */
    public void put(byte[] term, Posting posting) {
        PostingHead head = head(term);
        if (head.replace(posting)) {
            save(term, head);
        } else if (head.hasTail()
                && tails.get(term, PostingEntry.key(posting.recordId())) != null) {
            putInTail(term, posting);
            if (head.replacedInTail(posting)) {
                save(term, head);
            }
        } else {
            append(term, head, posting);
        }
    }

    /**
     * Sets the times of a record, which must be in the list.
     *
     * @throws CorruptStateException if the record is missing and the list has no tail
     */
    public void replace(byte[] term, Posting posting) {
        PostingHead head = head(term);
        if (head.replace(posting)) {
            save(term, head);
        } else if (head.hasTail()) {
            putInTail(term, posting);
            if (head.replacedInTail(posting)) {
                save(term, head);
            }
        } else {
            throw new CorruptStateException(
                    what, "record " + posting.recordId() + " is not in the list to change it in");
        }
    }

    /**
     * Removes a record, which must be in the list.
     *
     * @return the new number of records
     * @throws CorruptStateException if the record is missing and the list has no tail
     */
    public long remove(byte[] term, long recordId) {
        PostingHead head = head(term);
        if (!head.remove(recordId)) {
            if (!head.hasTail()) {
                throw new CorruptStateException(
                        what, "record " + recordId + " is not in the list to remove it from");
            }
            tails.remove(term, PostingEntry.key(recordId));
            head.removedFromTail();
        }
        save(term, head);
        return head.count();
    }

    /** Removes a record if it is in the list. */
    public void removeIfThere(byte[] term, long recordId) {
        PostingHead head = head(term);
        boolean isThere =
                head.times(recordId) != null
                        || head.hasTail() && tails.get(term, PostingEntry.key(recordId)) != null;
        if (isThere) {
            remove(term, recordId);
        }
    }

    /**
     * Iterates over the list with a cursor, starting with the head. The list must not change
     * meanwhile.
     */
    public Iterator<Posting> scan(byte[] term) {
        return scan(term, head(term));
    }

    private Iterator<Posting> scan(byte[] term, PostingHead head) {
        Iterator<Posting> first = head.postings().iterator();
        if (!head.hasTail()) {
            return first;
        }
        Iterator<TermTable.Entry> rest = tails.scan(term);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return first.hasNext() || rest.hasNext();
            }

            @Override
            public Posting next() {
                return first.hasNext()
                        ? first.next()
                        : PostingEntry.read(what + " tail", rest.next());
            }
        };
    }

    private PostingHead head(byte[] term) {
        byte[] stored = heads.get(term);
        return stored == null ? PostingHead.empty() : PostingHead.read(what, stored, version);
    }

    private void putInTail(byte[] term, Posting posting) {
        tails.put(term, PostingEntry.key(posting.recordId()), PostingEntry.value(posting.times()));
    }

    private void save(byte[] term, PostingHead head) {
        if (head.count() == 0) {
            heads.remove(term);
        } else {
            heads.put(term, head.toBytes(version));
        }
    }
}
