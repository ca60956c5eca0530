package io.kindred.storage.batch;

import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteTable;
import io.kindred.storage.CountingTables;
import io.kindred.storage.MeteredShardTables;
import io.kindred.storage.ShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermTable;
import io.kindred.storage.memory.InMemoryShardTables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class BatchedShardTablesTest {

    private static final Name NAME = Name.KEY_POSTINGS;
    private static final TermName TERM_NAME = TermName.VALUE_POSTINGS;

    private final InMemoryShardTables below = new InMemoryShardTables();
    private final CountingTables counts = new CountingTables(below);
    private final BatchedShardTables tables = new BatchedShardTables(counts);
    private final ByteTable table = tables.bytes(NAME);
    private final TermTable terms = tables.terms(TERM_NAME);

    @Test
    void readsAnEntryOnceWhetherItIsThereOrNot() {
        below.bytes(NAME).put(key(1), key(9));
        for (int i = 0; i < 3; i++) {
            assertThat(table.get(key(1))).isEqualTo(key(9));
            assertThat(table.get(key(2))).isNull();
        }
        assertThat(counts.reads()).isEqualTo(2);
        tables.save();
        table.get(key(1));
        assertThat(counts.reads()).as("read again in the next batch").isEqualTo(3);
    }

    @Test
    void writesAnEntryOnceAndNotBeforeItIsSaved() {
        for (int value = 0; value < 5; value++) {
            table.put(key(1), key(value));
            table.remove(key(2));
            table.put(key(2), key(value));
            terms.put(key(7), key(1), key(value));
        }
        table.remove(key(3));
        assertThat(counts.writes()).isZero();
        tables.save();
        assertThat(counts.writes()).isEqualTo(4);
        assertThat(below.bytes(NAME).get(key(2))).isEqualTo(key(4));
        assertThat(below.terms(TERM_NAME).get(key(7), key(1))).isEqualTo(key(4));
        tables.save();
        assertThat(counts.writes()).as("nothing is left to write").isEqualTo(4);
    }

    @Test
    void whatIsPrefetchedIsNotReadAgain() {
        below.bytes(NAME).put(key(1), key(9));
        table.put(key(2), key(8));
        table.prefetch(List.of(key(2), key(1), key(3), key(1)));
        assertThat(counts.reads()).as("not what is known, and nothing twice").isEqualTo(2);
        assertThat(table.get(key(1))).isEqualTo(key(9));
        assertThat(table.get(key(2))).isEqualTo(key(8));
        assertThat(table.get(key(3))).isNull();
        assertThat(counts.reads()).isEqualTo(2);
    }

    @Test
    void readsAndWritesInTheOrderOfKeys() {
        List<String> accesses = new ArrayList<>();
        BatchedShardTables logged = new BatchedShardTables(new LoggedTables(accesses));
        List<byte[]> keys = List.of(key(200), key(3), key(100), key(0));
        logged.bytes(NAME).prefetch(keys);
        keys.forEach(each -> logged.bytes(NAME).put(each, each));
        keys.forEach(each -> logged.terms(TERM_NAME).put(each, key(1), each));
        logged.save();
        List<String> sorted = List.of("00", "03", "64", "c8");
        List<String> expected = new ArrayList<>();
        for (String access : List.of("get ", "put ", "term ")) {
            sorted.forEach(each -> expected.add(access + each));
        }
        assertThat(accesses).isEqualTo(expected);
    }

    @Test
    void prefetchesNoMoreThanItHolds() {
        MeteredShardTables metered = new MeteredShardTables(below);
        ByteTable small = new BatchedShardTables(metered, 2).bytes(NAME);
        small.prefetch(List.of(key(1), key(2), key(3), key(4)));
        assertThat(metered.counts(NAME).misses()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 1000})
    void doesAsMapsDo(int maxHeld) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            InMemoryShardTables stored = new InMemoryShardTables();
            BatchedShardTables batched = new BatchedShardTables(stored, maxHeld);
            Map<ByteKey, byte[]> model = new HashMap<>();
            Map<ByteKey, byte[]> termModel = new HashMap<>();
            for (int step = 0; step < 200; step++) {
                byte[] key = key(random.nextInt(8));
                byte[] value = key(random.nextInt(100));
                switch (random.nextInt(8)) {
                    case 0 -> batched.save();
                    case 1 -> batched.bytes(NAME).prefetch(List.of(key, value));
                    case 2 -> {
                        batched.bytes(NAME).put(key, value);
                        model.put(new ByteKey(key), value);
                    }
                    case 3 -> {
                        batched.bytes(NAME).remove(key);
                        model.remove(new ByteKey(key));
                    }
                    case 4 -> {
                        batched.terms(TERM_NAME).put(key(0), key, value);
                        termModel.put(new ByteKey(key), value);
                    }
                    case 5 -> {
                        batched.terms(TERM_NAME).remove(key(0), key);
                        termModel.remove(new ByteKey(key));
                    }
                    case 6 ->
                            assertThat(batched.terms(TERM_NAME).get(key(0), key))
                                    .isEqualTo(termModel.get(new ByteKey(key)));
                    default ->
                            assertThat(batched.bytes(NAME).get(key))
                                    .isEqualTo(model.get(new ByteKey(key)));
                }
            }
            assertThat(entries(batched.bytes(NAME).scan())).isEqualTo(hex(model));
            assertThat(entries(batched.terms(TERM_NAME).scan(key(0)))).isEqualTo(hex(termModel));
            batched.save();
            assertThat(entries(stored.bytes(NAME).scan())).isEqualTo(hex(model));
        }
    }

    private static Map<String, String> entries(Iterator<TermTable.Entry> walk) {
        Map<String, String> entries = new HashMap<>();
        walk.forEachRemaining(
                entry ->
                        entries.put(
                                new ByteKey(entry.key()).toString(),
                                new ByteKey(entry.value()).toString()));
        return entries;
    }

    private static Map<String, String> hex(Map<ByteKey, byte[]> model) {
        Map<String, String> entries = new HashMap<>();
        model.forEach((key, value) -> entries.put(key.toString(), new ByteKey(value).toString()));
        return entries;
    }

    private static byte[] key(int value) {
        return new byte[] {(byte) value};
    }

    /** Notes what is asked of them. */
    private static final class LoggedTables implements ShardTables {
        private final InMemoryShardTables tables = new InMemoryShardTables();
        private final List<String> accesses;

        LoggedTables(List<String> accesses) {
            this.accesses = accesses;
        }

        @Override
        public ByteTable bytes(Name name) {
            ByteTable table = tables.bytes(name);
            return new ByteTable() {
                @Override
                public byte @Nullable [] get(byte[] key) {
                    accesses.add("get " + new ByteKey(key));
                    return table.get(key);
                }

                @Override
                public void put(byte[] key, byte[] value) {
                    accesses.add("put " + new ByteKey(key));
                    table.put(key, value);
                }

                @Override
                public void remove(byte[] key) {
                    table.remove(key);
                }

                @Override
                public Iterator<TermTable.Entry> scan() {
                    return table.scan();
                }
            };
        }

        @Override
        public TermTable terms(TermName name) {
            TermTable table = tables.terms(name);
            return new TermTable() {
                @Override
                public byte @Nullable [] get(byte[] term, byte[] key) {
                    return table.get(term, key);
                }

                @Override
                public void put(byte[] term, byte[] key, byte[] value) {
                    accesses.add("term " + new ByteKey(term));
                    table.put(term, key, value);
                }

                @Override
                public void remove(byte[] term, byte[] key) {
                    table.remove(term, key);
                }

                @Override
                public Iterator<Entry> scan(byte[] term) {
                    return table.scan(term);
                }
            };
        }
    }
}
