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
 * Where the records are that have the values of an identity key, and what was last told of them.
 *
 * <p>Format, version 1: version byte; the standing (0 ordinary, 1 spanning, 2 generic); a list of
 * pairs of shard, as its distance from the one before, and number of records, unsigned; if generic
 * the entity type, the key's name, the list of values and the number of records emitted, unsigned.
 *
 * @param records how many there are in each shard that has any, by shard; at least 1 each
 * @param scope what every shard that has records knows
 * @param generic what was emitted; there exactly if the standing is generic
 */
public record KeyCounts(
        SortedMap<Integer, Long> records, KeyScope scope, Optional<StatedGeneric> generic) {

    /** The one format. */
    public static final BinaryFormat<KeyCounts> FORMAT = new Format();

    /** Copies the map, and checks the counts. */
    public KeyCounts {
        records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
        records.forEach(
                (shard, count) -> {
                    if (count < 1 || shard < 0) {
                        throw new IllegalArgumentException(count + " records in shard " + shard);
                    }
                });
        if (generic.isPresent() != (scope == KeyScope.GENERIC)) {
            throw new IllegalArgumentException(scope + " and stated " + generic);
        }
    }

    /** How many records there are in all shards. */
    public long total() {
        long total = 0;
        for (long count : records.values()) {
            total += count;
        }
        return total;
    }

    /**
     * What was emitted of generic values.
     *
     * @param values one a key attribute, in the key's order
     * @param records how many there were then
     */
    public record StatedGeneric(String entityType, String key, List<String> values, long records) {

        /** Copies the list. */
        public StatedGeneric {
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
            Optional<StatedGeneric> generic =
                    scope == KeyScope.GENERIC
                            ? Optional.of(
                                    new StatedGeneric(
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
