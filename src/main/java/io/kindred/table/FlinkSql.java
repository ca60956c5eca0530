package io.kindred.table;

import io.kindred.table.ColumnType.Choice;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.ColumnType.Struct;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code CREATE TABLE} statements for Flink SQL, of a job with {@code timeline: millis}. */
public final class FlinkSql {

    private static final String ROW_KEY = "row_key";
    private static final String TEXT = "STRING";

    private final Place place;

    private FlinkSql(Place place) {
        this.place = place;
    }

    /** Where the rows are. */
    public enum Place {
        /** Topics. An output with a key is upserted: a tombstone deletes its row. */
        KAFKA,
        /** Files of JSON lines, with every row that was written. */
        JSONL,
        /**
         * Parquet files, with every row that was written. Flink's reader of Parquet knows neither
         * timestamps in structs, which it reads as epoch milliseconds, nor lists of lists, which
         * are left out.
         */
        PARQUET,
        /**
         * Tables of PostgreSQL with what holds now, by their flat views: lists but of text, and
         * objects, are JSON, and times are without a zone, in UTC.
         */
        JDBC
    }

    /** The statements for all outputs that can be there, with a line end after each. */
    public static String of(Place place) {
        FlinkSql sql = new FlinkSql(place);
        return sql.tables().stream().map(sql::create).collect(Collectors.joining("\n"));
    }

    private List<Table> tables() {
        return place == Place.JDBC ? OutputTables.results() : OutputTables.all();
    }

    private String create(Table table) {
        List<String> lines = new ArrayList<>();
        boolean isUpserted = place == Place.KAFKA && !table.key().isEmpty();
        if (isUpserted && table.key().size() > 1) {
            lines.add(name(ROW_KEY) + " " + TEXT);
        }
        for (Column column : table.columns()) {
            if (isReadable(column.type())) {
                lines.add(columnName(column) + " " + type(column.type(), 1));
            }
        }
        if (place == Place.JDBC) {
            lines.add(name("written_at") + " TIMESTAMP(3)");
        }
        if (isUpserted) {
            lines.add("PRIMARY KEY (" + name(key(table)) + ") NOT ENFORCED");
        }
        return "CREATE TABLE "
                + name(table.name())
                + " (\n  "
                + String.join(",\n  ", lines)
                + "\n) WITH (\n  "
                + options(table, isUpserted).entrySet().stream()
                        .map(option -> "'" + option.getKey() + "' = '" + option.getValue() + "'")
                        .collect(Collectors.joining(",\n  "))
                + "\n);\n";
    }

    /** Flink's connector for PostgreSQL does not quote names. */
    private String columnName(Column column) {
        return name(place == Place.JDBC ? Column.unreserved(column.name()) : column.name());
    }

    /** The key of a message is the key of the row, or the parts of it joined by U+001F. */
    private static String key(Table table) {
        return table.key().size() == 1 ? table.key().get(0) : ROW_KEY;
    }

    private Map<String, String> options(Table table, boolean isUpserted) {
        Map<String, String> options = new LinkedHashMap<>();
        if (place == Place.JDBC) {
            options.put("connector", "jdbc");
            options.put("url", "jdbc:postgresql://localhost:5432/postgres");
            options.put("table-name", "kindred." + table.name() + "_flat");
            options.put("username", "kindred");
            options.put("password", "secret");
            return options;
        }
        if (place != Place.KAFKA) {
            options.put("connector", "filesystem");
            options.put("path", "file:///path/to/out/" + table.name());
            options.put("format", place == Place.PARQUET ? "parquet" : "json");
            if (place == Place.JSONL) {
                options.put("json.timestamp-format.standard", "ISO-8601");
            }
            return options;
        }
        options.put("connector", isUpserted ? "upsert-kafka" : "kafka");
        options.put("topic", table.name());
        options.put("properties.bootstrap.servers", "localhost:9092");
        options.put("properties.isolation.level", "read_committed");
        if (isUpserted) {
            options.put("key.format", "raw");
            options.put("value.fields-include", "EXCEPT_KEY");
        } else {
            options.put("scan.startup.mode", "earliest-offset");
        }
        options.put("value.format", "json");
        options.put("value.json.timestamp-format.standard", "ISO-8601");
        return options;
    }

    private boolean isReadable(ColumnType type) {
        return place != Place.PARQUET
                || !(type instanceof ListOf list)
                || isReadableElement(list.element());
    }

    private boolean isReadableElement(ColumnType element) {
        return !(element instanceof ListOf)
                && (!(element instanceof Struct struct)
                        || struct.fields().stream().allMatch(field -> isReadable(field.type())));
    }

    private String type(ColumnType type, int depth) {
        if (place == Place.JDBC
                && (type instanceof Struct
                        || type instanceof ListOf list && list.element() != Simple.TEXT)) {
            return TEXT;
        }
        if (type instanceof Struct struct) {
            return struct.fields().stream()
                    .map(field -> name(field.name()) + " " + type(field.type(), depth + 1))
                    .collect(Collectors.joining(", ", "ROW<", ">"));
        }
        if (type instanceof ListOf list) {
            return "ARRAY<" + type(list.element(), depth + 1) + ">";
        }
        if (type instanceof Choice) {
            return TEXT;
        }
        return switch ((Simple) type) {
            case TEXT -> TEXT;
            case LONG -> "BIGINT";
            case BOOLEAN -> "BOOLEAN";
            case INSTANT, TIME ->
                    switch (place) {
                        case PARQUET -> depth > 1 ? "BIGINT" : "TIMESTAMP_LTZ(3)";
                        case JDBC -> "TIMESTAMP(3)";
                        case KAFKA, JSONL -> "TIMESTAMP_LTZ(3)";
                    };
        };
    }

    private static String name(String identifier) {
        return '`' + identifier + '`';
    }
}
