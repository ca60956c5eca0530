package io.kindred.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The files of an output. */
public final class OutputParts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OutputParts() {}

    /** The files that are finished: those that are not are hidden. */
    static List<Path> finished(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !isHidden(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the rows of a file one by one, in their order. */
    static void forEachRow(Path file, Consumer<JsonNode> rows) {
        if (file.toString().endsWith(".parquet")) {
            DuckDb.rows(file).forEach(line -> rows.accept(withoutNulls(row(file, line))));
            return;
        }
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> rows.accept(row(file, line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a file, in their order. */
    static List<JsonNode> rowsOf(Path file) {
        List<JsonNode> rows = new ArrayList<>();
        forEachRow(file, rows::add);
        return rows;
    }

    /** A row again that was taken before. */
    static JsonNode row(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of all files. */
    public static List<JsonNode> rows(Path folder) {
        return finished(folder).stream().flatMap(file -> rowsOf(file).stream()).toList();
    }

    /** In a table, absent fields are null. */
    private static JsonNode withoutNulls(JsonNode row) {
        if (row instanceof ObjectNode object) {
            object.remove("file_row_number");
            object.removeIf(JsonNode::isNull);
        }
        row.forEach(OutputParts::withoutNulls);
        return row;
    }

    private static JsonNode row(Path file, String line) {
        try {
            JsonNode row = JSON.readTree(line);
            if (!row.isObject()) {
                throw new AssertionError(file + " has a line that is no object: " + line);
            }
            return row;
        } catch (JsonProcessingException e) {
            throw new AssertionError(file + " has a line that is not JSON: " + line, e);
        }
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }
}
