package io.kindred.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of Iceberg that a job writes below a folder, in the database {@code kindred}. */
public final class IcebergTables {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OUTPUTS =
            List.of(
                    "entities",
                    "assignments",
                    "conflicts",
                    "generic_keys",
                    "golden_values",
                    "records",
                    "dead_letters");

    private final Path folder;

    /**
     * Tables below a folder.
     *
     * @param folder for the warehouse and for rows
     */
    public IcebergTables(Path folder) {
        this.folder = folder;
    }

    /** The sinks of a job file. */
    public Map<String, Object> sinks() {
        Map<String, Object> sinks = new LinkedHashMap<>();
        for (String output : OUTPUTS) {
            sinks.put(
                    output,
                    Map.of(
                            "type",
                            "iceberg",
                            "warehouse",
                            warehouse(),
                            "catalog",
                            Map.of("type", "hadoop")));
        }
        return sinks;
    }

    private String warehouse() {
        return folder.resolve("warehouse").toString();
    }

    /**
     * What a reader of the tables knows, on the timeline {@code integer}. Fails if a row is there
     * twice or missing.
     */
    public FoldedOutputs fold() throws Exception {
        for (String output : OUTPUTS) {
            Path rows = Files.createDirectories(folder.resolve("rows").resolve(output));
            Files.write(rows.resolve("part-0.jsonl"), rows(output));
        }
        return FoldedOutputs.read(folder.resolve("rows"));
    }

    /** The rows of a table as JSON, by revision. */
    public List<String> rows(String output) throws Exception {
        List<Map<String, Object>> all = new ArrayList<>();
        try (HadoopCatalog catalog = new HadoopCatalog(new Configuration(), warehouse())) {
            Table table = catalog.loadTable(id(output));
            try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
                rows.forEach(row -> all.add(fields(row)));
            }
        }
        return all.stream()
                .sorted(Comparator.comparing(row -> (Long) row.getOrDefault("revision", 0L)))
                .map(row -> JSON.valueToTree(row).toString())
                .toList();
    }

    /** Removes a column of a table. */
    public void dropColumn(String output, String column) throws Exception {
        try (HadoopCatalog catalog = new HadoopCatalog(new Configuration(), warehouse())) {
            catalog.loadTable(id(output)).updateSchema().deleteColumn(column).commit();
        }
    }

    private static TableIdentifier id(String output) {
        return TableIdentifier.of(Namespace.of("kindred"), output);
    }

    private static Map<String, Object> fields(Record row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Types.NestedField field : row.struct().fields()) {
            Object value = value(row.getField(field.name()));
            if (value != null) {
                fields.put(field.name(), value);
            }
        }
        return fields;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof OffsetDateTime time) {
            return time.toInstant().toString();
        }
        if (value instanceof Record row) {
            return fields(row);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(IcebergTables::value).toList();
        }
        return value;
    }
}
