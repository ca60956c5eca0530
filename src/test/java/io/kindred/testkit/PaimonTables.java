package io.kindred.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.table.OutputTables;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.InternalArray;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.options.Options;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.RowType;
import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of Paimon that a job writes below a folder, in the database {@code kindred}. */
public final class PaimonTables {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OUTPUTS =
            OutputTables.results().stream().map(io.kindred.table.Table::name).toList();

    private final Path folder;

    /**
     * Tables below a folder.
     *
     * @param folder for the warehouse and for rows
     */
    public PaimonTables(Path folder) {
        this.folder = folder;
    }

    /** The sinks of a job file; dead letters, which have no key, are in files. */
    public Map<String, Object> sinks() {
        Map<String, Object> sinks = new LinkedHashMap<>();
        for (String output : OUTPUTS) {
            sinks.put(output, Map.of("type", "paimon", "warehouse", warehouse()));
        }
        sinks.put(
                "dead_letters",
                Map.of("type", "files", "path", rows().resolve("dead_letters").toString()));
        return sinks;
    }

    /** The folder of the tables. */
    public String warehouse() {
        return folder.resolve("warehouse").toString();
    }

    /** What a reader of the tables knows, on the timeline {@code integer}. */
    public FoldedOutputs fold() throws Exception {
        for (String output : OUTPUTS) {
            Path rows = Files.createDirectories(rows().resolve(output));
            Files.write(rows.resolve("part-0.jsonl"), rows(output));
        }
        return FoldedOutputs.readLast(rows());
    }

    private Path rows() {
        return folder.resolve("rows");
    }

    /** The rows of a table as JSON. */
    public List<String> rows(String output) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Catalog catalog = catalog()) {
            Table table = catalog.getTable(Identifier.create("kindred", output));
            ReadBuilder read = table.newReadBuilder();
            try (RecordReader<InternalRow> reader =
                    read.newRead().createReader(read.newScan().plan())) {
                reader.forEachRemaining(row -> lines.add(json(row, table.rowType())));
            }
        }
        return lines;
    }

    /** By table, the users of its commits. */
    public List<String> commitUsers(String output) throws Exception {
        try (Catalog catalog = catalog()) {
            FileStoreTable table =
                    (FileStoreTable) catalog.getTable(Identifier.create("kindred", output));
            List<String> users = new ArrayList<>();
            table.snapshotManager()
                    .snapshots()
                    .forEachRemaining(snapshot -> users.add(snapshot.commitUser()));
            return users.stream().distinct().toList();
        }
    }

    private Catalog catalog() {
        Options options = new Options();
        options.set("warehouse", warehouse());
        return CatalogFactory.createCatalog(CatalogContext.create(options));
    }

    private static String json(InternalRow row, RowType type) {
        return JSON.valueToTree(fields(row, type)).toString();
    }

    private static Map<String, Object> fields(InternalRow row, RowType type) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<DataField> columns = type.getFields();
        for (int i = 0; i < columns.size(); i++) {
            DataType column = columns.get(i).type();
            Object value =
                    value(InternalRow.createFieldGetter(column, i).getFieldOrNull(row), column);
            if (value != null) {
                fields.put(columns.get(i).name(), value);
            }
        }
        return fields;
    }

    private static @Nullable Object value(@Nullable Object value, DataType type) {
        if (value instanceof BinaryString text) {
            return text.toString();
        }
        if (value instanceof Timestamp timestamp) {
            return timestamp.toInstant().toString();
        }
        if (value instanceof InternalRow row) {
            return fields(row, (RowType) type);
        }
        if (value instanceof InternalArray array) {
            DataType element = ((ArrayType) type).getElementType();
            InternalArray.ElementGetter getter = InternalArray.createElementGetter(element);
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                values.add(value(getter.getElementOrNull(array, i), element));
            }
            return values;
        }
        return value;
    }
}
