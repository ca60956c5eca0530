package io.kindred.flink.lake;

import io.kindred.flink.internal.SinkOperators;
import io.kindred.table.Table;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.flink.FlinkFileIOLoader;
import org.apache.paimon.flink.LogicalTypeConversion;
import org.apache.paimon.flink.sink.FlinkSinkBuilder;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.types.DataField;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of Paimon, whose primary key is that of the output. All rows of a key go through one
 * writer in their order, and Paimon numbers them as they come; so the last one holds. A sequence
 * field would be wrong: revisions begin anew when a key is forgotten. Rows of an attempt that was
 * abandoned are in no snapshot, because only checkpoints that are complete commit.
 */
final class PaimonTable implements LakeTable {

    /**
     * Options of tables that are created; those of the job file go before them. Each writer holds a
     * write buffer and a row group of the file that it writes, by default 256 and 128 MiB.
     */
    private static final Map<String, String> DEFAULTS =
            Map.of("write-buffer-size", "16 mb", "file.block-size", "16 mb");

    /** How many writers there can be. */
    private static final String BUCKETS = "4";

    /**
     * Options with which the table would not have the last row of each key. The last two make empty
     * commits, at the end of the input with a number that {@link CommitNumbers} does not see.
     */
    private static final List<String> FORBIDDEN =
            List.of(
                    "sequence.field",
                    "merge-engine",
                    "rowkind.field",
                    "ignore-delete",
                    "ignore-update-before",
                    "record-level.expire-time",
                    "tag.automatic-creation",
                    "commit.force-create-snapshot");

    private final Catalog catalog;
    private final Identifier id;
    private final Map<String, String> options;

    /**
     * A table.
     *
     * @param properties of the catalog
     * @param options of the table
     */
    PaimonTable(
            Map<String, String> properties,
            String database,
            String table,
            Map<String, String> options) {
        this.catalog =
                CatalogFactory.createCatalog(
                        CatalogContext.create(
                                Options.fromMap(new HashMap<>(properties)),
                                new FlinkFileIOLoader()),
                        PaimonTable.class.getClassLoader());
        this.id = Identifier.create(database, table);
        this.options = options;
    }

    @Override
    public TimestampRange timestamps() {
        return TimestampRange.MILLIS;
    }

    @Override
    public boolean deletes() {
        return true;
    }

    @Override
    public void createOrCheck(Table declared, RowType type) throws Exception {
        catalog.createDatabase(id.getDatabaseName(), true);
        catalog.createTable(id, schema(declared, type), true);
        FileStoreTable table = table();
        if (!table.primaryKeys().equals(declared.key())) {
            throw new LakeTableException(
                    "has the primary key "
                            + table.primaryKeys()
                            + ", expected "
                            + declared.key()
                            + "; name another table");
        }
        checkOptions(table);
        LakeColumns columns =
                LakeColumns.compare(LogicalTypeConversion.toLogicalType(table.rowType()), type);
        if (!columns.added().isEmpty()) {
            List<SchemaChange> changes = new ArrayList<>();
            for (LakeColumns.Added column : columns.added()) {
                changes.add(
                        SchemaChange.addColumn(
                                column.name(),
                                LogicalTypeConversion.toDataType(column.type()),
                                null,
                                SchemaChange.Move.after(column.name(), column.after())));
            }
            catalog.alterTable(id, changes, false);
        }
    }

    private static void checkOptions(FileStoreTable table) throws LakeTableException {
        for (String option : FORBIDDEN) {
            if (table.options().containsKey(option)) {
                throw new LakeTableException(
                        "has the option "
                                + option
                                + ", with which it would not have the last row of each key; name"
                                + " another table, or remove the option");
            }
        }
    }

    private Schema schema(Table declared, RowType type) {
        Schema.Builder schema = Schema.newBuilder();
        for (DataField field : LogicalTypeConversion.toDataType(type).getFields()) {
            schema.column(field.name(), field.type());
        }
        Map<String, String> all = new HashMap<>(DEFAULTS);
        schema.primaryKey(new ArrayList<>(declared.key()));
        all.put("bucket", BUCKETS);
        all.putAll(options);
        return schema.options(all).build();
    }

    @Override
    public boolean hasRows() throws Exception {
        try {
            return !table().newReadBuilder().newScan().plan().splits().isEmpty();
        } catch (Catalog.TableNotExistException e) {
            return false;
        }
    }

    @Override
    public void truncate() throws Exception {
        try (BatchTableCommit commit = table().newBatchWriteBuilder().newCommit()) {
            commit.truncateTable();
        } catch (Catalog.TableNotExistException e) {
            // There is nothing to remove.
        }
    }

    @Override
    public void write(DataStream<RowData> rows, String uid, String name) throws Exception {
        FileStoreTable table = table();
        DataStreamSink<?> sink =
                SinkOperators.addWithBeforeCommitter(
                        rows,
                        stream -> new FlinkSinkBuilder(table).forRowData(stream).build(),
                        "commit numbers",
                        new CommitNumbers());
        SinkOperators.identify(sink, rows, uid, name);
    }

    private FileStoreTable table() throws Catalog.TableNotExistException {
        return (FileStoreTable) catalog.getTable(id);
    }

    @Override
    public void close() throws Exception {
        catalog.close();
    }
}
