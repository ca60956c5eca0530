package io.kindred.storage;

import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.memory.InMemoryShardTables;

import java.util.List;
import java.util.function.Consumer;

/**
 * The format of a table's entries, a row an entry.
 *
 * @param table the id of the table
 * @param keys the keys of the rows
 * @param others puts into other tables what cannot be read without
 * @param fill writes the expected entries
 * @param hold fails if the tables do not hold what was written
 */
public record TableCase(
        String name,
        int newest,
        String table,
        boolean isVersioned,
        boolean isDelimited,
        List<List<byte[]>> keys,
        Consumer<ShardTables> others,
        Consumer<ShardTables> fill,
        Consumer<ShardTables> hold)
        implements FormatCase {

    @Override
    public List<String> write() {
        ShardTables tables = new InMemoryShardTables();
        others.accept(tables);
        fill.accept(tables);
        return keys.stream().map(key -> row(tables, key)).toList();
    }

    @Override
    public void check(List<List<ByteKey>> rows) {
        ShardTables tables = new InMemoryShardTables();
        others.accept(tables);
        rows.forEach(row -> put(tables, row));
        hold.accept(tables);
    }

    private String row(ShardTables tables, List<byte[]> key) {
        if (key.size() == 1) {
            byte[] value = tables.bytes(bytesName()).get(key.get(0));
            if (value == null) {
                throw new IllegalStateException("nothing is under " + StoredRows.show(key.get(0)));
            }
            return StoredRows.show(key.get(0), value);
        }
        Iterable<TermTable.Entry> entries = () -> tables.terms(termName()).scan(key.get(0));
        for (TermTable.Entry entry : entries) {
            if (new ByteKey(entry.key()).equals(new ByteKey(key.get(1)))) {
                return StoredRows.show(key.get(0), entry.key(), entry.value());
            }
        }
        throw new IllegalStateException("nothing is under " + StoredRows.show(key.get(1)));
    }

    private void put(ShardTables tables, List<ByteKey> row) {
        if (row.size() == 2) {
            tables.bytes(bytesName()).put(row.get(0).bytes(), row.get(1).bytes());
        } else {
            tables.terms(termName())
                    .put(row.get(0).bytes(), row.get(1).bytes(), row.get(2).bytes());
        }
    }

    private Name bytesName() {
        return List.of(Name.values()).stream()
                .filter(each -> each.id().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private TermName termName() {
        return List.of(TermName.values()).stream()
                .filter(each -> each.id().equals(table))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }
}
