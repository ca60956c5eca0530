package io.kindred.tools.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.kindred.tools.input.InvalidInputException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Reads assignments from JSON lines, of output mode changelog or final. */
final class AssignmentReader {

    private final ObjectReader json = new ObjectMapper().reader();
    private final RecordNaming naming;
    private final RecordTable table;

    private Optional<String> onlyType = Optional.empty();

    AssignmentReader(RecordNaming naming, RecordTable table) {
        this.naming = naming;
        this.table = table;
    }

    /** Adds all assignments of a file, or of the files in a folder, to the table. */
    void read(Path path) throws IOException {
        long rows = 0;
        for (Path file : InputFiles.list(path)) {
            rows += readFile(file);
        }
        if (rows == 0) {
            throw new InvalidInputException(path + " contains no assignments");
        }
    }

    /** The only entity type of the assignments; empty if records are named with theirs. */
    String onlyType() {
        return onlyType.orElse("");
    }

    private long readFile(Path file) throws IOException {
        long rows = 0;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(InputFiles.open(file), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    addRow(line, file + ": line " + number);
                    rows++;
                }
            }
        }
        return rows;
    }

    private void addRow(String line, String place) throws IOException {
        JsonNode row = parse(line, place);
        String type = text(row, "entity_type", place);
        if (naming == RecordNaming.WITHOUT_TYPE) {
            checkType(type, place);
        }
        String name = naming.name(type, text(row, "perspective", place), text(row, "uid", place));
        JsonNode revision = row.path("revision");
        if (!revision.canConvertToLong() || !revision.isIntegralNumber()) {
            throw new InvalidInputException(place + ": revision is not an integer");
        }
        String status = text(row, "status", place);
        switch (status) {
            case "active" ->
                    table.assign(name, revision.longValue(), text(row, "entity_id", place));
            case "retired" -> table.retire(name, revision.longValue());
            default ->
                    throw new InvalidInputException(
                            place + ": status is '" + status + "', expected active or retired");
        }
    }

    private JsonNode parse(String line, String place) throws InvalidInputException {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException wrong) {
            throw new InvalidInputException(place + ": not JSON: " + wrong.getOriginalMessage());
        }
    }

    private void checkType(String type, String place) throws InvalidInputException {
        if (onlyType.isEmpty()) {
            onlyType = Optional.of(type);
        } else if (!onlyType.get().equals(type)) {
            throw new InvalidInputException(
                    "%s: entity types %s and %s are mixed; give the truth a column entity_type"
                            .formatted(place, onlyType.get(), type));
        }
    }

    private static String text(JsonNode row, String field, String place)
            throws InvalidInputException {
        JsonNode value = row.path(field);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new InvalidInputException(place + ": no " + field + "; expected assignments");
        }
        return value.textValue();
    }
}
