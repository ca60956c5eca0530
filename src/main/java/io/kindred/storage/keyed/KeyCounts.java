package io.kindred.storage.keyed;

import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.KeyScope;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The number of records with an identity key's value in each shard, and the last emitted scope.
 *
 * <p>Format, version 1: version byte; the scope (0 ordinary, 1 spanning, 2 generic); a list of
 * pairs of shard, as its distance from the one before, and number of records, unsigned; if generic
 * the entity type, the key's name, the list of values and the emitted number of records, unsigned.
 *
 * @param records the number of records by shard, at least 1 each
 * @param scope the scope that all shards with records know
 * @param generic what was emitted of a generic value; present if and only if the scope is generic
 */
public record KeyCounts(
        SortedMap<Integer, Long> records, KeyScope scope, Optional<EmittedGenericKey> generic) {

    public static final BinaryFormat<KeyCounts> FORMAT = new Format();

    /** Copies the map and checks the counts. */
    public KeyCounts {
        records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
        records.forEach(
                (shard, count) -> {
                    if (count < 1 || shard < 0) {
                        throw new IllegalArgumentException(count + " records in shard " + shard);
                    }
                });
        if (generic.isPresent() != (scope == KeyScope.GENERIC)) {
            throw new IllegalArgumentException("scope " + scope + " with emitted value " + generic);
        }
    }

    /** The number of records in all shards. */
    public long total() {
        long total = 0;
        for (long count : records.values()) {
            total += count;
        }
        return total;
    }

    /**
     * The last emitted update of a generic value.
     *
     * @param values the value of each key attribute, in the key's order
     * @param records the emitted number of records
     */
    public record EmittedGenericKey(
            String entityType, String key, List<String> values, long records) {

        public EmittedGenericKey {
            values = List.copyOf(values);
        }
    }

    private static final class Format implements BinaryFormat<KeyCounts> {
        private static final int VERSION = 1;

        @Override
        public byte[] write(KeyCounts counts) {
            ByteWriter writer = new ByteWriter().raw(VERSION);
            counts.scope().write(writer);
            writer.unsigned(counts.records().size());
            int before = 0;
            for (Map.Entry<Integer, Long> each : counts.records().entrySet()) {
                writer.unsigned(each.getKey() - before).unsigned(each.getValue());
                before = each.getKey();
            }
            counts.generic()
                    .ifPresent(
                            generic ->
                                    writer.string(generic.entityType())
                                            .string(generic.key())
                                            .list(generic.values(), ByteWriter::string)
                                            .unsigned(generic.records()));
            return writer.toBytes();
        }

        @Override
        public KeyCounts read(byte[] bytes) {
            ByteReader reader = new ByteReader("key-counts", bytes);
            reader.version(VERSION);
            KeyScope scope = KeyScope.read(reader);
            SortedMap<Integer, Long> records = new TreeMap<>();
            int shard = 0;
            for (ShardCount each : reader.list(Format::readCount)) {
                shard += each.distance();
                records.put(shard, each.records());
            }
            Optional<EmittedGenericKey> generic =
                    scope == KeyScope.GENERIC
                            ? Optional.of(
                                    new EmittedGenericKey(
                                            reader.string(),
                                            reader.string(),
                                            reader.list(ByteReader::string),
                                            reader.unsigned()))
                            : Optional.empty();
            reader.end();
            return reader.checked(() -> new KeyCounts(records, scope, generic));
        }

        private static ShardCount readCount(ByteReader reader) {
            return new ShardCount(ShardNumbers.read(reader), reader.unsigned());
        }

        private record ShardCount(int distance, long records) {}
    }
}
