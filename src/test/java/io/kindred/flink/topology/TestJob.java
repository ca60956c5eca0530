package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.model.SourceRecord;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.RecordLines;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A job over record lines in a folder of its own, which its outputs go to as well. */
final class TestJob {

    private final Path folder;
    private String ontology = CollidingPeople.ONTOLOGY;
    private String output = "changelog";
    private int batch = 7;
    private int parallelism = 2;
    private String restarts = "fixed-delay";

    TestJob(Path folder) {
        this.folder = folder;
    }

    /** Writes lines as the files of a source, dealt out in turn. */
    static void write(Path input, int files, List<String> lines) throws IOException {
        Files.createDirectories(input);
        for (int file = 0; file < files; file++) {
            StringBuilder text = new StringBuilder();
            for (int line = file; line < lines.size(); line += files) {
                text.append(lines.get(line)).append('\n');
            }
            Files.writeString(input.resolve("part" + file + ".jsonl"), text);
        }
    }

    static List<String> lines(List<SourceRecord> records) {
        return records.stream().map(RecordLines::of).toList();
    }

    TestJob ontology(String text) {
        ontology = text;
        return this;
    }

    TestJob output(String mode) {
        output = mode;
        return this;
    }

    TestJob batch(int records) {
        batch = records;
        return this;
    }

    TestJob parallelism(int subtasks) {
        parallelism = subtasks;
        return this;
    }

    TestJob withoutRestarts() {
        restarts = "disable";
        return this;
    }

    Path out() {
        return folder.resolve("out");
    }

    JobClient start(Path input, Disturbance disturbance) throws Exception {
        return start(List.of(input), disturbance, new Configuration());
    }

    JobClient restore(String savepoint, Path input, Disturbance disturbance) throws Exception {
        Configuration given = new Configuration();
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        return start(List.of(input), disturbance, given);
    }

    JobClient start(List<Path> inputs, Disturbance disturbance, Configuration given)
            throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(given);
        JobConfig config = config(inputs);
        JobEnvironment.configure(env, config);
        env.setParallelism(parallelism);
        JobGraphBuilder.build(env, config, disturbance::disturb);
        return env.executeAsync(config.name());
    }

    private JobConfig config(List<Path> inputs) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("ontology.yaml"), ontology);
        StringBuilder job = new StringBuilder("name: recovery\nontology: ontology.yaml\n");
        job.append("timeline: integer\nsources:\n");
        for (Path input : inputs) {
            job.append(
                    String.format(
                            Locale.ROOT,
                            "  - {name: %s, type: files, path: %s, format: record}%n",
                            input.getFileName(),
                            input));
        }
        job.append("sinks:\n");
        for (String sink :
                List.of("entities", "assignments", "conflicts", "generic_keys", "dead_letters")) {
            job.append(
                    String.format(
                            Locale.ROOT,
                            "  %s: {type: files, path: out/%s}%n",
                            sink,
                            sink.replace('_', '-')));
        }
        job.append(
                String.format(
                        Locale.ROOT,
                        """
                        output: %s
                        batch: {records: %d, interval_ms: 50}
                        checkpoint_interval_ms: 30
                        flink:
                          restart-strategy.type: %s
                          restart-strategy.fixed-delay.attempts: 100
                          restart-strategy.fixed-delay.delay: 1 ms
                        """,
                        output,
                        batch,
                        restarts));
        Path file = folder.resolve("job.yaml");
        Files.writeString(file, job);
        return JobConfigReader.read(file);
    }
}
