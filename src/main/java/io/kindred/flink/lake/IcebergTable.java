package io.kindred.flink.lake;

import io.kindred.flink.internal.SinkOperators;
import io.kindred.table.Table;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;

import java.util.HashMap;
import java.util.Map;

/** A table of Iceberg that rows are appended to, those that retract as any others. */
final class IcebergTable implements LakeTable {

    /**
     * Options of tables that are created; those of the job file go before them. A writer holds a
     * row group, by default 128 MiB.
     */
    private static final Map<String, String> DEFAULTS =
            Map.of("write.parquet.row-group-size-bytes", Integer.toString(16 << 20));

    private static final String NAME = "kindred";

    private final Catalog catalog;
    private final CatalogLoader loader;
    private final TableIdentifier id;
    private final Map<String, String> options;

    /**
     * A table.
     *
     * @param properties of the catalog
     * @param options of the table
     */
    IcebergTable(
            Map<String, String> properties,
            String database,
            String table,
            Map<String, String> options) {
        this.loader = new PropertiesCatalogLoader(NAME, new HashMap<>(properties));
        this.catalog = loader.loadCatalog();
        this.id = TableIdentifier.of(Namespace.of(database.split("\\.")), table);
        this.options = options;
    }

    /** Iceberg's own loaders know some types of catalogs only. */
    private record PropertiesCatalogLoader(String name, HashMap<String, String> properties)
            implements CatalogLoader {

        @Override
        public Catalog loadCatalog() {
            return CatalogUtil.buildIcebergCatalog(name, properties, new Configuration());
        }

        @Override
        @SuppressWarnings("MethodDoesntCallSuperMethod") // of an interface
        public CatalogLoader clone() {
            return this;
        }
    }

    @Override
    public TimestampRange timestamps() {
        return TimestampRange.MICROS;
    }

    @Override
    public boolean deletes() {
        return false;
    }

    @Override
    public void createOrCheck(Table declared, RowType type) throws Exception {
        Schema schema = new Schema(FlinkSchemaUtil.convert(type).asStructType().fields());
        if (!catalog.tableExists(id)) {
            createNamespace();
            Map<String, String> all = new HashMap<>(DEFAULTS);
            all.putAll(options);
            catalog.createTable(id, schema, PartitionSpec.unpartitioned(), all);
            return;
        }
        org.apache.iceberg.Table table = catalog.loadTable(id);
        LakeColumns columns = LakeColumns.compare(FlinkSchemaUtil.convert(table.schema()), type);
        if (!columns.added().isEmpty()) {
            UpdateSchema update = table.updateSchema();
            for (LakeColumns.Added column : columns.added()) {
                update.addColumn(column.name(), schema.findType(column.name()))
                        .moveAfter(column.name(), column.after());
            }
            update.commit();
        }
    }

    private void createNamespace() {
        if (catalog instanceof SupportsNamespaces namespaces
                && !namespaces.namespaceExists(id.namespace())) {
            try {
                namespaces.createNamespace(id.namespace());
            } catch (AlreadyExistsException e) {
                // The sink of another output was faster.
            }
        }
    }

    @Override
    public boolean hasRows() {
        if (!catalog.tableExists(id)) {
            return false;
        }
        org.apache.iceberg.Snapshot last = catalog.loadTable(id).currentSnapshot();
        return last != null && !"0".equals(last.summary().get("total-records"));
    }

    @Override
    public void truncate() {
        if (catalog.tableExists(id)) {
            catalog.loadTable(id)
                    .newDelete()
                    .deleteFromRowFilter(Expressions.alwaysTrue())
                    .commit();
        }
    }

    /** The older sink of the library, FlinkSink, would need Kryo between its operators. */
    @Override
    public void write(DataStream<RowData> rows, String uid, String name) {
        Sink<RowData> sink =
                SinkOperators.ofLibrary(
                        rows,
                        stream ->
                                IcebergSink.forRowData(stream)
                                        .tableLoader(TableLoader.fromCatalog(loader, id))
                                        .uidSuffix(uid)
                                        .append());
        SinkOperators.add(rows, new IcebergAppendSink<>(sink), uid, name);
    }

    @Override
    public void close() throws Exception {
        if (catalog instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
