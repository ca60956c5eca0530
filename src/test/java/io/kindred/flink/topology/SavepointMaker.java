package io.kindred.flink.topology;

import io.kindred.testkit.SavepointHistory;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import io.kindred.testkit.ZippedFolder;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the files of {@code src/test/resources/savepoints}; the README there says how. Its name
 * keeps it out of the build.
 */
@ExtendWith(SharedCluster.class)
class SavepointMaker {

    private static final int PARALLELISM = 2;

    /** Sinks look for files to close this often, and close what nobody writes to any more. */
    private static final int OPEN_FILE_CHECKS = 300;

    private static final long BETWEEN_CHECKS_MS = 1000;

    /** An archive compresses better what is not compressed in parts. */
    private static final String COMPRESSION = "state.backend.rocksdb.compression.per.level";

    private final Path made = Path.of(System.getProperty("kindred.savepoints"));

    @Test
    void make(@InjectMiniCluster MiniCluster cluster) throws Exception {
        Files.createDirectories(made);
        Files.writeString(made.resolve("ontology.yaml"), SavepointHistory.ONTOLOGY);
        Files.writeString(made.resolve("now.txt"), SavepointHistory.NOW + "\n");
        writeLines("before.jsonl.gz", SavepointHistory.before());
        writeLines("after.jsonl.gz", SavepointHistory.after());
        TestJob changelog = job("changelog");
        TestJob last = job("final");
        OpenEndedJob ofChanges = OpenEndedJob.start(cluster, changelog, PARALLELISM);
        OpenEndedJob ofLast = OpenEndedJob.start(cluster, last, PARALLELISM);
        ofChanges.awaitEndOf("before");
        ofLast.awaitEndOf("before");
        for (String output : SavepointHistory.OUTPUTS) {
            awaitClosedFiles(changelog, output);
        }
        pack(ofChanges.savepoint(SavepointFormatType.NATIVE), "changelog.native.zip");
        pack(ofChanges.stop(SavepointFormatType.CANONICAL), "changelog.canonical.zip");
        pack(changelog.path().resolve("out"), "changelog.rows.zip");
        pack(ofLast.stop(SavepointFormatType.CANONICAL), "final.canonical.zip");
    }

    private TestJob job(String output) {
        return new TestJob(made.resolve("job-" + output), SavepointHistory.ONTOLOGY)
                .lines("before.jsonl", SavepointHistory.before())
                .source(Map.of("name", "before", "format", "record", "path", "before.jsonl"))
                .with("sinks", SavepointHistory.sinks())
                .with("output", output)
                .with("now", SavepointHistory.NOW)
                .with("checkpoint_interval_ms", 5000)
                .with("batch", Map.of("records", 500))
                .with("flink", Map.of(COMPRESSION, "NO_COMPRESSION"));
    }

    /**
     * Waits until sinks have written and have nothing open any more: a savepoint names files that
     * are open by their path, and then cannot be restored anywhere else.
     */
    private static void awaitClosedFiles(TestJob job, String output) throws Exception {
        CommonTestUtils.waitUntilCondition(
                () -> hasClosedFiles(job.output(output)), BETWEEN_CHECKS_MS, OPEN_FILE_CHECKS);
    }

    private static boolean hasClosedFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            return !names.isEmpty() && names.stream().noneMatch(name -> name.startsWith("."));
        }
    }

    private void pack(Path folder, String name) throws IOException {
        ZippedFolder.pack(folder, made.resolve(name));
    }

    private void writeLines(String name, List<String> lines) throws IOException {
        try (GZIPOutputStream out =
                new GZIPOutputStream(Files.newOutputStream(made.resolve(name)))) {
            for (String line : lines) {
                out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
