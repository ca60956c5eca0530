package io.kindred.tools.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.cli.CommandRun;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.PostgresTables;
import io.kindred.testkit.SampleJob;
import io.kindred.tools.store.StoreView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables that a job has written, read into a store. */
class TableFeedITCase {

    @TempDir private Path folder;

    private Path withTables;
    private Path withFiles;

    @BeforeEach
    void makeJobs() throws Exception {
        withTables = new PostgresTables(PostgresServer.shared().database(), folder).sampleJob();
        withFiles =
                SampleJob.copy(
                        folder.resolve("files"),
                        "output: final\n",
                        output -> "files, path: out/" + output);
    }

    private static void resolve(Path job) {
        CommandRun run = CommandRun.kindred("resolve", job.toString(), "--overwrite");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /** The current rows of a store that has just read everything, by output and key. */
    private Map<String, Set<JsonNode>> rows(Path job) throws Exception {
        JobConfig config = JobConfigReader.read(job);
        Path store = job.resolveSibling("store");
        try (LoadedStore loaded = LoadedStore.ofOutputs(config, store);
                StoreView view = loaded.store().view()) {
            Map<String, Set<JsonNode>> rows = new TreeMap<>();
            for (Output output : loaded.store().outputs()) {
                Set<JsonNode> all = new HashSet<>();
                view.rows(output, row -> all.add(comparable(row)));
                rows.put(output.name(), all);
            }
            assertThat(loaded.store().counts().get("records")).isPositive();
            return rows;
        }
    }

    private static ObjectNode comparable(ObjectNode row) {
        row.remove(List.of("recorded_at", "revision"));
        Iterator<JsonNode> values = row.elements();
        while (values.hasNext()) {
            if (values.next().isNull()) {
                values.remove();
            }
        }
        return row;
    }

    @Test
    void aStoreHasOfTablesWhatItHasOfFiles() throws Exception {
        resolve(withTables);
        resolve(withFiles);
        Map<String, Set<JsonNode>> ofFiles = rows(withFiles);
        assertThat(rows(withTables)).isEqualTo(ofFiles);

        for (Path job : List.of(withTables, withFiles)) {
            Path crm = job.resolveSibling("crm.jsonl");
            List<String> lines = Files.readAllLines(crm);
            Files.write(crm, lines.subList(0, lines.size() / 2));
            resolve(job);
        }
        Map<String, Set<JsonNode>> ofFewer = rows(withFiles);
        assertThat(ofFewer).isNotEqualTo(ofFiles);
        assertThat(rows(withTables)).isEqualTo(ofFewer);
    }
}
