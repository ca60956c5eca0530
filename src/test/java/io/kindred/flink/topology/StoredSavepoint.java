package io.kindred.flink.topology;

import io.kindred.testkit.SavepointHistory;
import io.kindred.testkit.TestJob;
import io.kindred.testkit.ZippedFolder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A savepoint of {@code src/test/resources/savepoints}, whose README says what is there.
 *
 * @param folder of all that the same code wrote, named by what it wrote, such as {@code v1}
 * @param output the mode of the job's outputs
 * @param format of the savepoint
 */
record StoredSavepoint(Path folder, String output, String format) {

    private static final String ROWS = "rows";

    /** All that are stored, in the order of their names. */
    static List<StoredSavepoint> all() throws IOException, URISyntaxException {
        Path root =
                Path.of(
                        Objects.requireNonNull(StoredSavepoint.class.getResource("/savepoints"))
                                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".zip"))
                    .map(StoredSavepoint::of)
                    .filter(each -> !each.format.equals(ROWS))
                    .sorted(Comparator.comparing(StoredSavepoint::toString))
                    .toList();
        }
    }

    private static StoredSavepoint of(Path archive) {
        String[] parts = archive.getFileName().toString().split("\\.", -1);
        return new StoredSavepoint(archive.getParent(), parts[0], parts[1]);
    }

    /** Whether it is one of the last that were stored. */
    boolean isNewest() throws IOException {
        try (Stream<Path> folders = Files.list(folder.getParent())) {
            return folders.filter(Files::isDirectory)
                    .map(each -> Integer.parseInt(each.getFileName().toString().substring(1)))
                    .max(Integer::compare)
                    .map(version -> folder.endsWith("v" + version))
                    .orElseThrow();
        }
    }

    /** The job's ontology. */
    String ontology() throws IOException {
        return Files.readString(folder.resolve("ontology.yaml"));
    }

    /** The time of the job, if anything could expire. */
    OptionalLong now() throws IOException {
        Path file = folder.resolve("now.txt");
        return Files.exists(file)
                ? OptionalLong.of(Long.parseLong(Files.readString(file).strip()))
                : OptionalLong.empty();
    }

    /** The lines that the job had read. */
    List<String> before() throws IOException {
        return lines("before.jsonl.gz");
    }

    /** Lines that come later. */
    List<String> after() throws IOException {
        return lines("after.jsonl.gz");
    }

    /**
     * The job as it was, in another folder, which has the savepoint in {@code savepoint} and all
     * rows that were written before.
     */
    TestJob job(Path path) throws IOException {
        TestJob job =
                new TestJob(path, ontology())
                        .with("sinks", SavepointHistory.sinks())
                        .with("output", output)
                        .lines("before.jsonl", before())
                        .source(
                                Map.of(
                                        "name",
                                        "before",
                                        "format",
                                        "record",
                                        "path",
                                        "before.jsonl"));
        now().ifPresent(now -> job.with("now", now));
        unpack(format, path.resolve("savepoint"));
        if (output.equals("changelog")) {
            unpack(ROWS, path.resolve("out"));
        }
        return job;
    }

    private void unpack(String what, Path to) throws IOException {
        ZippedFolder.unpack(folder.resolve(output + '.' + what + ".zip"), to);
    }

    private List<String> lines(String name) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(folder.resolve(name))),
                                StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    @Override
    public String toString() {
        return folder.getFileName() + "/" + output + '.' + format;
    }
}
