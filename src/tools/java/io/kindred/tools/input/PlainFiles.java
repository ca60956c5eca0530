package io.kindred.tools.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.codec.CsvDialect;
import io.kindred.codec.RecordMapping;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.SeparatorLine;
import io.kindred.codec.TextEncoding;
import io.kindred.flink.config.SourceConfig;
import io.kindred.flink.config.SourceFormat;
import io.kindred.flink.connector.InputFile;
import io.kindred.flink.connector.LineFileFormat;
import io.kindred.flink.connector.RawInput;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files that no job file describes. Their format is guessed from the first line: CSV with a header
 * and one of the delimiters {@code , ; | tab}, flat JSON objects, or the record format. Every
 * column but the uid is an attribute; the perspective is the name of the file without its
 * extensions.
 *
 * @param records the files
 * @param uidColumns by file: the column that was taken for the uid; none for the record format
 */
public record PlainFiles(RecordFiles records, Map<String, String> uidColumns) {

    private static final List<String> UID_NAMES =
            List.of("uid", "id", "unique_id", "record_id", "rec_id", "uuid", "key");
    private static final Pattern UID = Pattern.compile(".*(_id|_ID|Id|ID)");
    private static final Pattern JSON = Pattern.compile(".*\\.(json|jsonl|ndjson)(\\.\\w+)?");
    private static final Pattern CSV = Pattern.compile(".*\\.(csv|tsv|txt)(\\.\\w+)?");
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    public PlainFiles {
        uidColumns = Map.copyOf(uidColumns);
    }

    /**
     * Looks at the beginning of files.
     *
     * @param paths files, folders or globs
     * @param entityType of the records of CSV and flat JSON
     * @param uid the column with the uid; empty to guess: {@code uid}, {@code id} and the like,
     *     else one that ends in {@code id}, else the first
     * @throws InvalidInputException if a file is missing or empty, or lacks the column
     */
    public static PlainFiles of(List<String> paths, String entityType, Optional<String> uid)
            throws IOException {
        List<RecordFiles.Part> parts = new ArrayList<>();
        Map<String, String> uidColumns = new LinkedHashMap<>();
        for (String path : paths) {
            for (InputFile file :
                    RecordFiles.files(Path.of(path).toAbsolutePath().normalize().toString())) {
                SourceFormat format = format(file, entityType, uid, uidColumns);
                parts.add(
                        new RecordFiles.Part(
                                List.of(file),
                                format,
                                SourceConfig.DEFAULT_MAX_RECORD_BYTES,
                                TextEncoding.UTF_8));
            }
        }
        Ontology all =
                new Ontology(
                        Map.of(
                                Ontology.ANY,
                                new EntityTypeRules(List.of(), List.of(), List.of(), Map.of())),
                        Map.of());
        return new PlainFiles(new RecordFiles(parts, Timeline.MILLIS, all), uidColumns);
    }

    private static SourceFormat format(
            InputFile file, String entityType, Optional<String> uid, Map<String, String> uidColumns)
            throws IOException {
        String name = file.path().getName().toLowerCase(Locale.ROOT);
        String first = first(file);
        boolean isJson =
                JSON.matcher(name).matches()
                        || !CSV.matcher(name).matches() && first.stripLeading().startsWith("{");
        if (!isJson) {
            char delimiter = delimiter(first);
            List<String> columns = columns(file, first, delimiter);
            String column = uid(file, columns, uid);
            uidColumns.put(file.path().getPath(), column);
            return new SourceFormat.Csv(
                    mapping(file, entityType, column), new CsvDialect(delimiter, true));
        }
        JsonNode object = object(file, first);
        if (object.has("descriptors")) {
            return new SourceFormat.Records();
        }
        List<String> columns = new ArrayList<>();
        object.fieldNames().forEachRemaining(columns::add);
        String column = uid(file, columns, uid);
        uidColumns.put(file.path().getPath(), column);
        return new SourceFormat.FlatJson(mapping(file, entityType, column));
    }

    /** The header of CSV, or the first element of JSON. */
    private static String first(InputFile file) throws IOException {
        FileSourceSplit split =
                new FileSourceSplit(
                        "first", file.path(), 0, file.size(), file.modified(), file.size());
        try (BulkFormat.Reader<RawInput> reader =
                LineFileFormat.lines(SourceConfig.DEFAULT_MAX_RECORD_BYTES, TextEncoding.UTF_8)
                        .createReader(new Configuration(), split)) {
            var batch = reader.readBatch();
            var input = batch == null ? null : batch.next();
            if (input == null) {
                throw new InvalidInputException(file.path().getPath() + ": the file is empty");
            }
            String first = new String(input.getRecord().bytes(), StandardCharsets.UTF_8);
            var second = batch.next();
            return SeparatorLine.delimiter(first).isPresent() && second != null
                    ? new String(second.getRecord().bytes(), StandardCharsets.UTF_8)
                    : first;
        }
    }

    private static JsonNode object(InputFile file, String first) throws IOException {
        JsonNode node;
        try {
            node = new ObjectMapper().readTree(first);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    file.path().getPath()
                            + ": the first line is not JSON: "
                            + e.getOriginalMessage());
        }
        if (!node.isObject()) {
            throw new InvalidInputException(
                    file.path().getPath() + ": the first line is no JSON object");
        }
        return node;
    }

    private static char delimiter(String header) {
        char best = ',';
        for (char each : DELIMITERS) {
            if (count(header, each) > count(header, best)) {
                best = each;
            }
        }
        return best;
    }

    private static long count(String text, char of) {
        return text.chars().filter(c -> c == of).count();
    }

    private static List<String> columns(InputFile file, String header, char delimiter)
            throws IOException {
        List<String> columns = new ArrayList<>();
        for (String cell : header.split(Pattern.quote(String.valueOf(delimiter)), -1)) {
            columns.add(cell.replace("\"", "").strip());
        }
        if (columns.size() < 2) {
            throw new InvalidInputException(
                    file.path().getPath()
                            + ": the first line has one column; expected a CSV header, or JSON objects");
        }
        return columns;
    }

    private static String uid(InputFile file, List<String> columns, Optional<String> uid)
            throws IOException {
        if (uid.isPresent()) {
            if (columns.contains(uid.get())) {
                return uid.get();
            }
            throw new InvalidInputException(
                    "%s: no column '%s' among %s"
                            .formatted(
                                    file.path().getPath(), uid.get(), String.join(", ", columns)));
        }
        for (String name : UID_NAMES) {
            for (String column : columns) {
                if (column.equalsIgnoreCase(name)) {
                    return column;
                }
            }
        }
        return columns.stream()
                .filter(column -> UID.matcher(column).matches())
                .findFirst()
                .orElse(columns.get(0));
    }

    private static RecordMapping mapping(InputFile file, String entityType, String uid) {
        return new RecordMapping(
                new Field.Constant(entityType),
                new Field.Constant(perspective(file)),
                uid,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String perspective(InputFile file) {
        String name = file.path().getName();
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
