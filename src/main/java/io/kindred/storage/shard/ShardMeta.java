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
 * What a shard knows about itself: the next ids and its counts. Held at hand and written by {@link
 * #save()}, which must come before every checkpoint.
 *
 * <p>The <em>layout</em> says which entries the tables have, where the formats only say what is in
 * one. In layout 1, that of the first release, every value had an entry in {@code value-postings},
 * and there were no lists of claims and no sets of records; layout 2 had no {@code entity-ids}. The
 * newest is {@value #LAYOUT}.
 *
 * <p>Format of the entry {@code meta}, version 2: version byte; the layout, next record id, next
 * component id, next string id, all unsigned; the counts as a list of pairs of name and signed
 * number. Version 1 had no layout, which was 1. Format of the entry {@code declaration}: UTF-8
 * text.
 */
public final class ShardMeta {

    /** The layout that tables are written in. */
    public static final int LAYOUT = 3;

    private static final int VERSION = 2;
    private static final byte[] KEY = "meta".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DECLARATION = "declaration".getBytes(StandardCharsets.UTF_8);

    /** What is counted; names are part of the format. */
    public enum Count {
        /** Records that are there now. */
        RECORDS,
        /** Entities emitted now. */
        ENTITIES,
        /** Conflicts open now. */
        CONFLICTS,
        /** Key values that are generic now. */
        GENERIC_KEYS,
        /** Inputs that changed a record or put it there. */
        ACCEPTED,
        /** Deletes among the accepted inputs that removed a record. */
        DELETED,
        /** Inputs that said again what is current. */
        REPLAYED,
        /** Inputs older than what is current. */
        OUTDATED,
        /** Records that are resolved elsewhere, since their component may span shards. */
        ESCALATED_RECORDS,
        /** Components that are resolved elsewhere. */
        ESCALATED_COMPONENTS
    }

    private final ByteTable table;
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private long layout = LAYOUT;
    private long nextRecordId;
    private long nextComponentId;
    private long nextStringId;
    private boolean dirty;

    /** Reads what the tables hold of an earlier life of the shard. */
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
    }

    /**
     * Ties the shard to what its results depend on besides records.
     *
     * @param declaration ontology and timeline as text
     * @param rule whether what an earlier life of the shard was tied to may become this
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

    /** What the shard of the tables was tied to; empty if it never was one. */
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

    /** Whether the tables have all entries that the newest layout has. */
    public boolean isOfNewestLayout() {
        return layout == LAYOUT;
    }

    /** The layout that the tables are of, from 1. */
    public long layout() {
        return layout;
    }

    /** The tables have all entries of the newest layout from now on. */
    public void setNewestLayout() {
        layout = LAYOUT;
        dirty = true;
    }

    /** How many record ids were ever given: all are less. */
    public long recordIdsGiven() {
        return nextRecordId;
    }

    /** How many component ids were ever given: all are less. */
    public long componentIdsGiven() {
        return nextComponentId;
    }

    /** How many ids of strings were ever given: all are less. */
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

    /** Adds to a count; the result is never negative. */
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

    /** A count as it is now. */
    public long get(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    /** Writes what changed since the last time. */
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
    }
}
