package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.SourceRecord;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.temporal.IntervalSet;
import io.kindred.tools.store.StoreDatabase.Family;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The store at one moment. To be closed soon, as it keeps old entries from being removed. */
public final class StoreView implements AutoCloseable {

    private final StoreDatabase database;
    private final RecordRows recordRows;
    private final Snapshot snapshot;
    private final ReadOptions options;

    StoreView(StoreDatabase database, RecordRows recordRows) {
        this.database = database;
        this.recordRows = recordRows;
        database.enter();
        this.snapshot = database.db().getSnapshot();
        this.options = new ReadOptions().setSnapshot(snapshot);
    }

    /** Receives entries in the order of their keys, until it returns false. */
    interface Visitor {
        boolean visit(byte[] key, byte[] value);
    }

    Optional<byte[]> get(Family family, byte[] key) {
        try {
            return Optional.ofNullable(database.db().get(database.handle(family), options, key));
        } catch (RocksDBException failure) {
            throw StoreException.reading(failure);
        }
    }

    /** The last row of an output key with its time. */
    public Optional<StoredRow> stored(Output output, String key) {
        return get(Family.ROWS, StoreKeys.row(output, key)).map(StoredRow::of);
    }

    /** The last row of an output key, which may be gone. */
    public Optional<ObjectNode> row(Output output, String key) {
        return stored(output, key).map(StoredRow::node);
    }

    /** The last row of an output key, if it holds. */
    public Optional<ObjectNode> current(Output output, String key) {
        return row(output, key).filter(row -> !StoredRow.isGone(row));
    }

    /** A record with the decisions about it, if it is there. */
    public Optional<SourceRecord> record(String joinedIdentity) {
        return stored(Output.RECORDS, joinedIdentity)
                .flatMap(
                        stored -> {
                            ObjectNode row = stored.node();
                            return StoredRow.isGone(row)
                                    ? Optional.empty()
                                    : Optional.of(recordRows.record(stored.json(), row));
                        });
    }

    /** The entity that a record is in, if it is there. */
    public Optional<String> entityOf(String joinedIdentity) {
        return current(Output.ASSIGNMENTS, joinedIdentity)
                .map(row -> row.path("entity_id").asText());
    }

    /** Visits all rows of an output that hold, until the visitor returns false. */
    public void rows(Output output, Predicate<ObjectNode> visitor) {
        rows(output, (stored, row) -> visitor.test(row));
    }

    /** Visits all rows of an output that hold with their times, until the visitor returns false. */
    public void rows(Output output, BiPredicate<StoredRow, ObjectNode> visitor) {
        scan(
                Family.ROWS,
                StoreKeys.row(output, ""),
                (key, value) -> {
                    StoredRow stored = StoredRow.of(value);
                    ObjectNode row = stored.node();
                    return StoredRow.isGone(row) || visitor.test(stored, row);
                });
    }

    /** Visits all records that are there, until the visitor returns false. */
    public void records(Predicate<SourceRecord> visitor) {
        rows(Output.RECORDS, (stored, row) -> visitor.test(recordRows.record(stored.json(), row)));
    }

    /** The rows of an output that hold, one by one; to be closed before the view. */
    public RowCursor cursor(Output output) {
        return new RowCursor(
                database.db().newIterator(database.handle(Family.ROWS), options),
                StoreKeys.row(output, ""));
    }

    /**
     * Visits what is found by texts with a beginning, until the visitor returns false.
     *
     * @param beginning without case and accents, see {@link ValueIndex#folded}
     * @param visitor called with a joined identity, or the id of an entity if the store has no
     *     records; may be called several times with one
     */
    public void texts(
            String entityType, String attribute, String beginning, Predicate<String> visitor) {
        scan(
                Family.INDEX,
                StoreKeys.texts(entityType, attribute, beginning),
                (key, value) -> visitor.test(StoreKeys.lastPart(key)));
    }

    /** Visits who has a whole normalised value; it may be cut, so that others are visited, too. */
    public void havingValue(
            String entityType, String attribute, String normalized, Predicate<String> visitor) {
        texts(entityType, attribute, ValueIndex.whole(normalized) + '\0', visitor);
    }

    /** Visits the records that have values of a key, by identity, and when they have them. */
    public void postings(ByteKey signature, BiPredicate<String, IntervalSet> visitor) {
        byte[] beginning = StoreKeys.postings(signature);
        scan(
                Family.INDEX,
                beginning,
                (key, value) ->
                        visitor.test(
                                StoreKeys.rest(key, beginning.length),
                                new ByteReader("times of a key value", value).intervals()));
    }

    /** How many records have values of a key; at most {@code most} are counted. */
    public long count(ByteKey signature, long most) {
        long[] count = {0};
        if (most > 0) {
            postings(signature, (id, times) -> ++count[0] < most);
        }
        return count[0];
    }

    /** The records that decisions name by a digest: one, or none. */
    public Optional<String> decided(String digest) {
        List<String> found = new ArrayList<>(1);
        scan(
                Family.INDEX,
                StoreKeys.decided(digest),
                (key, value) -> !found.add(StoreKeys.lastPart(key)));
        return found.stream().findFirst();
    }

    /**
     * Visits open conflicts by id, the worst first, until the visitor returns false.
     *
     * @param after a key that the visitor was called with; empty to begin
     */
    public void worstConflicts(Optional<byte[]> after, BiPredicate<byte[], String> visitor) {
        scanAfter(StoreKeys.ranks(), after, visitor);
    }

    /**
     * Visits the open conflicts of an entity by id, the worst first, until the visitor returns
     * false.
     *
     * @param after a key that the visitor was called with; empty to begin
     */
    public void conflictsOf(
            String entityId, Optional<byte[]> after, BiPredicate<byte[], String> visitor) {
        scanAfter(StoreKeys.conflicts(entityId), after, visitor);
    }

    private void scanAfter(
            byte[] beginning, Optional<byte[]> after, BiPredicate<byte[], String> visitor) {
        scan(
                Family.INDEX,
                beginning,
                after.orElse(beginning),
                (key, value) ->
                        after.isPresent() && Arrays.equals(after.get(), key)
                                || visitor.test(key, StoreKeys.lastPart(key)));
    }

    /** The ids of the open conflicts of an entity. */
    public List<String> conflictsOf(String entityId, int most) {
        return lastParts(StoreKeys.conflicts(entityId), most);
    }

    /** How many rows of each output hold, by its name. */
    public Map<String, Long> counts() {
        return storedCounts().all();
    }

    StoreCounts storedCounts() {
        return get(Family.META, StoreCounts.KEY).map(StoreCounts::read).orElse(StoreCounts.none());
    }

    /** The entities that were retired and ended, at least in part, in this one. */
    public List<String> predecessors(String entityId, int most) {
        return lastParts(StoreKeys.predecessors(entityId), most);
    }

    private List<String> lastParts(byte[] beginning, int most) {
        List<String> parts = new ArrayList<>();
        scan(
                Family.INDEX,
                beginning,
                (key, value) -> {
                    parts.add(StoreKeys.lastPart(key));
                    return parts.size() < most;
                });
        return parts;
    }

    /** How an entity changed, in order of revision; empty if there was never a row of it. */
    public List<ObjectNode> history(String entityId) {
        return EntityHistory.of(this, entityId);
    }

    /** The entities that a record left, in any order, also before its revisions began anew. */
    List<String> everEntities(String joinedIdentity) {
        return lastParts(StoreKeys.everEntities(joinedIdentity), Integer.MAX_VALUE);
    }

    /** The entities that a record was in before, in order. */
    public List<String> formerEntities(String joinedIdentity) {
        List<String> entities = new ArrayList<>();
        scan(
                Family.LOG,
                StoreKeys.formerEntities(joinedIdentity),
                (key, value) -> entities.add(new String(value, StandardCharsets.UTF_8)));
        return entities;
    }

    /** Visits the entries whose keys have a beginning. */
    void scan(Family family, byte[] beginning, Visitor visitor) {
        scan(family, beginning, beginning, visitor);
    }

    /**
     * Visits the entries whose keys have a beginning.
     *
     * @param from the least key to visit
     */
    void scan(Family family, byte[] beginning, byte[] from, Visitor visitor) {
        try (RocksIterator entries = database.db().newIterator(database.handle(family), options)) {
            entries.seek(from);
            while (entries.isValid() && StoreKeys.hasBeginning(entries.key(), beginning)) {
                if (!visitor.visit(entries.key(), entries.value())) {
                    return;
                }
                entries.next();
            }
            entries.status();
        } catch (RocksDBException failure) {
            throw StoreException.reading(failure);
        }
    }

    @Override
    public void close() {
        options.close();
        database.db().releaseSnapshot(snapshot);
        snapshot.close();
        database.leave();
    }
}
