package io.kindred.cli;

import io.kindred.codec.RecordReader;
import io.kindred.codec.RejectedInputException;
import io.kindred.model.RecordIdentity;
import io.kindred.offline.InvalidRequestException;
import io.kindred.temporal.Timeline;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The options that name records. */
final class RecordOptions {

    private static final String RECORD = "--record";
    private static final String RECORDS = "--records";

    @Option(
            names = RECORD,
            paramLabel = "TYPE/PERSPECTIVE/UID",
            description = "a record to erase; may be repeated")
    private List<String> records = new ArrayList<>();

    @Option(
            names = RECORDS,
            paramLabel = "FILE",
            description = {
                "file of records to erase, one on each line: as for --record, or a JSON object with"
                        + " entity_type, perspective and uid"
            })
    private @Nullable Path file;

    /**
     * The records, each once, in the order in which they are named.
     *
     * @throws InvalidRequestException if one is not named as expected, or there is none
     */
    List<RecordIdentity> read() {
        Set<RecordIdentity> all = new LinkedHashSet<>();
        for (String record : records) {
            all.add(ofPath(RECORD, record));
        }
        if (file != null) {
            readFile(file, all);
        }
        if (all.isEmpty()) {
            throw new InvalidRequestException(
                    "expected "
                            + RECORD
                            + " TYPE/PERSPECTIVE/UID or "
                            + RECORDS
                            + " FILE with the records to erase");
        }
        return List.copyOf(all);
    }

    private static void readFile(Path file, Set<RecordIdentity> all) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidRequestException(RECORDS + ": cannot read " + file + ": " + e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String place = file + " line " + (i + 1);
            if (!line.isEmpty()) {
                all.add(line.startsWith("{") ? ofJson(place, line) : ofPath(place, line));
            }
        }
    }

    private static RecordIdentity ofJson(String place, String line) {
        try {
            return new RecordReader(Timeline.MILLIS, anyType -> true)
                    .read(line.getBytes(StandardCharsets.UTF_8))
                    .identity();
        } catch (RejectedInputException e) {
            throw new InvalidRequestException(place + ": " + e.getMessage());
        }
    }

    /** A uid may have slashes in it. */
    private static RecordIdentity ofPath(String place, String path) {
        String[] parts = path.split("/", 3);
        if (parts.length < 3 || parts[0].isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new InvalidRequestException(
                    place + " is '" + path + "', expected TYPE/PERSPECTIVE/UID");
        }
        return new RecordIdentity(parts[0], parts[1], parts[2]);
    }
}
