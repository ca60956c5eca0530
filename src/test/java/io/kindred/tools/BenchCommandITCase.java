package io.kindred.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BenchCommandITCase {

    private static final int RECORDS = 5000;

    @TempDir private Path folder;

    private CommandRun bench(String... more) {
        String[] all = new String[more.length + 5];
        all[0] = "bench";
        all[1] = "--data";
        all[2] = folder.resolve("data").toString();
        all[3] = "--out";
        all[4] = folder.resolve("work").toString();
        System.arraycopy(more, 0, all, 5, more.length);
        return CommandRun.of(KindredTools.commandLine(), all);
    }

    @Test
    void reportsFiguresThatFitTogether() throws Exception {
        Path json = folder.resolve("figures.json");
        CommandRun run =
                bench(
                        "--records",
                        "100," + RECORDS,
                        "--managed",
                        "128m",
                        "--set",
                        "checkpoint_interval_ms=100",
                        "--json",
                        json.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("generating 5,000 records");
        assertThat(run.out())
                .contains("5,000 records in", "records/s", "source to update", "bytes/record");

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("command").asText()).startsWith("bench --data").contains("128m");
        assertThat(report.path("date").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]+Z");
        assertThat(report.path("machine").path("processors").asInt()).isPositive();
        assertThat(report.path("runs")).hasSize(2);
        check(report.path("runs").get(1));
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    private static void check(JsonNode run) {
        assertThat(run.path("records_accepted").asLong()).isEqualTo(RECORDS);
        assertThat(run.path("counts").path("records").asLong()).isEqualTo(RECORDS);
        assertThat(run.path("counts").path("conflicts").asLong()).isPositive();
        assertThat(run.path("run_settings").path("managed").asText()).isEqualTo("128m");
        assertThat(run.path("record_settings").path("overlap").asDouble()).isEqualTo(0.1);

        double seconds = 0;
        long records = 0;
        for (JsonNode window : run.path("windows")) {
            assertThat(window.path("from_record").asLong()).isEqualTo(records);
            assertThat(window.path("heap_bytes_after_gc").asLong()).isPositive();
            records = window.path("to_record").asLong();
            seconds += window.path("seconds").asDouble();
        }
        assertThat(run.path("windows")).hasSize(10);
        assertThat(records).isEqualTo(RECORDS);
        assertThat(seconds).isCloseTo(run.path("seconds").asDouble(), within(1e-6));
        assertThat(run.path("last_to_second").path("ratio").asDouble()).isPositive();

        JsonNode latency = run.path("latency_ms");
        assertThat(latency.path("p50").asLong())
                .isLessThanOrEqualTo(latency.path("p99").asLong())
                .isLessThanOrEqualTo(latency.path("max").asLong());
        JsonNode flushes = run.path("flushes");
        assertThat(flushes.path("count").asLong()).isPositive();
        assertThat(flushes.path("max_ms").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(flushes.path("total_ms").asDouble());

        long bytes = 0;
        for (JsonNode state : run.path("state").path("states")) {
            bytes += state.path("bytes").asLong();
        }
        assertThat(bytes).isPositive().isEqualTo(run.path("state").path("bytes").asLong());
        assertThat(run.path("state").path("bytes_per_record").asDouble())
                .isCloseTo((double) bytes / RECORDS, within(1e-6));
        assertThat(run.path("memory").path("max_heap_bytes_after_gc").asLong()).isPositive();
        assertThat(run.path("checkpoints").path("completed").isInt()).isTrue();
        assertThat(run.path("checkpoints").path("savepoint_bytes").asLong()).isPositive();
    }

    @Test
    void keepsTheFilesOfARunWithKeep() throws Exception {
        CommandRun run = bench("--records", "100", "--keep", "--seed", "3", "--backend", "hashmap");

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (var runs = Files.list(folder.resolve("work"))) {
            Path kept = runs.findFirst().orElseThrow();
            assertThat(run.err()).contains("keeping " + kept);
            assertThat(kept.resolve("out/entities")).isNotEmptyDirectory();
            assertThat(kept.resolve("job.yaml")).isRegularFile();
        }
    }

    @Test
    void reportsAnInvalidFieldInOneLine() {
        CommandRun run = bench("--records", "100", "--set", "batch={records: 0}");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("batch.records").doesNotContain("\tat ");
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @Test
    void reportsWhyTheJobFailed() throws Exception {
        CommandRun run =
                bench(
                        "--records",
                        "100",
                        "--set",
                        "flink={state.backend.rocksdb.localdir: " + blocked() + "}");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("bench: job 'bench' failed: ").doesNotContain("\tat ");
    }

    private Path blocked() throws Exception {
        Path file = folder.resolve("file");
        Files.writeString(file, "");
        return file.resolve("below");
    }
}
