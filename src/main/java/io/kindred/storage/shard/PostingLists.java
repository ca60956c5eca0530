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
 * Lists of records by term, each record once a list. Adding, removing and finding which runs some
 * times overlap cost the same however long the list: one read and one write of its head, at most
 * one more read and one more write.
 *
 * <p>A list has a head, which counts it and holds the first postings, up to {@link #IN_HEAD}, and a
 * tail of one entry a posting. Most lists are short and all head; a long one is appended to without
 * being read. A <em>run</em> is a maximal chain of overlapping intervals; those that only touch are
 * apart. The head of a long list knows its runs, unless they are more than {@value
 * PostingHead#RUNS} or a posting was taken out or changed that may have held one together: then the
 * list is walked over when its runs are next asked for, and they are known again.
 *
 * <p>Formats: {@link PostingHead}, key the term; of a tail entry {@link PostingEntry} under the
 * term. A list without postings has neither.
 */
public final class PostingLists {

    public static final int IN_HEAD = PostingHead.POSTINGS;

    /** No record has this id. */
    static final long NOBODY = -1;

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

    /** Records by identity key signature. */
    public static PostingLists ofKeys(ShardTables tables) {
        return new PostingLists(
                "key-postings",
                PostingHead.WITH_RUNS,
                tables.bytes(ShardTables.Name.KEY_POSTINGS),
                tables.terms(ShardTables.TermName.KEY_POSTINGS_TAIL));
    }

    /**
     * Records by signature of a value that is under a {@code unique} constraint. Runs of long lists
     * are not kept.
     */
    public static PostingLists ofClaims(ShardTables tables) {
        return new PostingLists(
                "unique-claims",
                PostingHead.WITHOUT_RUNS,
                tables.bytes(ShardTables.Name.UNIQUE_CLAIMS),
                tables.terms(ShardTables.TermName.UNIQUE_CLAIMS_TAIL));
    }

    /**
     * What came of adding a posting.
     *
     * @param count how many records are in the list now
     * @param overlapped one record of each run that the posting's times overlap, by the start of
     *     the run, never the one that was added; a record may be that of several runs
     */
    public record Added(long count, List<Long> overlapped) {}

    /** Tells that the terms' lists will be asked for soon. */
    public void prefetch(List<byte[]> terms) {
        heads.prefetch(terms);
    }

    /** How many records are in the term's list. */
    public long count(byte[] term) {
        return head(term).count();
    }

    /**
     * Adds a record that is not in the list.
     *
     * @return how many records are in it now
     */
    public long add(byte[] term, Posting posting) {
        PostingHead head = head(term);
        append(term, head, posting);
        return head.count();
    }

    /**
     * Adds a record that is not in the list, and tells which runs of the others it overlaps if so
     * many records are wanted. Reads and writes the head once.
     *
     * @param isWanted asked with the number of records in the list, the new one among them; if it
     *     says no then no run is told
     */
    public Added add(byte[] term, Posting posting, LongPredicate isWanted) {
        PostingHead head = head(term);
        List<Long> overlapped = List.of();
        if (head.count() > 0 && isWanted.test(head.count() + 1)) {
            PostingRuns runs = head.runs();
            if (runs == null) {
                runs = PostingRuns.of(scan(term, head), NOBODY);
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
     * One record of each run that the times overlap, where the runs are those of all postings but
     * one record's, by the start of the run; a record may be that of several runs.
     *
     * @param except the record that does not count; it may be in the list or not
     * @param isWanted asked with the number of records in the list, {@code except} among them if it
     *     is there; if it says no then no run is told and the list is not read beyond its head
     */
    public List<Long> overlapping(
            byte[] term, IntervalSet times, long except, LongPredicate isWanted) {
        PostingHead head = head(term);
        if (!isWanted.test(head.count())) {
            return List.of();
        }
        PostingRuns atHand = PostingRuns.of(head.postings(), except);
        if (!head.hasTail()) {
            return atHand.overlapping(times).records();
        }
        IntervalSet own = timesOf(term, head, except);
        PostingRuns known = head.runs();
        if (known != null) {
            // What the record's own times hold together may be several runs without it.
            PostingRuns others = known.overlapping(times).without(own, atHand);
            if (others != null) {
                return others.records();
            }
        }
        return walked(term, head, new Posting(except, own)).overlapping(times).records();
    }

    /** The runs without one posting, by a walk, after which those with it are known. */
    private PostingRuns walked(byte[] term, PostingHead head, Posting except) {
        PostingRuns others = PostingRuns.of(scan(term, head), except.recordId());
        if (version == PostingHead.WITH_RUNS
                && head.runs() == null
                && head.setRuns(others.with(except))) {
            save(term, head);
        }
        return others;
    }

    /** When the record's posting holds; never if it is not in the list. */
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

    /** Walks by cursor over the terms that have a head; none may change meanwhile. */
    public Iterator<byte[]> terms() {
        return new MappingIterator<>(heads.scan(), TermTable.Entry::key);
    }

    /** Whether the term's list has, as its head says, postings beyond it. */
    public boolean hasTail(byte[] term) {
        return head(term).hasTail();
    }

    /**
     * Whether the runs that the head of a list knows, if any, are those of its postings; walks over
     * the list.
     */
    public boolean knowsItsRuns(byte[] term) {
        PostingHead head = head(term);
        PostingRuns known = head.hasTail() ? head.runs() : null;
        return known == null || known.hasSpansOf(PostingRuns.of(scan(term, head), NOBODY));
    }

    /** Adds a record, or sets its times if it is in the list. */
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
     * Sets the times of a record that is in the list.
     *
     * @throws CorruptStateException if the list cannot hold the record
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
                    what,
                    "record " + posting.recordId() + " is not in the list it is to change in");
        }
    }

    /**
     * Removes a record that is in the list.
     *
     * @return how many records are in it now
     * @throws CorruptStateException if the list cannot hold the record
     */
    public long remove(byte[] term, long recordId) {
        PostingHead head = head(term);
        if (!head.remove(recordId)) {
            if (!head.hasTail()) {
                throw new CorruptStateException(
                        what, "record " + recordId + " is not in the list it is to leave");
            }
            tails.remove(term, PostingEntry.key(recordId));
            head.removedFromTail();
        }
        save(term, head);
        return head.count();
    }

    /**
     * Walks over the list, the head's postings first, by cursor. The list must not change
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
