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
 * A folder with the records of a benchmark: a file for each of four sources, an ontology, a job
 * file that resolves them into {@code out}, and the settings. It is reused as long as the settings
 * stay the same.
 */
final class BenchData {

    static final List<String> SOURCES = List.of("crm", "billing", "web", "support");

    private static final String MADE_FROM = "made-from.txt";
    private static final String UNFINISHED = "unfinished\n";
    // Part of what a folder was made from: changed with what records are like.
    private static final String VERSION = "records 1";
    private static final int BUFFER = 1 << 18;

    private final Path folder;
    private final RecordSettings settings;

    /** Of the settings, in a folder of its own below the one given. */
    BenchData(Path parent, RecordSettings settings) {
        this.folder = parent.resolve("records-" + settings.records());
        this.settings = settings;
    }

    Path folder() {
        return folder;
    }

    private String madeFrom() {
        return VERSION + "\n" + settings + "\n";
    }

    /** Whether the folder has the records of these settings. */
    boolean isMade() throws IOException {
        Path mark = folder.resolve(MADE_FROM);
        return Files.isRegularFile(mark) && Files.readString(mark).equals(madeFrom());
    }

    /**
     * Writes all files, replacing those of other settings.
     *
     * @throws IOException if the folder has other files or cannot be written
     */
    void make() throws IOException {
        checkOurs();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(MADE_FROM), UNFINISHED);
        Files.writeString(folder.resolve(BenchJob.ONTOLOGY), BenchJob.ontology());
        Files.writeString(folder.resolve("job.yaml"), BenchJob.inDataFolder());
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
        Files.writeString(folder.resolve(MADE_FROM), madeFrom());
    }

    private void checkOurs() throws IOException {
        if (!Files.isDirectory(folder) || Files.isRegularFile(folder.resolve(MADE_FROM))) {
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

    /** Adds a record as the line of its source, with the line end. */
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
