package io.kindred.storage;

import io.kindred.storage.ShardTables.TermName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every {@link TermTable} keeps to. */
public abstract class AbstractTermTableTest {

    private ShardTables tables;
    private TermTable table;

    /** Tables of a shard that hold nothing yet. */
    protected abstract ShardTables emptyTables() throws Exception;

    @BeforeEach
    void open() throws Exception {
        tables = emptyTables();
        table = tables.terms(TermName.KEY_POSTINGS_TAIL);
    }

    @Test
    void findsNothingUnderAMissingTerm() {
        Iterator<TermTable.Entry> entries = table.scan(bytes(1));
        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void findsWhatWasPut() {
        table.put(bytes(7), bytes(1), bytes(2, 3));
        table.put(bytes(7), bytes(2), bytes(4));
        assertThat(entries(bytes(7))).isEqualTo(Map.of("01", "0203", "02", "04"));
    }

    @Test
    void overwrites() {
        table.put(bytes(7), bytes(1), bytes(2, 3));
        table.put(bytes(7), bytes(1), bytes(4));
        assertThat(entries(bytes(7))).isEqualTo(Map.of("01", "04"));
    }

    @Test
    void removes() {
        table.put(bytes(7), bytes(1), bytes(2));
        table.put(bytes(7), bytes(2), bytes(3));
        table.remove(bytes(7), bytes(1));
        assertThat(entries(bytes(7))).isEqualTo(Map.of("02", "03"));
        table.remove(bytes(7), bytes(2));
        assertThat(entries(bytes(7))).isEmpty();
        table.put(bytes(7), bytes(2), bytes(4));
        assertThat(entries(bytes(7))).isEqualTo(Map.of("02", "04"));
    }

    @Test
    void removesWhatIsNotThere() {
        table.put(bytes(7), bytes(1), bytes(2));
        table.remove(bytes(7), bytes(3));
        table.remove(bytes(8), bytes(1));
        assertThat(entries(bytes(7))).isEqualTo(Map.of("01", "02"));
        assertThat(entries(bytes(8))).isEmpty();
    }

    @Test
    void keepsEmptyTermsKeysAndValues() {
        table.put(bytes(), bytes(1), bytes(2));
        table.put(bytes(7), bytes(), bytes(3));
        table.put(bytes(7), bytes(1), bytes());
        assertThat(entries(bytes())).isEqualTo(Map.of("01", "02"));
        assertThat(entries(bytes(7))).isEqualTo(Map.of("", "03", "01", ""));
    }

    @Test
    void neverMixesTerms() {
        table.put(bytes(7), bytes(0, 1), bytes(1));
        table.put(bytes(7, 0), bytes(1), bytes(2));
        table.put(bytes(7, 0, 1), bytes(), bytes(3));
        table.put(bytes(8), bytes(0, 1), bytes(4));
        assertThat(entries(bytes(7))).isEqualTo(Map.of("0001", "01"));
        assertThat(entries(bytes(7, 0))).isEqualTo(Map.of("01", "02"));
        assertThat(entries(bytes(7, 0, 1))).isEqualTo(Map.of("", "03"));
        assertThat(entries(bytes(8))).isEqualTo(Map.of("0001", "04"));
        table.remove(bytes(7), bytes(0, 1));
        assertThat(entries(bytes(7))).isEmpty();
        assertThat(entries(bytes(7, 0))).isEqualTo(Map.of("01", "02"));
    }

    @Test
    void givesOneEntryOfATerm() {
        assertThat(table.get(bytes(7), bytes(1))).isNull();
        table.put(bytes(7), bytes(1), bytes(2, 3));
        table.put(bytes(7), bytes(), bytes());
        table.put(bytes(8), bytes(2), bytes(4));
        table.put(bytes(), bytes(7, 1), bytes(5));
        assertThat(table.get(bytes(7), bytes(1))).containsExactly(2, 3);
        assertThat(table.get(bytes(7), bytes())).isEmpty();
        assertThat(table.get(bytes(8), bytes(2))).containsExactly(4);
        assertThat(table.get(bytes(), bytes(7, 1))).containsExactly(5);
        assertThat(table.get(bytes(7), bytes(2))).isNull();
        assertThat(table.get(bytes(8), bytes(1))).isNull();
        assertThat(table.get(bytes(9), bytes(1))).isNull();
        table.put(bytes(7), bytes(1), bytes(6));
        assertThat(table.get(bytes(7), bytes(1))).containsExactly(6);
        table.remove(bytes(7), bytes(1));
        assertThat(table.get(bytes(7), bytes(1))).isNull();
    }

    @Test
    void readsOneTermWhileAnotherIsWalkedOver() {
        for (int i = 0; i < 300; i++) {
            table.put(bytes(7), bytes(i, i >> 8), bytes(7));
            table.put(bytes(8), bytes(i, i >> 8), bytes(8));
        }
        Iterator<TermTable.Entry> seven = table.scan(bytes(7));
        int entries = 0;
        while (seven.hasNext()) {
            TermTable.Entry entry = seven.next();
            assertThat(entry.value()).containsExactly(7);
            assertThat(table.get(bytes(8), entry.key())).containsExactly(8);
            entries++;
        }
        assertThat(entries).isEqualTo(300);
    }

    @Test
    void walksTwoTermsAtOnce() {
        for (int i = 0; i < 300; i++) {
            table.put(bytes(7), bytes(i, i >> 8), bytes(7));
            table.put(bytes(8), bytes(i, i >> 8), bytes(8));
        }
        Iterator<TermTable.Entry> seven = table.scan(bytes(7));
        Iterator<TermTable.Entry> eight = table.scan(bytes(8));
        int entries = 0;
        while (seven.hasNext() && eight.hasNext()) {
            assertThat(seven.next().value()).containsExactly(7);
            assertThat(eight.next().value()).containsExactly(8);
            entries++;
        }
        assertThat(entries).isEqualTo(300);
        assertThat(seven.hasNext() || eight.hasNext()).isFalse();
    }

    @Test
    void walksOverManyEntriesOnceEach() {
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            byte[] key = new ByteWriter().unsigned(i).toBytes();
            table.put(bytes(7), key, key);
            expected.put(new ByteKey(key).toString(), new ByteKey(key).toString());
        }
        assertThat(entries(bytes(7))).isEqualTo(expected);
    }

    @Test
    void changesNoArrayThatItWasGiven() {
        byte[] term = bytes(7);
        byte[] key = bytes(1);
        byte[] value = bytes(2);
        table.put(term, key, value);
        table.put(term, key, bytes(3));
        table.remove(term, key);
        assertThat(term).containsExactly(7);
        assertThat(key).containsExactly(1);
        assertThat(value).containsExactly(2);
    }

    @Test
    void keepsTablesOfOtherNamesApart() {
        for (TermName name : TermName.values()) {
            tables.terms(name).put(bytes(7), bytes(1), utf8(name.id()));
        }
        for (TermName name : TermName.values()) {
            assertThat(tables.terms(name).scan(bytes(7)))
                    .toIterable()
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.value()).isEqualTo(utf8(name.id())));
        }
    }

    @Test
    void doesAsAMapOfMapsDoes() {
        SplittableRandom random = new SplittableRandom(4);
        Map<ByteKey, Map<String, String>> maps = new HashMap<>();
        for (int step = 0; step < 1_000; step++) {
            byte[] term = new byte[random.nextInt(3)];
            byte[] key = new byte[random.nextInt(4)];
            byte[] value = bytes(step, step >> 8);
            Map<String, String> map =
                    maps.computeIfAbsent(new ByteKey(term), unused -> new HashMap<>());
            if (random.nextInt(3) == 0) {
                table.remove(term, key);
                map.remove(new ByteKey(key).toString());
            } else {
                table.put(term, key, value);
                map.put(new ByteKey(key).toString(), new ByteKey(value).toString());
            }
            assertThat(entries(term)).as("seed 4, step %s", step).isEqualTo(map);
            byte[] got = table.get(term, key);
            assertThat(got == null ? null : new ByteKey(got).toString())
                    .as("seed 4, step %s", step)
                    .isEqualTo(map.get(new ByteKey(key).toString()));
        }
    }

    /** All entries of the term in hex; one that comes twice is an error. */
    private Map<String, String> entries(byte[] term) {
        Map<String, String> entries = new HashMap<>();
        table.scan(term)
                .forEachRemaining(
                        entry ->
                                assertThat(
                                                entries.put(
                                                        new ByteKey(entry.key()).toString(),
                                                        new ByteKey(entry.value()).toString()))
                                        .isNull());
        return entries;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int... values) {
        return TestBytes.of(values);
    }
}
