package io.kindred.storage;

import io.kindred.storage.ShardTables.Name;
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

/** What every {@link ByteTable} keeps to. */
public abstract class AbstractByteTableTest {

    private ShardTables tables;
    private ByteTable table;

    /** Tables of a shard that hold nothing yet. */
    protected abstract ShardTables emptyTables() throws Exception;

    @BeforeEach
    void open() throws Exception {
        tables = emptyTables();
        table = tables.bytes(Name.RECORDS);
    }

    @Test
    void hasNothingUnderAMissingKey() {
        assertThat(table.get(bytes(1))).isNull();
    }

    @Test
    void givesWhatWasPut() {
        table.put(bytes(1), bytes(2, 3));
        table.put(bytes(2), bytes(4));
        assertThat(table.get(bytes(1))).containsExactly(2, 3);
        assertThat(table.get(bytes(2))).containsExactly(4);
    }

    @Test
    void overwrites() {
        table.put(bytes(1), bytes(2, 3));
        table.put(bytes(1), bytes(4));
        assertThat(table.get(bytes(1))).containsExactly(4);
    }

    @Test
    void removes() {
        table.put(bytes(1), bytes(2));
        table.remove(bytes(1));
        assertThat(table.get(bytes(1))).isNull();
        table.put(bytes(1), bytes(3));
        assertThat(table.get(bytes(1))).containsExactly(3);
    }

    @Test
    void removesWhatIsNotThere() {
        table.put(bytes(1), bytes(2));
        table.remove(bytes(3));
        assertThat(table.get(bytes(1))).containsExactly(2);
    }

    @Test
    void keepsEmptyKeysAndValues() {
        table.put(bytes(), bytes(1));
        table.put(bytes(1), bytes());
        assertThat(table.get(bytes())).containsExactly(1);
        assertThat(table.get(bytes(1))).isEmpty();
        table.remove(bytes());
        assertThat(table.get(bytes())).isNull();
        assertThat(table.get(bytes(1))).isEmpty();
    }

    @Test
    void tellsKeysApartThatBeginAlike() {
        table.put(bytes(1), bytes(1));
        table.put(bytes(1, 0), bytes(2));
        table.put(bytes(1, 0, 0), bytes(3));
        table.put(bytes(-1), bytes(4));
        assertThat(table.get(bytes(1))).containsExactly(1);
        assertThat(table.get(bytes(1, 0))).containsExactly(2);
        assertThat(table.get(bytes(1, 0, 0))).containsExactly(3);
        assertThat(table.get(bytes(-1))).containsExactly(4);
    }

    @Test
    void changesNoArrayThatItGaveOrWasGiven() {
        byte[] key = bytes(1);
        byte[] value = bytes(2);
        table.put(key, value);
        byte[] got = table.get(key);
        table.put(key, bytes(3));
        table.remove(key);
        assertThat(key).containsExactly(1);
        assertThat(value).containsExactly(2);
        assertThat(got).containsExactly(2);
    }

    @Test
    void keepsTablesOfOtherNamesApart() {
        for (Name name : Name.values()) {
            tables.bytes(name).put(bytes(1), utf8(name.id()));
        }
        for (Name name : Name.values()) {
            assertThat(tables.bytes(name).get(bytes(1))).isEqualTo(utf8(name.id()));
        }
    }

    @Test
    void isTheSameTableWheneverAskedFor() {
        table.put(bytes(1), bytes(2));
        assertThat(tables.bytes(Name.RECORDS).get(bytes(1))).containsExactly(2);
    }

    @Test
    void walksOverAllOfTheTableAndNothingElse() {
        Map<ByteKey, ByteKey> expected = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] key = bytes(i >> 8, i);
            table.put(key, bytes(i));
            expected.put(new ByteKey(key), new ByteKey(bytes(i)));
        }
        table.put(bytes(), bytes(1));
        expected.put(new ByteKey(bytes()), new ByteKey(bytes(1)));
        table.remove(bytes(0, 7));
        expected.remove(new ByteKey(bytes(0, 7)));
        tables.bytes(Name.RECORD_IDS).put(bytes(9), bytes(9));

        Map<ByteKey, ByteKey> walked = new HashMap<>();
        Iterator<TermTable.Entry> entries = table.scan();
        while (entries.hasNext()) {
            TermTable.Entry entry = entries.next();
            assertThat(walked.put(new ByteKey(entry.key()), new ByteKey(entry.value()))).isNull();
            // Other tables may be written meanwhile.
            tables.bytes(Name.RECORD_IDS).put(entry.key(), entry.value());
        }
        assertThat(walked).isEqualTo(expected);
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void walksOverNothingWhereNothingIs() {
        assertThat(table.scan().hasNext()).isFalse();
        table.put(bytes(1), bytes(2));
        table.remove(bytes(1));
        assertThat(table.scan().hasNext()).isFalse();
    }

    @Test
    void doesAsAMapDoes() {
        SplittableRandom random = new SplittableRandom(3);
        Map<ByteKey, byte[]> map = new HashMap<>();
        for (int step = 0; step < 2_000; step++) {
            byte[] key = new byte[random.nextInt(3)];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) random.nextInt(-2, 2);
            }
            if (random.nextInt(3) == 0) {
                table.remove(key);
                map.remove(new ByteKey(key));
            } else {
                byte[] value = bytes(step, step >> 8);
                table.put(key, value);
                map.put(new ByteKey(key), value);
            }
            assertThat(table.get(key))
                    .as("seed 3, step %s", step)
                    .isEqualTo(map.get(new ByteKey(key)));
        }
        map.forEach((key, value) -> assertThat(table.get(key.bytes())).isEqualTo(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int... values) {
        return TestBytes.of(values);
    }
}
