package io.kindred.storage;

import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The components of a shard: who is in each and what was last stated of it.
 *
 * <p>Keys are unsigned component ids. Members are posting lists without times; what was stated has
 * the format of {@link StatedDigests} and is missing where nothing was.
 */
public final class ComponentStore {

    private final PostingLists members;
    private final ByteTable stated;
    private final ShardMeta meta;

    /** Over the tables of one shard. */
    public ComponentStore(ShardTables tables, ShardMeta meta) {
        this.members = PostingLists.ofComponents(tables);
        this.stated = tables.bytes(ShardTables.Name.COMPONENTS);
        this.meta = meta;
    }

    /** An id that no component ever had. */
    public long newId() {
        return meta.nextComponentId();
    }

    /** How many records the component has. */
    public long size(long component) {
        return members.count(key(component));
    }

    /** Adds a record that is not in the component. */
    public void add(long component, long recordId) {
        members.add(key(component), new Posting(recordId, IntervalSet.EMPTY));
    }

    /** Removes a record that is in the component. */
    public void remove(long component, long recordId) {
        members.remove(key(component), recordId);
    }

    /** Walks over the component's records by cursor; the component must not change meanwhile. */
    public Iterator<Posting> members(long component) {
        return members.scan(key(component));
    }

    /** The component's records, all at hand. */
    public List<Long> memberIds(long component) {
        List<Long> ids = new ArrayList<>();
        members(component).forEachRemaining(posting -> ids.add(posting.recordId()));
        return ids;
    }

    /**
     * Moves all records of one component, and what was stated of it, to another.
     *
     * @param moved told the id of every record moved
     */
    public void absorb(long from, long into, LongConsumer moved) {
        byte[] target = key(into);
        for (Posting posting : members.drain(key(from))) {
            members.add(target, posting);
            moved.accept(posting.recordId());
        }
        StatedDigests both = stated(from).and(stated(into));
        setStated(from, StatedDigests.NONE);
        setStated(into, both);
    }

    /** What was last stated of the component. */
    public StatedDigests stated(long component) {
        byte[] stored = stated.get(key(component));
        return stored == null
                ? StatedDigests.NONE
                : StatedDigests.fromBytes("component " + component, stored);
    }

    /** Sets what was stated of the component. */
    public void setStated(long component, StatedDigests digests) {
        if (digests.isEmpty()) {
            stated.remove(key(component));
        } else {
            stated.put(key(component), digests.toBytes());
        }
    }

    private static byte[] key(long component) {
        return new ByteWriter().unsigned(component).toBytes();
    }
}
