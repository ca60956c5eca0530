package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.temporal.IntervalSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The head of a posting list: its first postings, how many there are in its tail, and, where there
 * are any, the runs of the whole list if they are known and few.
 *
 * <p>Format, version 2: version byte; number of postings in the tail, unsigned; number of postings
 * in the head, unsigned; if there is a tail, a byte 0 where the runs are not known, or a byte 1 and
 * {@link PostingRuns}; of each posting in the head the record id, unsigned, and the intervals.
 * Version 1 has no runs. Lists that are never asked for runs are still written as version 1.
 */
final class PostingHead {

    /** A head holds so many postings at most. */
    static final int POSTINGS = 16;

    /** A head holds so many runs at most; those of a list with more are walked for. */
    static final int RUNS = 16;

    static final int WITHOUT_RUNS = 1;
    static final int WITH_RUNS = 2;

    private final List<Posting> postings;
    private long inTail;

    /** Of the whole list; null if they are not known or there is no tail, to spare the work. */
    private @Nullable PostingRuns runs;

    private PostingHead(List<Posting> postings, long inTail, @Nullable PostingRuns runs) {
        this.postings = postings;
        this.inTail = inTail;
        this.runs = runs;
    }

    static PostingHead empty() {
        return new PostingHead(new ArrayList<>(1), 0, null);
    }

    /**
     * Reads a head.
     *
     * @param newest the newest version that there is of the list
     */
    static PostingHead read(String what, byte[] bytes, int newest) {
        ByteReader reader = new ByteReader(what, bytes);
        int version = reader.version(newest);
        long inTail = reader.unsigned();
        int inHead = reader.length();
        PostingRuns runs = null;
        if (version == WITH_RUNS && inTail != 0 && reader.bool()) {
            runs = PostingRuns.read(what, reader, reader.length());
        }
        List<Posting> postings = new ArrayList<>(inHead + 1);
        for (int i = 0; i < inHead; i++) {
            postings.add(new Posting(reader.unsigned(), reader.intervals()));
        }
        reader.end();
        return new PostingHead(postings, inTail, runs);
    }

    byte[] toBytes(int version) {
        ByteWriter writer = new ByteWriter().raw(version).unsigned(inTail);
        writer.unsigned(postings.size());
        if (version == WITH_RUNS && inTail != 0) {
            writer.bool(runs != null);
            if (runs != null) {
                runs.write(writer);
            }
        }
        for (int i = 0; i < postings.size(); i++) {
            Posting posting = postings.get(i);
            writer.unsigned(posting.recordId()).intervals(posting.times());
        }
        return writer.toBytes();
    }

    long count() {
        return postings.size() + inTail;
    }

    boolean hasTail() {
        return inTail != 0;
    }

    /** The postings in the head, not to be changed. */
    List<Posting> postings() {
        return postings;
    }

    /** The times of a posting in the head, or null if it is not there. */
    @Nullable IntervalSet times(long recordId) {
        int at = indexOf(recordId);
        return at < 0 ? null : postings.get(at).times();
    }

    /** The runs of the whole list, or null if all of it must be walked for them. */
    @Nullable PostingRuns runs() {
        return hasTail() ? runs : PostingRuns.of(postings, PostingLists.NOBODY);
    }

    /**
     * Sets the runs of a list with a tail.
     *
     * @return whether they are few enough to be kept
     */
    boolean setRuns(@Nullable PostingRuns found) {
        runs = found == null || found.size() > RUNS ? null : found;
        return runs != null;
    }

    /**
     * Adds a posting.
     *
     * @return whether it is in the head; it is to be put into the tail otherwise
     */
    boolean add(Posting posting) {
        boolean inHead = postings.size() < POSTINGS;
        if (inHead && !hasTail()) {
            postings.add(posting);
            return true;
        }
        PostingRuns before = runs();
        setRuns(before == null ? null : before.with(posting));
        if (inHead) {
            postings.add(posting);
        } else {
            inTail++;
        }
        return inHead;
    }

    /** Sets the times of a posting if it is in the head. */
    boolean replace(Posting posting) {
        int at = indexOf(posting.recordId());
        if (at < 0) {
            return false;
        }
        IntervalSet before = postings.set(at, posting).times();
        takeOut(before);
        putIn(posting);
        return true;
    }

    /**
     * A posting in the tail has other times now.
     *
     * @return whether the head is another than before
     */
    boolean replacedInTail(Posting posting) {
        PostingRuns before = runs;
        takeOut(IntervalSet.ALWAYS);
        putIn(posting);
        return runs != before;
    }

    /** Removes a posting if it is in the head. */
    boolean remove(long recordId) {
        int at = indexOf(recordId);
        if (at < 0) {
            return false;
        }
        takeOut(postings.remove(at).times());
        return true;
    }

    /** A posting in the tail is gone. */
    void removedFromTail() {
        inTail--;
        takeOut(IntervalSet.ALWAYS);
    }

    /** A posting of the times, or of any of them, that was in the list is not any more. */
    private void takeOut(IntervalSet times) {
        if (runs != null) {
            runs =
                    hasTail()
                            ? runs.without(times, PostingRuns.of(postings, PostingLists.NOBODY))
                            : null;
        }
    }

    private void putIn(Posting posting) {
        if (runs != null) {
            setRuns(runs.with(posting));
        }
    }

    private int indexOf(long recordId) {
        for (int i = 0; i < postings.size(); i++) {
            if (postings.get(i).recordId() == recordId) {
                return i;
            }
        }
        return -1;
    }
}
