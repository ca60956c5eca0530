package io.kindred.resolve;

import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.TermTable;
import io.kindred.storage.memory.InMemoryShardTables;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** All entries of all tables of a shard, to be compared. */
final class TableDump {

    private TableDump() {}

    static Map<String, String> of(InMemoryShardTables tables) {
        Map<String, String> all = new HashMap<>();
        for (Name name : Name.values()) {
            add(name.id(), tables.bytes(name).scan(), all);
        }
        for (TermName name : TermName.values()) {
            tables.scanTerms(name)
                    .forEachRemaining(
                            term ->
                                    add(
                                            name.id() + Arrays.toString(term),
                                            tables.terms(name).scan(term),
                                            all));
        }
        return all;
    }

    private static void add(
            String table, Iterator<TermTable.Entry> entries, Map<String, String> all) {
        entries.forEachRemaining(
                entry ->
                        all.put(
                                table + Arrays.toString(entry.key()),
                                Arrays.toString(entry.value())));
    }
}
