package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.temporal.IntervalSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The head of a posting list: its first postings, the number of postings in its tail and, if it has
 * a tail, the runs of the whole list if they are known and few.
 *
 * <p>Format, version 2: version byte; number of postings in the tail, unsigned; number of postings
 * in the head, unsigned; if there is a tail, a byte 0 where the runs are not known, or a byte 1 and
 * {@link PostingRuns}; of each posting in the head the record id, unsigned, and the intervals.
 * Version 1 has no runs. Lists whose runs are never needed are still written as version 1.
 */
final class PostingHead {

    /** The largest number of postings in a head. */
    static final int POSTINGS = 16;

    /** The largest number of runs in a head; those of a list with more are found by a scan. */
    static final int RUNS = 16;

    static final int WITHOUT_RUNS = 1;
    static final int WITH_RUNS = 2;

    private final List<Posting> postings;
    private long tailSize;

    /** The runs of the whole list; null if they are unknown or there is no tail. */
    private @Nullable PostingRuns runs;

    private PostingHead(List<Posting> postings, long tailSize, @Nullable PostingRuns runs) {
        this.postings = postings;
        this.tailSize = tailSize;
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
        long tailSize = reader.unsigned();
        int inHead = reader.length();
        PostingRuns runs = null;
        if (version == WITH_RUNS && tailSize != 0 && reader.bool()) {
            runs = PostingRuns.read(what, reader, reader.length());
        }
        List<Posting> postings = new ArrayList<>(inHead + 1);
        for (int i = 0; i < inHead; i++) {
            postings.add(new Posting(reader.unsigned(), reader.intervals()));
        }
        reader.end();
        return new PostingHead(postings, tailSize, runs);
    }

    byte[] toBytes(int version) {
        ByteWriter writer = new ByteWriter().raw(version).unsigned(tailSize);
        writer.unsigned(postings.size());
        if (version == WITH_RUNS && tailSize != 0) {
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
        return postings.size() + tailSize;
    }

    boolean hasTail() {
        return tailSize != 0;
    }

    /** The postings in the head, which must not be modified. */
    List<Posting> postings() {
        return postings;
    }

    /** The times of a posting in the head, or null if it is not in the head. */
    @Nullable IntervalSet times(long recordId) {
        int at = indexOf(recordId);
        return at < 0 ? null : postings.get(at).times();
    }

    /** The runs of the whole list, or null if a scan is needed to find them. */
    @Nullable PostingRuns runs() {
        return hasTail() ? runs : PostingRuns.of(postings, PostingLists.NO_RECORD);
    }

    /**
     * Sets the runs of a list with a tail.
     *
     * @return whether they are few enough to be stored
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
            tailSize++;
        }
        return inHead;
    }

    /** Sets the times of a posting if it is in the head, and returns whether it is. */
    boolean replace(Posting posting) {
        int at = indexOf(posting.recordId());
        if (at < 0) {
            return false;
        }
        IntervalSet before = postings.set(at, posting).times();
        removeFromRuns(before);
        addToRuns(posting);
        return true;
    }

    /**
     * Updates the runs after the times of a posting in the tail changed.
     *
     * @return whether the head changed
     */
    boolean replacedInTail(Posting posting) {
        PostingRuns before = runs;
        removeFromRuns(IntervalSet.ALWAYS);
        addToRuns(posting);
        return runs != before;
    }

    /** Removes a posting if it is in the head, and returns whether it was. */
    boolean remove(long recordId) {
        int at = indexOf(recordId);
        if (at < 0) {
            return false;
        }
        removeFromRuns(postings.remove(at).times());
        return true;
    }

    /** Updates the head after a posting was removed from the tail. */
    void removedFromTail() {
        tailSize--;
        removeFromRuns(IntervalSet.ALWAYS);
    }

    /** Updates the runs after a posting with these times, or some of them, was removed. */
    private void removeFromRuns(IntervalSet times) {
        if (runs != null) {
            runs =
                    hasTail()
                            ? runs.without(times, PostingRuns.of(postings, PostingLists.NO_RECORD))
                            : null;
        }
    }

    private void addToRuns(Posting posting) {
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
