package io.kindred.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A folder with all that a job needs: {@code job.yaml}, {@code ontology.yaml}, the inputs, and in
 * {@code out} the outputs. Unless it is told otherwise, a job is on the timeline {@code integer},
 * writes all outputs and takes checkpoints often, since it ends with one.
 */
public final class TestJob {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHECKPOINT_INTERVAL_MS = 50;

    private final Path path;
    private final Map<String, Object> sinks = new LinkedHashMap<>();
    private final Map<String, Object> job = new LinkedHashMap<>();
    private final List<Map<String, Object>> sources = new ArrayList<>();

    /**
     * Writes the ontology.
     *
     * @param path made if it is not there
     */
    public TestJob(Path path, String ontology) {
        this.path = path;
        job.put("name", "job-" + path.getFileName());
        job.put("ontology", "ontology.yaml");
        job.put("timeline", "integer");
        job.put("checkpoint_interval_ms", CHECKPOINT_INTERVAL_MS);
        job.put("sources", sources);
        for (String output :
                List.of("entities", "assignments", "conflicts", "generic_keys", "dead_letters")) {
            sinks.put(output, Map.of("type", "files", "path", "out/" + output));
        }
        job.put("sinks", sinks);
        ontology(ontology);
    }

    public Path path() {
        return path;
    }

    /** Writes another ontology. */
    public TestJob ontology(String text) {
        return write("ontology.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a field of the job file. */
    public TestJob with(String field, Object value) {
        job.put(field, value);
        return this;
    }

    /** Writes all outputs to Parquet files. */
    public TestJob toParquet() {
        Map<?, ?> jsonl = (Map<?, ?>) job.get("sinks");
        Map<String, Object> sinks = new LinkedHashMap<>();
        jsonl.forEach(
                (output, sink) -> {
                    Map<Object, Object> parquet = new LinkedHashMap<>((Map<?, ?>) sink);
                    parquet.put("format", "parquet");
                    sinks.put((String) output, parquet);
                });
        return with("sinks", sinks);
    }

    /** Lets the job write golden values and records, too. */
    public TestJob withOptionalOutputs() {
        sinks.put("golden_values", Map.of("type", "files", "path", "out/golden_values"));
        sinks.put("records", Map.of("type", "files", "path", "out/records"));
        return this;
    }

    /** Lets the job restart at once, at most 100 times. */
    public TestJob restarting() {
        return with(
                "flink",
                Map.of(
                        "restart-strategy.type", "fixed-delay",
                        "restart-strategy.fixed-delay.attempts", 100,
                        "restart-strategy.fixed-delay.delay", "1 ms"));
    }

    /** Takes a field out of the job file. */
    public TestJob without(String field) {
        job.remove(field);
        return this;
    }

    /** Adds a source of files in the record format. */
    public TestJob records(Object paths) {
        return source(Map.of("format", "record", "path", paths));
    }

    /** Adds a source, of files unless it says otherwise. */
    public TestJob source(Map<String, Object> fields) {
        Map<String, Object> source = new LinkedHashMap<>(fields);
        source.putIfAbsent("type", "files");
        sources.add(source);
        return this;
    }

    /** Writes lines to a file below the folder, compressed if its name says so. */
    public TestJob lines(String name, List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return write(name, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes lines to so many files of a folder below this one, dealt out in turn. */
    public TestJob dealt(String name, int files, List<String> lines) {
        for (int file = 0; file < files; file++) {
            List<String> part = new ArrayList<>();
            for (int line = file; line < lines.size(); line += files) {
                part.add(lines.get(line));
            }
            lines(name + "/part" + file + ".jsonl", part);
        }
        return this;
    }

    /** Writes a file below the folder, compressed if its name says so. */
    public TestJob write(String name, byte[] content) {
        Path file = path.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream raw = Files.newOutputStream(file);
                    OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
                out.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Writes the job file. */
    public Path jobFile() {
        write("job.yaml", JSON.valueToTree(job).toPrettyString().getBytes(StandardCharsets.UTF_8));
        return path.resolve("job.yaml");
    }

    /** Writes the job file and reads it as a job does. */
    public JobConfig config() {
        return JobConfigReader.read(jobFile());
    }

    /** The folder of an output. */
    public Path output(String name) {
        return path.resolve("out").resolve(name.toLowerCase(Locale.ROOT));
    }
}
