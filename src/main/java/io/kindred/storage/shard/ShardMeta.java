package io.kindred.storage.shard;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.ShardTables;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata of a shard: its next ids, counts and declaration. Kept in memory and written by
 * {@link #save()}, which must be called before every checkpoint.
 *
 * <p>The <em>layout</em> is the version of the set of entries that the tables have; the format
 * versions are those of single entries. In layout 1 every value had an entry in {@code
 * value-postings}, and there were no claim lists and record sets. Layout 2 had no {@code
 * entity-ids}. Until layout 3 {@code expiry-buckets} had other terms. The newest is {@value
 * #LAYOUT}.
 *
 * <p>Format of the entry {@code meta}, version 2: version byte; the layout, next record id, next
 * component id, next string id, all unsigned; the counts as a list of pairs of name and signed
 * number. Version 1 had no layout, which was 1. Format of the entry {@code declaration}: UTF-8
 * text. Format of the entry {@code now}, version 1: version byte; the time, signed; there is none
 * before a time is set. Format of the entry {@code golden}, version 1: version byte; it is there if
 * the golden values of all entities were emitted. The entry {@code retention} says which rules the
 * index of what expires has.
 */
public final class ShardMeta {

    /** The layout that this release writes. */
    public static final int LAYOUT = 4;

    private static final int VERSION = 2;
    private static final byte[] KEY = "meta".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DECLARATION = "declaration".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOW = "now".getBytes(StandardCharsets.UTF_8);
    private static final int NOW_VERSION = 1;
    private static final byte[] GOLDEN = "golden".getBytes(StandardCharsets.UTF_8);
    private static final int GOLDEN_VERSION = 1;

    /** The counts; their names are part of the format. */
    public enum Count {
        /** Records that currently exist. */
        RECORDS,
        /** Entities that currently exist. */
        ENTITIES,
        /** Conflicts that are currently open. */
        CONFLICTS,
        /** Key values that are currently generic. */
        GENERIC_KEYS,
        /** Inputs that became current; deletes, too. */
        ACCEPTED,
        /** Accepted deletes that removed a record. */
        DELETED,
        /** Inputs equal to the current version. */
        REPLAYED,
        /** Inputs older than the current version. */
        OUTDATED,
        /** Records of escalated components, which may span shards and are resolved by reconcile. */
        ESCALATED_RECORDS,
        /** Components escalated to reconcile. */
        ESCALATED_COMPONENTS,
        /** Accepted deletes of records that were never there; counted by the only shard. */
        UNKNOWN_DELETES,
        /**
         * Accepted inputs without a version that replaced a record by other content; counted by the
         * only shard.
         */
        REPLACED,
        /** Erased records whose version is remembered for ever. */
        ERASED,
        /** Records that went, or came and did not count, because their descriptors had expired. */
        EXPIRED_RECORDS,
        /**
         * Decisions in force, counted at the record of lesser digest, by the only shard. Those
         * about records that are forgotten count, too.
         */
        DECISIONS
    }

    private final ByteTable table;
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private long layout = LAYOUT;
    private long nextRecordId;
    private long nextComponentId;
    private long nextStringId;
    private boolean dirty;
    private long now = Long.MIN_VALUE;
    private boolean isNowDirty;
    private boolean hasAllGolden;
    private boolean isGoldenDirty;

    /** Reads the metadata, if the tables have any. */
    public ShardMeta(ShardTables tables) {
        this.table = tables.bytes(ShardTables.Name.META);
        byte[] stored = table.get(KEY);
        if (stored != null) {
            ByteReader reader = new ByteReader("shard-meta", stored);
            layout = reader.version(VERSION) == 1 ? 1 : reader.checked(() -> layout(reader));
            nextRecordId = reader.unsigned();
            nextComponentId = reader.unsigned();
            nextStringId = reader.unsigned();
            reader.list(
                    pair -> {
                        Count count = pair.checked(() -> Count.valueOf(pair.string()));
                        return counts.put(count, pair.signed());
                    });
            reader.end();
        }
        byte[] storedNow = table.get(NOW);
        if (storedNow != null) {
            ByteReader reader = new ByteReader("shard-meta now", storedNow);
            reader.version(NOW_VERSION);
            now = reader.signed();
            reader.end();
        }
        hasAllGolden = hasAllGolden(table);
    }

    /**
     * Checks and stores the declaration that the shard's results depend on.
     *
     * @param declaration ontology and timeline as text
     * @param rule decides whether a stored declaration may change to this one
     * @throws ChangedDeclarationException if it may not
     */
    public void tieTo(String declaration, DeclarationRule rule) {
        byte[] now = declaration.getBytes(StandardCharsets.UTF_8);
        byte[] before = table.get(DECLARATION);
        if (Arrays.equals(before, now)) {
            return;
        }
        if (before != null) {
            rule.refusal(new String(before, StandardCharsets.UTF_8), declaration)
                    .ifPresent(
                            changes -> {
                                throw new ChangedDeclarationException(changes);
                            });
        }
        table.put(DECLARATION, now);
    }

    /** The stored declaration; empty if the shard was never opened. */
    public static Optional<String> declaration(ShardTables tables) {
        return Optional.ofNullable(tables.bytes(ShardTables.Name.META).get(DECLARATION))
                .map(text -> new String(text, StandardCharsets.UTF_8));
    }

    private static long layout(ByteReader reader) {
        long layout = reader.unsigned();
        if (layout < 1 || layout > LAYOUT) {
            throw new IllegalArgumentException(
                    "layout " + layout + "; this release reads 1 to " + LAYOUT);
        }
        return layout;
    }

    /** Whether the tables have the newest layout. */
    public boolean isOfNewestLayout() {
        return layout == LAYOUT;
    }

    /** The layout of the tables, from 1. */
    public long layout() {
        return layout;
    }

    /** Sets the newest layout, once the tables have all of its entries. */
    public void setNewestLayout() {
        layout = LAYOUT;
        dirty = true;
    }

    /**
     * The greatest time that was ever set: what has expired by then does not count. {@link
     * Long#MIN_VALUE} if none was.
     */
    public long now() {
        return now;
    }

    /** Sets the time; does nothing if it is not later. */
    public void advance(long time) {
        if (time > now) {
            now = time;
            isNowDirty = true;
        }
    }

    /** Whether the golden values of all entities were emitted, and are kept up. */
    public boolean hasAllGolden() {
        return hasAllGolden;
    }

    /** The same of a shard that is not open. */
    public static boolean hasAllGolden(ShardTables tables) {
        return hasAllGolden(tables.bytes(ShardTables.Name.META));
    }

    private static boolean hasAllGolden(ByteTable table) {
        byte[] stored = table.get(GOLDEN);
        if (stored == null) {
            return false;
        }
        ByteReader reader = new ByteReader("shard-meta golden", stored);
        reader.version(GOLDEN_VERSION);
        reader.end();
        return true;
    }

    /** Notes whether the golden values of all entities were emitted. */
    public void setHasAllGolden(boolean hasAll) {
        isGoldenDirty |= hasAll != hasAllGolden;
        hasAllGolden = hasAll;
    }

    /** The number of record ids ever created; all are less. */
    public long recordIdsGiven() {
        return nextRecordId;
    }

    /** The number of component ids ever created; all are less. */
    public long componentIdsGiven() {
        return nextComponentId;
    }

    /** The number of string ids ever created; all are less. */
    public long stringIdsGiven() {
        return nextStringId;
    }

    public long nextRecordId() {
        dirty = true;
        return nextRecordId++;
    }

    public long nextComponentId() {
        dirty = true;
        return nextComponentId++;
    }

    public long nextStringId() {
        dirty = true;
        return nextStringId++;
    }

    /**
     * Adds to a count.
     *
     * @throws CorruptStateException if the result would be negative
     */
    public void add(Count count, long difference) {
        if (difference != 0) {
            long sum = get(count) + difference;
            if (sum < 0) {
                throw new CorruptStateException("shard-meta", count + " would be " + sum);
            }
            counts.put(count, sum);
            dirty = true;
        }
    }

    public long get(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    /** Writes the metadata if it changed. */
    public void save() {
        if (dirty) {
            table.put(
                    KEY,
                    new ByteWriter()
                            .raw(VERSION)
                            .unsigned(layout)
                            .unsigned(nextRecordId)
                            .unsigned(nextComponentId)
                            .unsigned(nextStringId)
                            .list(
                                    counts.entrySet(),
                                    (writer, count) ->
                                            writer.string(count.getKey().name())
                                                    .signed(count.getValue()))
                            .toBytes());
            dirty = false;
        }
        if (isNowDirty) {
            table.put(NOW, new ByteWriter().raw(NOW_VERSION).signed(now).toBytes());
            isNowDirty = false;
        }
        if (isGoldenDirty) {
            if (hasAllGolden) {
                table.put(GOLDEN, new ByteWriter(1).raw(GOLDEN_VERSION).toBytes());
            } else {
                table.remove(GOLDEN);
            }
            isGoldenDirty = false;
        }
    }
}
