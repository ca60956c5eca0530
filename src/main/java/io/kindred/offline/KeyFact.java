package io.kindred.offline;

import io.kindred.model.GenericKey;
import io.kindred.model.OutputUpdate;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.KeyCounts;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a shard has of key values.
 *
 * <p>Format, never kept: a byte 1 if it is a place where what spans shards is resolved; the number
 * of the shard and how many of its records have the values, unsigned; a byte for the standing.
 *
 * @param isReconcile whether it is a place where what spans shards is resolved
 * @param shard its number
 * @param records how many records there have the values
 * @param scope what it was told last
 */
record KeyFact(boolean isReconcile, int shard, long records, KeyScope scope) {

    byte[] toBytes() {
        return new ByteWriter()
                .bool(isReconcile)
                .unsigned(shard)
                .unsigned(records)
                .raw(scope.ordinal())
                .toBytes();
    }

    private static KeyFact read(byte[] bytes) {
        ByteReader reader = new ByteReader("fact", bytes);
        return new KeyFact(
                reader.bool(),
                (int) reader.unsigned(),
                reader.unsigned(),
                KeyScope.values()[reader.raw()]);
    }

    /** That values are counted as shards have them, and shards know what they are. */
    enum Check implements FactCheck {
        INSTANCE;

        @Override
        public Optional<String> check(byte @Nullable [] stored, List<byte[]> facts) {
            SortedMap<Integer, Long> counted = new TreeMap<>();
            KeyScope scope = KeyScope.ORDINARY;
            if (stored != null) {
                KeyCounts counts = KeyCounts.FORMAT.read(stored);
                counted.putAll(counts.records());
                scope = counts.scope();
            }
            SortedMap<Integer, Long> found = new TreeMap<>();
            boolean isGenericKnown = false;
            for (byte[] bytes : facts) {
                KeyFact fact = read(bytes);
                if (!fact.isReconcile()) {
                    found.put(fact.shard(), fact.records());
                    if (fact.scope() != scope) {
                        return Optional.of(differs(scope, "shard " + fact.shard(), fact));
                    }
                } else if (fact.scope() == KeyScope.GENERIC) {
                    isGenericKnown = true;
                    if (scope != KeyScope.GENERIC) {
                        return Optional.of(differs(scope, "reconcile", fact));
                    }
                }
            }
            if (!counted.equals(found)) {
                return Optional.of(
                        "is counted " + shown(counted) + ", shards have " + shown(found));
            }
            return scope == KeyScope.GENERIC && !isGenericKnown
                    ? Optional.of("is generic, and reconcile does not know it")
                    : Optional.empty();
        }

        @Override
        public Optional<OutputUpdate> emitted(byte[] stored) {
            return KeyCounts.FORMAT
                    .read(stored)
                    .generic()
                    .map(
                            generic ->
                                    new OutputUpdate.GenericKeyOpen(
                                            new GenericKey(
                                                    generic.entityType(),
                                                    generic.key(),
                                                    generic.values(),
                                                    generic.records())));
        }

        private static String differs(KeyScope scope, String who, KeyFact fact) {
            return "is " + scope + ", and " + who + " takes it to be " + fact.scope();
        }

        private static String shown(Map<Integer, Long> records) {
            return records + " (records by shard)";
        }
    }
}
