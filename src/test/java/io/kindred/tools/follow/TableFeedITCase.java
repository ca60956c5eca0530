package io.kindred.tools.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.cli.CommandRun;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.jdbc.PostgresStart;
import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.PostgresTables;
import io.kindred.testkit.SampleJob;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoreView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
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

    /** A store that is closed at any moment goes on where it was. */
    @Test
    void aTableIsReadOnceAndThenWhatIsNewInIt() throws Exception {
        JobConfig config = JobConfigReader.read(withTables);
        PostgresStart.prepare(config);
        SinkConfig.Jdbc sink =
                (SinkConfig.Jdbc) config.sinks().sink(Output.ASSIGNMENTS).orElseThrow();
        String database = sink.connection().url();
        PostgresServer.execute(
                database,
                "INSERT INTO kindred.assignments (row_id, entity_type, perspective, uid, status,"
                        + " revision, entity_id, written_at) SELECT gen_random_uuid(), 'person',"
                        + " 'other', n::text, 'active', 1, 'person-' || n, 'epoch' FROM"
                        + " generate_series(1, 2000) AS n");
        try (OutputStore store = open(config);
                TableFeed feed =
                        new TableFeed(Output.ASSIGNMENTS, sink, config.timeline(), store)) {
            assertThat(read(feed, store)).isEqualTo(2_000);
        }
        PostgresServer.execute(
                database,
                "UPDATE kindred.assignments SET status = 'retired', entity_id = NULL, revision = 2,"
                        + " written_in = txid_current() WHERE uid = '7' AND perspective = 'other'");
        try (OutputStore store = open(config);
                TableFeed feed =
                        new TableFeed(Output.ASSIGNMENTS, sink, config.timeline(), store)) {
            assertThat(read(feed, store)).isEqualTo(1);
            assertThat(store.counts()).containsEntry("assignments", 1_999L);
            PostgresServer.execute(
                    database,
                    "UPDATE kindred.assignments SET uid = '', written_in = txid_current()"
                            + " WHERE uid = '8' AND perspective = 'other'");
            Feed.Read wrong = feed.read();
            assertThat(wrong.rows()).hasSize(1);
            assertThat(feed.place(wrong.rows().get(0)))
                    .matches("\"kindred\"\\.\"assignments\", row_id [0-9a-f-]{36}");
        }
    }

    private static OutputStore open(JobConfig config) throws Exception {
        return OutputStore.open(
                Path.of(config.file()).toAbsolutePath().resolveSibling("fed"),
                config.ontologyDocument(),
                config.timeline(),
                Follower.outputs(config),
                8 << 20);
    }

    /** Reads what is there; returns how many rows that was. */
    private static int read(TableFeed feed, OutputStore store) throws IOException {
        int rows = 0;
        Feed.Read read;
        do {
            read = feed.read();
            store.apply(read.rows(), read.positions());
            rows += read.rows().size();
        } while (read.isBehind());
        return rows;
    }
}
