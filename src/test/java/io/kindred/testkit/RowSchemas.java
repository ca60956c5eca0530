package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.kindred.table.OutputTables;
import io.kindred.table.TableRowReader;
import io.kindred.temporal.Timeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds rows to the JSON Schemas that are shipped, and to the tables that these are made of. */
public final class RowSchemas {

    private static final Map<Path, JsonSchema> READ = new ConcurrentHashMap<>();

    private RowSchemas() {}

    /** The shipped schema of a table. */
    public static Path file(String table, Timeline timeline) {
        Path folder = Path.of("conf", "schemas");
        return (timeline == Timeline.INTEGER ? folder.resolve("integer") : folder)
                .resolve(table + ".json");
    }

    /** Checks a row of an output. */
    public static void check(String output, Timeline timeline, JsonNode row) {
        assertThat(READ.computeIfAbsent(file(output, timeline), RowSchemas::read).validate(row))
                .as("%s", row)
                .isEmpty();
        new TableRowReader(OutputTables.named(output), timeline)
                .read(row.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Checks a row of an output, as text. */
    public static void check(String output, Timeline timeline, String row) {
        check(output, timeline, OutputParts.row(row));
    }

    /** Checks all rows in a folder. */
    public static void check(String output, Timeline timeline, Path folder) {
        OutputParts.rows(folder).forEach(row -> check(output, timeline, row));
    }

    private static JsonSchema read(Path file) {
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
