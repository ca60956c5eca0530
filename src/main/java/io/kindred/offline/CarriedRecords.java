package io.kindred.offline;

import io.kindred.model.CarriedDecisions;
import io.kindred.model.CarriedErasure;
import io.kindred.model.HeldDecisions;
import io.kindred.model.Input;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.record.Expiry;
import io.kindred.storage.ShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.TermTable;
import io.kindred.storage.keyed.ErasedIdentity;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.shard.ErasedRecords;
import io.kindred.storage.shard.Interner;
import io.kindred.storage.shard.RecordStore;
import io.kindred.storage.shard.RecordStore.Current;
import io.kindred.storage.shard.RecordStore.Known;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Converts what is known of each identity to inputs that reproduce it: an upsert with the content
 * as it was received and the greatest version, also of a record all of whose values have expired,
 * or a delete with that version; then the decisions about it. The deletes are needed: without them,
 * an old version that arrives late would bring a deleted record back. An erased record is known by
 * its digest only.
 */
public final class CarriedRecords {

    /** The size of the record cache: no record is read twice. */
    private static final int CACHED_RECORDS = 1;

    private final ErasedRecords erased;
    private final ShardTables tables;
    private final RecordStore records;

    private CarriedRecords(ShardTables tables) {
        ShardMeta meta = new ShardMeta(tables);
        this.tables = tables;
        this.records = new RecordStore(tables, meta, new Interner(tables, meta), CACHED_RECORDS);
        this.erased = new ErasedRecords(tables);
    }

    /**
     * What a state's only shard knows, in any layout, read with cursors. With several shards,
     * shards store change numbers instead of versions; then use the registry.
     */
    public static Iterator<Input> ofOnlyShard(ShardTables tables) {
        CarriedRecords carried = new CarriedRecords(tables);
        return Stream.concat(
                        stream(carried.records.known()),
                        carried.forSomeTime()
                                .flatMap(
                                        each ->
                                                carried
                                                        .records
                                                        .absent(each.key(), each.value())
                                                        .stream()))
                .flatMap(known -> carried.of(known).stream())
                .iterator();
    }

    /**
     * What a state's only shard knows of erased records, read with cursors.
     *
     * @param keyOf any key of a key group
     */
    public static Iterator<CarriedErasure> erasedOfOnlyShard(
            ShardTables tables, IntFunction<String> keyOf) {
        CarriedRecords carried = new CarriedRecords(tables);
        return Stream.concat(
                        stream(carried.erased.all()),
                        carried.forSomeTime()
                                .flatMap(
                                        each ->
                                                ErasedRecords.passing(each.key(), each.value())
                                                        .stream()))
                .map(
                        each ->
                                new CarriedErasure(
                                        keyOf.apply(each.erased().group()),
                                        each.digest(),
                                        each.erased().version(),
                                        each.erased().decisions()))
                .iterator();
    }

    private Stream<TermTable.Entry> forSomeTime() {
        return stream(tables.bytes(Name.GONE_RECORDS).scan());
    }

    private static <T> Stream<T> stream(Iterator<T> each) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(each, Spliterator.ORDERED), false);
    }

    private List<Input> of(Known known) {
        Current current = known.current();
        OptionalLong id = current.recordId();
        if (id.isEmpty()) {
            return inputs(absent(known), known.identity(), current.decisions());
        }
        StoredRecord record = records.get(id.getAsLong());
        SourceRecord received =
                SourceRecord.upsert(
                        known.identity(),
                        current.version(),
                        Expiry.joined(record.descriptors(), record.expired()));
        return inputs(Optional.of(received), known.identity(), record.decisions());
    }

    private static Optional<SourceRecord> absent(Known known) {
        Current current = known.current();
        if (!current.isSeen()) {
            return Optional.empty();
        }
        return Optional.of(
                current.isGone()
                        ? SourceRecord.upsert(
                                known.identity(), current.version(), current.expired())
                        : SourceRecord.delete(known.identity(), current.version()));
    }

    /**
     * What the registry knows of an identity.
     *
     * @param key the {@linkplain RecordIdentity#joined() joined} identity
     */
    public static List<Input> ofRegistry(String key, byte[] registration) {
        Registration known = Registration.FORMAT.read(registration);
        RecordIdentity identity = RecordIdentity.ofJoined(key);
        return inputs(
                known.isSeen() ? Optional.of(known.received(identity)) : Optional.empty(),
                identity,
                known.decisions());
    }

    /**
     * What the registry knows of an erased identity.
     *
     * @param key any key of the key group
     */
    public static CarriedErasure ofErased(String key, byte[] digest, byte[] erased) {
        ErasedIdentity known = ErasedIdentity.FORMAT.read(erased);
        return new CarriedErasure(key, RecordDigest.of(digest), known.version(), known.decisions());
    }

    private static List<Input> inputs(
            Optional<SourceRecord> received, RecordIdentity identity, HeldDecisions decisions) {
        List<Input> inputs = new ArrayList<>(2);
        received.ifPresent(inputs::add);
        if (!decisions.isEmpty()) {
            inputs.add(new CarriedDecisions(identity, decisions));
        }
        return inputs;
    }
}
