package io.kindred.flink.internal;

import io.kindred.flink.internal.ShardTablesOperator.Backend;
import io.kindred.flink.internal.ShardTablesOperator.Running;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.ShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermTable;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MapStateShardTablesTest {

    private static final List<byte[]> TERMS =
            List.of(
                    bytes(""),
                    bytes("00"),
                    bytes("0000"),
                    bytes("01"),
                    bytes("0100"),
                    bytes("010061"),
                    bytes("ff"),
                    bytes("ffff"),
                    new byte[127],
                    new byte[128],
                    new byte[300]);

    @ParameterizedTest
    @EnumSource
    void keepsWhatIsPutUntilItIsRemoved(Backend backend) throws Exception {
        try (Running running = ShardTablesOperator.start(backend)) {
            for (Name name : Name.values()) {
                ByteTable table = running.tables(1).bytes(name);
                for (byte[] key : TERMS) {
                    assertThat(table.get(key)).isNull();
                    table.put(key, bytes("01"));
                    assertThat(table.get(key)).isEqualTo(bytes("01"));
                    table.put(key, bytes(""));
                    assertThat(table.get(key)).isEmpty();
                    table.put(key, key);
                    table.put(key, key);
                }
                for (byte[] key : TERMS) {
                    assertThat(table.get(key)).isEqualTo(key);
                }
                for (byte[] key : TERMS) {
                    table.remove(key);
                    table.remove(key);
                    assertThat(table.get(key)).isNull();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tablesDoNotMix(Backend backend) throws Exception {
        try (Running running = ShardTablesOperator.start(backend)) {
            ShardTables tables = running.tables(1);
            for (Name name : Name.values()) {
                tables.bytes(name).put(bytes("01"), bytes("0" + name.ordinal() % 10));
            }
            for (TermName name : TermName.values()) {
                tables.terms(name).put(bytes("01"), bytes("01"), bytes("1" + name.ordinal()));
            }
            for (Name name : Name.values()) {
                assertThat(tables.bytes(name).get(bytes("01")))
                        .isEqualTo(bytes("0" + name.ordinal() % 10));
            }
            for (TermName name : TermName.values()) {
                assertThat(scan(tables.terms(name), bytes("01")))
                        .isEqualTo(Map.of(key("01"), key("1" + name.ordinal())));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void termsDoNotMixThoughOneBeginsAnother(Backend backend) throws Exception {
        try (Running running = ShardTablesOperator.start(backend)) {
            TermTable table = running.tables(1).terms(TermName.KEY_POSTINGS_TAIL);
            for (byte[] term : TERMS) {
                for (byte[] key : TERMS) {
                    table.put(term, key, bytes("00"));
                    table.put(term, key, joined(term, key));
                }
            }
            for (byte[] term : TERMS) {
                Map<ByteKey, ByteKey> expected = new HashMap<>();
                TERMS.forEach(
                        key -> expected.put(new ByteKey(key), new ByteKey(joined(term, key))));
                assertThat(scan(table, term)).isEqualTo(expected);
            }
            assertThat(scan(table, bytes("02"))).isEmpty();

            TERMS.forEach(key -> table.remove(bytes("0100"), key));
            assertThat(scan(table, bytes("0100"))).isEmpty();
            assertThat(scan(table, bytes("01"))).hasSize(TERMS.size());
            assertThat(scan(table, bytes("010061"))).hasSize(TERMS.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shardsDoNotMix(Backend backend) throws Exception {
        try (Running running = ShardTablesOperator.start(backend)) {
            for (int shard = 0; shard < 40; shard++) {
                ShardTables tables = running.tables(shard);
                assertThat(tables.bytes(Name.META).get(bytes("01"))).isNull();
                assertThat(scan(tables.terms(TermName.COMPONENT_MEMBERS_TAIL), bytes("01")))
                        .isEmpty();
                tables.bytes(Name.META).put(bytes("01"), number(shard));
                tables.terms(TermName.COMPONENT_MEMBERS_TAIL)
                        .put(bytes("01"), number(shard), number(shard));
            }
            running.tables(7).bytes(Name.META).remove(bytes("01"));
            running.tables(7).terms(TermName.COMPONENT_MEMBERS_TAIL).remove(bytes("01"), number(7));
            for (int shard = 0; shard < 40; shard++) {
                boolean there = shard != 7;
                ByteKey number = new ByteKey(number(shard));
                assertThat(running.tables(shard).bytes(Name.META).get(bytes("01")))
                        .isEqualTo(there ? number.bytes() : null);
                assertThat(
                                scan(
                                        running.tables(shard)
                                                .terms(TermName.COMPONENT_MEMBERS_TAIL),
                                        bytes("01")))
                        .isEqualTo(there ? Map.of(number, number) : Map.of());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void scansTermsOfManyEntriesByCursor(Backend backend) throws Exception {
        int entries = 10_000;
        try (Running running = ShardTablesOperator.start(backend)) {
            TermTable table = running.tables(3).terms(TermName.VALUE_POSTINGS);
            for (int i = 0; i < entries; i++) {
                table.put(bytes("0a"), number(i), number(i + 1L));
                table.put(bytes("0a01"), number(i), number(i + 2L));
            }
            Iterator<TermTable.Entry> one = table.scan(bytes("0a"));
            Iterator<TermTable.Entry> other = table.scan(bytes("0a01"));
            Map<ByteKey, ByteKey> ofOne = new HashMap<>();
            Map<ByteKey, ByteKey> ofOther = new HashMap<>();
            while (one.hasNext()) {
                take(one, ofOne);
                take(other, ofOther);
            }
            assertThat(other.hasNext()).isFalse();
            assertThatThrownBy(one::next).isInstanceOf(NoSuchElementException.class);
            assertThat(ofOne).hasSize(entries);
            assertThat(ofOther).hasSize(entries);
            ofOne.forEach(
                    (key, value) ->
                            assertThat(ofOther.get(key))
                                    .isEqualTo(new ByteKey(number(decode(value) + 1))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestoredShardHasAllThatWasThere(Backend backend) throws Exception {
        Random random = new Random(5);
        Map<List<ByteKey>, ByteKey> model = new HashMap<>();
        OperatorSubtaskState snapshot;
        try (Running running = ShardTablesOperator.start(backend)) {
            for (int i = 0; i < 2000; i++) {
                int shard = random.nextInt(3);
                ShardTables tables = running.tables(shard);
                byte[] term = TERMS.get(random.nextInt(TERMS.size()));
                byte[] key = number(random.nextInt(20));
                TermTable table = tables.terms(TermName.KEY_POSTINGS_TAIL);
                List<ByteKey> place = place(shard, term, key);
                if (random.nextInt(3) == 0) {
                    table.remove(term, key);
                    tables.bytes(Name.RECORDS).remove(joined(term, key));
                    model.remove(place);
                } else {
                    table.put(term, key, number(i));
                    tables.bytes(Name.RECORDS).put(joined(term, key), number(i));
                    model.put(place, new ByteKey(number(i)));
                }
            }
            snapshot = running.snapshot();
            running.tables(0)
                    .terms(TermName.KEY_POSTINGS_TAIL)
                    .put(bytes("00"), bytes("00"), bytes("00"));
        }
        try (Running running = ShardTablesOperator.restore(backend, snapshot)) {
            Map<List<ByteKey>, ByteKey> restored = new HashMap<>();
            for (int shard = 0; shard < 3; shard++) {
                ShardTables tables = running.tables(shard);
                for (byte[] term : TERMS) {
                    for (Map.Entry<ByteKey, ByteKey> entry :
                            scan(tables.terms(TermName.KEY_POSTINGS_TAIL), term).entrySet()) {
                        byte[] key = entry.getKey().bytes();
                        restored.put(place(shard, term, key), entry.getValue());
                        assertThat(tables.bytes(Name.RECORDS).get(joined(term, key)))
                                .isEqualTo(entry.getValue().bytes());
                    }
                }
            }
            assertThat(restored).isEqualTo(model);
        }
    }

    private static Map<ByteKey, ByteKey> scan(TermTable table, byte[] term) {
        Map<ByteKey, ByteKey> entries = new HashMap<>();
        Iterator<TermTable.Entry> scan = table.scan(term);
        while (scan.hasNext()) {
            take(scan, entries);
        }
        return entries;
    }

    private static void take(Iterator<TermTable.Entry> scan, Map<ByteKey, ByteKey> entries) {
        TermTable.Entry entry = scan.next();
        assertThat(entries.put(new ByteKey(entry.key()), new ByteKey(entry.value()))).isNull();
    }

    private static List<ByteKey> place(int shard, byte[] term, byte[] key) {
        return List.of(new ByteKey(number(shard)), new ByteKey(term), new ByteKey(key));
    }

    private static byte[] number(long value) {
        return new ByteWriter().unsigned(value).toBytes();
    }

    private static long decode(ByteKey number) {
        return new ByteReader("a number", number.bytes()).unsigned();
    }

    private static byte[] joined(byte[] term, byte[] key) {
        return new ByteWriter().bytes(term).bytes(key).toBytes();
    }

    private static byte[] bytes(String hex) {
        return key(hex).bytes();
    }

    private static ByteKey key(String hex) {
        return ByteKey.ofHex(hex);
    }
}
