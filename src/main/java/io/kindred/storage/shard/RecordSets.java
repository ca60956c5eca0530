package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.ShardTables;
import io.kindred.temporal.Interval;

import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The record sets by entity type, by perspective, and by the time bucket in which a descriptor
 * ends. Changes are buffered until {@link #save}, at the end of a batch.
 *
 * <p>Terms: of {@code type-postings} the interned entity type; of {@code perspective-postings} the
 * interned entity type and perspective, each unsigned; of {@code expiry-buckets} the bucket,
 * signed. Format: {@link IdSets}.
 */
public final class RecordSets {

    private static final int BUCKET_BITS = 31;

    private final IdSets types;
    private final IdSets perspectives;
    private final IdSets expiring;

    public RecordSets(ShardTables tables) {
        this.types = new IdSets(tables, ShardTables.TermName.TYPE_POSTINGS);
        this.perspectives = new IdSets(tables, ShardTables.TermName.PERSPECTIVE_POSTINGS);
        this.expiring = new IdSets(tables, ShardTables.TermName.EXPIRY_BUCKETS);
    }

    /**
     * The bucket of an interval's end. A bucket is 2<sup>31</sup> points of the timeline, about 25
     * days of milliseconds, counted from 0.
     */
    public static long bucket(long end) {
        return end >> BUCKET_BITS;
    }

    /**
     * Adds a new record.
     *
     * @param entityType the interned entity type
     * @param perspective the interned perspective
     */
    public void add(
            long recordId, long entityType, long perspective, List<Descriptor> descriptors) {
        types.add(typeTerm(entityType), recordId);
        perspectives.add(perspectiveTerm(entityType, perspective), recordId);
        changeContent(recordId, List.of(), descriptors);
    }

    /** Updates the sets after a record's descriptors changed. */
    public void changeContent(long recordId, List<Descriptor> before, List<Descriptor> after) {
        Set<Long> old = buckets(before);
        Set<Long> now = buckets(after);
        for (long bucket : old) {
            if (!now.contains(bucket)) {
                expiring.remove(bucketTerm(bucket), recordId);
            }
        }
        for (long bucket : now) {
            if (!old.contains(bucket)) {
                expiring.add(bucketTerm(bucket), recordId);
            }
        }
    }

    /** Removes a record with its latest descriptors. */
    public void remove(
            long recordId, long entityType, long perspective, List<Descriptor> descriptors) {
        types.remove(typeTerm(entityType), recordId);
        perspectives.remove(perspectiveTerm(entityType, perspective), recordId);
        changeContent(recordId, descriptors, List.of());
    }

    /**
     * Writes the buffered changes. Costs a read and at most a write for each chunk of 4096 ids in
     * which any changed.
     */
    public void save() {
        types.save();
        perspectives.save();
        expiring.save();
    }

    /** Iterates over the records of an entity type with a cursor; nothing may change meanwhile. */
    public PrimitiveIterator.OfLong ofType(long entityType) {
        return types.scan(typeTerm(entityType));
    }

    /**
     * Iterates over the records of an entity type and perspective with a cursor; nothing may change
     * meanwhile.
     */
    public PrimitiveIterator.OfLong ofPerspective(long entityType, long perspective) {
        return perspectives.scan(perspectiveTerm(entityType, perspective));
    }

    /**
     * Iterates over the records with a descriptor that ends in a {@link #bucket}, with a cursor;
     * nothing may change meanwhile.
     */
    public PrimitiveIterator.OfLong endingIn(long bucket) {
        return expiring.scan(bucketTerm(bucket));
    }

    /**
     * Calls a listener with the table and term of each set that a record with these descriptors is
     * in.
     */
    public static void forEachSet(
            long entityType,
            long perspective,
            List<Descriptor> descriptors,
            BiConsumer<ShardTables.TermName, byte[]> listener) {
        listener.accept(ShardTables.TermName.TYPE_POSTINGS, typeTerm(entityType));
        listener.accept(
                ShardTables.TermName.PERSPECTIVE_POSTINGS,
                perspectiveTerm(entityType, perspective));
        buckets(descriptors)
                .forEach(
                        bucket ->
                                listener.accept(
                                        ShardTables.TermName.EXPIRY_BUCKETS, bucketTerm(bucket)));
    }

    /** Iterates over the records of a set with a cursor; nothing may change meanwhile. */
    public PrimitiveIterator.OfLong inSet(ShardTables.TermName table, byte[] term) {
        return switch (table) {
            case TYPE_POSTINGS -> types.scan(term);
            case PERSPECTIVE_POSTINGS -> perspectives.scan(term);
            case EXPIRY_BUCKETS -> expiring.scan(term);
            default -> throw new IllegalArgumentException(table + " has no sets");
        };
    }

    private static Set<Long> buckets(List<Descriptor> descriptors) {
        Set<Long> buckets = Set.of();
        for (Descriptor descriptor : descriptors) {
            long end = descriptor.interval().end();
            if (end != Interval.MAX) {
                if (buckets.isEmpty()) {
                    buckets = new TreeSet<>();
                }
                buckets.add(bucket(end));
            }
        }
        return buckets;
    }

    private static byte[] typeTerm(long entityType) {
        return new ByteWriter().unsigned(entityType).toBytes();
    }

    private static byte[] perspectiveTerm(long entityType, long perspective) {
        return new ByteWriter().unsigned(entityType).unsigned(perspective).toBytes();
    }

    private static byte[] bucketTerm(long bucket) {
        return new ByteWriter().signed(bucket).toBytes();
    }
}
