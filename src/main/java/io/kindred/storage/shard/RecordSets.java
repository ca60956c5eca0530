package io.kindred.storage.shard;

import io.kindred.model.Descriptor;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.ShardTables;
import io.kindred.temporal.Interval;

import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.BiConsumer;

/**
 * The record sets by entity type and by perspective. Changes are buffered until {@link #save}, at
 * the end of a batch.
 *
 * <p>Terms: of {@code type-postings} the interned entity type; of {@code perspective-postings} the
 * interned entity type and perspective, each unsigned. Format: {@link IdSets}.
 *
 * <p>Layouts 2 and 3 had a third kind, by the time bucket in which a descriptor ends: terms of
 * {@code expiry-buckets}, the bucket, signed. What is left of them does no harm.
 */
public final class RecordSets {

    /** A bucket was 2<sup>31</sup> points of the timeline. */
    private static final int BUCKET_BITS = 31;

    private final IdSets types;
    private final IdSets perspectives;
    private final IdSets ending;

    public RecordSets(ShardTables tables) {
        this.types = new IdSets(tables, ShardTables.TermName.TYPE_POSTINGS);
        this.perspectives = new IdSets(tables, ShardTables.TermName.PERSPECTIVE_POSTINGS);
        this.ending = new IdSets(tables, ShardTables.TermName.EXPIRY_BUCKETS);
    }

    /**
     * Adds a new record.
     *
     * @param entityType the interned entity type
     * @param perspective the interned perspective
     */
    public void add(long recordId, long entityType, long perspective) {
        types.add(typeTerm(entityType), recordId);
        perspectives.add(perspectiveTerm(entityType, perspective), recordId);
    }

    /** Removes a record. */
    public void remove(long recordId, long entityType, long perspective) {
        types.remove(typeTerm(entityType), recordId);
        perspectives.remove(perspectiveTerm(entityType, perspective), recordId);
    }

    /**
     * Removes a record from the sets that layouts 2 and 3 had of the times of its descriptors.
     *
     * @param descriptors all of them, as received
     */
    public void removeFormer(long recordId, List<Descriptor> descriptors) {
        for (Descriptor descriptor : descriptors) {
            long end = descriptor.interval().end();
            if (end != Interval.MAX) {
                ending.remove(new ByteWriter().signed(end >> BUCKET_BITS).toBytes(), recordId);
            }
        }
    }

    /**
     * Writes the buffered changes. Costs a read and at most a write for each chunk of 4096 ids in
     * which any changed.
     */
    public void save() {
        types.save();
        perspectives.save();
        ending.save();
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

    /** Calls a listener with the table and term of each set that a record is in. */
    public static void forEachSet(
            long entityType, long perspective, BiConsumer<ShardTables.TermName, byte[]> listener) {
        listener.accept(ShardTables.TermName.TYPE_POSTINGS, typeTerm(entityType));
        listener.accept(
                ShardTables.TermName.PERSPECTIVE_POSTINGS,
                perspectiveTerm(entityType, perspective));
    }

    /** Iterates over the records of a set with a cursor; nothing may change meanwhile. */
    public PrimitiveIterator.OfLong inSet(ShardTables.TermName table, byte[] term) {
        return switch (table) {
            case TYPE_POSTINGS -> types.scan(term);
            case PERSPECTIVE_POSTINGS -> perspectives.scan(term);
            default -> throw new IllegalArgumentException(table + " has no sets");
        };
    }

    private static byte[] typeTerm(long entityType) {
        return new ByteWriter().unsigned(entityType).toBytes();
    }

    private static byte[] perspectiveTerm(long entityType, long perspective) {
        return new ByteWriter().unsigned(entityType).unsigned(perspective).toBytes();
    }
}
