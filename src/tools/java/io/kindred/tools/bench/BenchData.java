package io.kindred.tools.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder with the records of a benchmark. It has a file for each of the four sources, an
 * ontology, a job file that writes into {@code out}, and the settings. A folder with the same
 * settings is reused.
 */
final class BenchData {

    static final List<String> SOURCES = List.of("crm", "billing", "web", "support");

    private static final String SETTINGS_FILE = "made-from.txt";
    private static final String UNFINISHED = "unfinished\n";
    // Raise it when the generated records change, so that older folders are not reused.
    private static final String VERSION = "records 1";
    private static final int BUFFER = 1 << 18;

    private final Path folder;
    private final RecordSettings settings;

    /**
     * @param parent the records go into a subfolder of it, one for each number of records
     */
    BenchData(Path parent, RecordSettings settings) {
        this.folder = parent.resolve("records-" + settings.records());
        this.settings = settings;
    }

    Path folder() {
        return folder;
    }

    private String settingsText() {
        return VERSION + "\n" + settings + "\n";
    }

    /** Whether the folder already has the complete records of these settings. */
    boolean isComplete() throws IOException {
        Path mark = folder.resolve(SETTINGS_FILE);
        return Files.isRegularFile(mark) && Files.readString(mark).equals(settingsText());
    }

    /**
     * Writes all files. Replaces those of other settings.
     *
     * @throws IOException if the folder has files that are not from a benchmark, or cannot be
     *     written
     */
    void generate() throws IOException {
        checkIsFromBenchmark();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(SETTINGS_FILE), UNFINISHED);
        Files.writeString(folder.resolve(BenchJob.ONTOLOGY), BenchJob.ontology());
        Files.writeString(folder.resolve("job.yaml"), BenchJob.jobFileInDataFolder());
        List<OutputStream> files = new ArrayList<>();
        try {
            for (String source : SOURCES) {
                Path file = folder.resolve(BenchJob.fileName(source));
                files.add(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
            }
            write(files);
        } finally {
            for (OutputStream file : files) {
                file.close();
            }
        }
        Files.writeString(folder.resolve(SETTINGS_FILE), settingsText());
    }

    private void checkIsFromBenchmark() throws IOException {
        if (!Files.isDirectory(folder) || Files.isRegularFile(folder.resolve(SETTINGS_FILE))) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IOException(
                        folder
                                + " contains files that are not from a benchmark; name another folder");
            }
        }
    }

    private void write(List<OutputStream> files) throws IOException {
        BenchRecords records = new BenchRecords(settings);
        StringBuilder line = new StringBuilder();
        for (long number = 0; number < settings.records(); number++) {
            int source = (int) (number % SOURCES.size());
            line.setLength(0);
            append(line, SOURCES.get(source), records.get(number));
            files.get(source).write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Appends a record as a JSON line with a line end. */
    static void append(StringBuilder line, String source, BenchRecord record) {
        line.append("{\"entity_type\":\"person\",\"perspective\":\"").append(source);
        line.append("\",\"uid\":\"").append(record.number()).append("\",\"version\":1,");
        line.append("\"descriptors\":[");
        append(line, "first_name", record.firstName()).append(',');
        append(line, "last_name", record.lastName()).append(',');
        append(line, "date_of_birth", record.dateOfBirth()).append(',');
        append(line, "email", record.email()).append(',');
        append(line, "phone", record.phone()).append(',');
        append(line, "ssn", record.ssn()).append("]}\n");
    }

    private static StringBuilder append(StringBuilder line, String attribute, String value) {
        return line.append("{\"attr\":\"")
                .append(attribute)
                .append("\",\"value\":\"")
                .append(value)
                .append("\"}");
    }
}
