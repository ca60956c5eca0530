package io.kindred.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Lists of records by term, each record once a list. Adding and removing cost the same however long
 * the list: one read and one write of its head, at most one more write.
 *
 * <p>A list has a head, which counts it and holds the first postings, up to {@link #IN_HEAD}, and a
 * tail of one entry a posting. Most lists are short and all head; a long one is appended to without
 * being read.
 *
 * <p>Format of a head, version 1, key the term: version byte; number of postings in the tail,
 * unsigned; the head's postings as a list of record id and intervals. Format of a tail entry:
 * {@link PostingEntry} under the term. A list without postings has neither.
 */
public final class PostingLists {

    static final int IN_HEAD = 16;
    private static final int VERSION = 1;

    private final String what;
    private final ByteTable heads;
    private final TermTable tails;

    private PostingLists(String what, ByteTable heads, TermTable tails) {
        this.what = what;
        this.heads = heads;
        this.tails = tails;
    }

    /** Records by identity key signature. */
    public static PostingLists ofKeys(ShardTables tables) {
        return new PostingLists(
                "key-postings",
                tables.bytes(ShardTables.Name.KEY_POSTINGS),
                tables.terms(ShardTables.TermName.KEY_POSTINGS_TAIL));
    }

    /** Records by component; the times mean nothing and are empty. */
    static PostingLists ofComponents(ShardTables tables) {
        return new PostingLists(
                "component-members",
                tables.bytes(ShardTables.Name.COMPONENT_MEMBERS),
                tables.terms(ShardTables.TermName.COMPONENT_MEMBERS_TAIL));
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
        Head head = head(term);
        if (head.postings.size() < IN_HEAD) {
            head.postings.add(posting);
        } else {
            tails.put(
                    term,
                    PostingEntry.key(posting.recordId()),
                    PostingEntry.value(posting.times()));
            head.inTail++;
        }
        save(term, head);
        return head.count();
    }

    /**
     * Sets the times of a record that is in the list.
     *
     * @throws CorruptStateException if the list cannot hold the record
     */
    public void replace(byte[] term, Posting posting) {
        Head head = head(term);
        int at = head.indexOf(posting.recordId());
        if (at >= 0) {
            head.postings.set(at, posting);
            save(term, head);
        } else if (head.inTail > 0) {
            tails.put(
                    term,
                    PostingEntry.key(posting.recordId()),
                    PostingEntry.value(posting.times()));
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
        Head head = head(term);
        int at = head.indexOf(recordId);
        if (at >= 0) {
            head.postings.remove(at);
        } else if (head.inTail > 0) {
            tails.remove(term, PostingEntry.key(recordId));
            head.inTail--;
        } else {
            throw new CorruptStateException(
                    what, "record " + recordId + " is not in the list it is to leave");
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

    /**
     * Walks over the list as {@link #scan} does if so many records in it are wanted; a list that is
     * not is not read beyond its head.
     *
     * @param isWanted asked with the number of records in the list
     */
    public Iterator<Posting> scanIf(byte[] term, LongPredicate isWanted) {
        Head head = head(term);
        return isWanted.test(head.count()) ? scan(term, head) : Collections.emptyIterator();
    }

    private Iterator<Posting> scan(byte[] term, Head head) {
        Iterator<Posting> first = head.postings.iterator();
        if (head.inTail == 0) {
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

    /** Removes the whole list and gives what it held; costs as much as it held. */
    List<Posting> drain(byte[] term) {
        Head head = head(term);
        List<Posting> inTail = new ArrayList<>();
        if (head.inTail > 0) {
            tails.scan(term)
                    .forEachRemaining(
                            entry -> inTail.add(PostingEntry.read(what + " tail", entry)));
        }
        inTail.forEach(posting -> tails.remove(term, PostingEntry.key(posting.recordId())));
        heads.remove(term);
        List<Posting> drained = head.postings;
        drained.addAll(inTail);
        return drained;
    }

    private Head head(byte[] term) {
        byte[] stored = heads.get(term);
        Head head = new Head();
        if (stored != null) {
            ByteReader reader = new ByteReader(what, stored);
            reader.version(VERSION);
            head.inTail = reader.unsigned();
            head.postings.addAll(
                    reader.list(each -> new Posting(each.unsigned(), each.intervals())));
            reader.end();
        }
        return head;
    }

    private void save(byte[] term, Head head) {
        if (head.count() == 0) {
            heads.remove(term);
            return;
        }
        heads.put(
                term,
                new ByteWriter()
                        .raw(VERSION)
                        .unsigned(head.inTail)
                        .list(
                                head.postings,
                                (writer, posting) ->
                                        writer.unsigned(posting.recordId())
                                                .intervals(posting.times()))
                        .toBytes());
    }

    private static final class Head {
        private final List<Posting> postings = new ArrayList<>(IN_HEAD);
        private long inTail;

        long count() {
            return postings.size() + inTail;
        }

        int indexOf(long recordId) {
            for (int i = 0; i < postings.size(); i++) {
                if (postings.get(i).recordId() == recordId) {
                    return i;
                }
            }
            return -1;
        }
    }
}
