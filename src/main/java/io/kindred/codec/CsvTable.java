package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.kindred.ontology.BasicNormalizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small CSV file (RFC 4180, UTF-8, commas, with a header) that an ontology refers to. */
final class CsvTable {

    /** Tables are part of the job graph and of saved state. */
    private static final int MAX_BYTES = 8 << 20;

    private static final CsvFactory FACTORY =
            new CsvFactory().enable(CsvParser.Feature.SKIP_EMPTY_LINES);

    private final String file;
    private final List<Row> rows = new ArrayList<>();

    private CsvTable(String file) {
        this.file = file;
    }

    /**
     * A row.
     *
     * @param line where it begins in the file, from 1
     * @param cells as many as columns
     */
    record Row(long line, List<String> cells) {}

    /**
     * Reads a file.
     *
     * @param name the file as the ontology names it
     * @param folder where relative names start
     * @param shown the same folder as the user named it, shown in errors
     * @param columns its columns, in this order
     * @throws InvalidConfigException about the name if there is no such file, about the file and
     *     line if it has other columns or is not CSV
     */
    static CsvTable read(ConfigNode name, Path folder, Path shown, List<String> columns) {
        String text;
        CsvTable table;
        try {
            Path file = folder.resolve(name.nonEmptyString()).normalize();
            table = new CsvTable(shown.resolve(name.string()).normalize().toString());
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                throw table.invalid(
                        String.format(
                                "has %,d bytes; expected at most %,d (8 MiB)",
                                Files.size(file), MAX_BYTES));
            }
            text = Files.readString(file);
        } catch (InvalidPathException e) {
            throw name.invalid("'" + name.string() + "' is not a path: " + e.getReason());
        } catch (IOException e) {
            throw name.invalid(
                    "the file "
                            + shown.resolve(name.string()).normalize()
                            + " "
                            + UnreadableFile.reason(e));
        }
        table.parse(text.startsWith("\ufeff") ? text.substring(1) : text, columns);
        return table;
    }

    List<Row> rows() {
        return rows;
    }

    /** An error about the whole file. */
    InvalidConfigException invalid(String problem) {
        return new InvalidConfigException(file, "", problem);
    }

    /** An error about a row. */
    InvalidConfigException invalid(Row row, String problem) {
        return invalid("line " + row.line() + ": " + problem);
    }

    private void parse(String text, List<String> columns) {
        try (JsonParser csv = FACTORY.createParser(text)) {
            boolean isHeader = true;
            while (csv.nextToken() == JsonToken.START_ARRAY) {
                Row row = row(csv);
                if (!isHeader) {
                    checkCells(row, columns);
                    rows.add(row);
                } else if (!trimmed(row.cells()).equals(columns)) {
                    throw invalid(
                            row, header(columns) + ", found " + String.join(",", row.cells()));
                }
                isHeader = false;
            }
            if (isHeader) {
                throw invalid("is empty; " + header(columns));
            }
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw invalid("line " + line + ": not CSV: " + JsonLine.reason(e));
        } catch (IOException e) {
            throw invalid("cannot be read: " + e.getMessage());
        }
    }

    private static Row row(JsonParser csv) throws IOException {
        List<String> cells = new ArrayList<>(2);
        long line = 0;
        while (csv.nextToken() != JsonToken.END_ARRAY) {
            if (line == 0) {
                line = csv.currentTokenLocation().getLineNr();
            }
            cells.add(csv.getText());
        }
        return new Row(line, cells);
    }

    private void checkCells(Row row, List<String> columns) {
        if (row.cells().size() != columns.size()) {
            throw invalid(
                    row,
                    String.format(
                            "expected %d cells (%s), found %d",
                            columns.size(), String.join(",", columns), row.cells().size()));
        }
    }

    private static String header(List<String> columns) {
        return "expected a header with the columns " + String.join(",", columns);
    }

    private static List<String> trimmed(List<String> cells) {
        return cells.stream().map(BasicNormalizer.TRIM::apply).toList();
    }
}
