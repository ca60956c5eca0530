package io.kindred.testkit;

import io.kindred.table.OutputTables;
import io.kindred.table.Table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Copies of the sample in {@code conf/sample}. */
public final class SampleJob {

    private static final Path SAMPLE = Path.of("conf", "sample");
    private static final List<String> RESULTS =
            OutputTables.results().stream().map(Table::name).toList();

    private SampleJob() {}

    /**
     * Copies the sample.
     *
     * @param folder made if it is not there
     * @return the job file
     */
    public static Path copy(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(SAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return folder.resolve("job.yaml");
    }

    /** What the type of a sink is, and more of its fields. */
    public interface Sinks {

        /** The text after {@code type:} for an output. */
        String of(String output);
    }

    /**
     * Copies the sample with sinks of all results.
     *
     * @param settings that the job has besides, as lines
     */
    public static Path copy(Path folder, String settings, Sinks sinks) throws IOException {
        Path job = copy(folder);
        String text = Files.readString(job);
        Files.writeString(
                job,
                text.substring(0, text.indexOf("sinks:"))
                        + settings
                        + "sinks:\n"
                        + RESULTS.stream()
                                .map(
                                        output ->
                                                "  "
                                                        + output
                                                        + ": {type: "
                                                        + sinks.of(output)
                                                        + "}\n")
                                .collect(Collectors.joining()));
        return job;
    }
}
