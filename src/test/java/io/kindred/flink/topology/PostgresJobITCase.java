package io.kindred.flink.topology;

import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CapturedLog;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.PostgresTables;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that write into tables of a real server. */
@ExtendWith(SharedCluster.class)
class PostgresJobITCase {

    private static final int VERSIONS = 800;
    private static final int FAILURES = 2;
    private static final Duration TO_NOTICE = Duration.ofMinutes(1);

    @TempDir private Path folder;

    private PostgresServer server;
    private PostgresTables tables;

    @BeforeEach
    void takeDatabase() {
        server = PostgresServer.shared();
        tables = new PostgresTables(server.database(), folder);
    }

    @ParameterizedTest
    @CsvSource({"changelog, 7, 72", "final, 1, 73"})
    void tablesEndAsTheOracleSaysThoughTheJobFails(String output, int shards, long seed)
            throws Exception {
        List<SourceRecord> records = CollidingPeople.versions(seed, VERSIONS);
        TestJob job = job("job", records).with("output", output).with("shards", shards);
        try (Disturbance failures = new Disturbance("tables", seed, FAILURES)) {
            start(job, failures).getJobExecutionResult().get();
            assertThat(failures.failuresLeft()).isZero();
        }
        checkTables(records, seed);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "changelog, 1, 71",
        "changelog, 1, 81",
        "changelog, 2, 82",
        "changelog, 64, 83",
        "final, 7, 84",
        "changelog, 1, 85"
    })
    void tablesEndAsTheOracleSaysThoughTheJobFailsWithOtherSeeds(
            String output, int shards, long seed) throws Exception {
        tablesEndAsTheOracleSaysThoughTheJobFails(output, shards, seed);
    }

    @Test
    void tablesEndAsTheOracleSaysThoughTheServerIsKilled() throws Exception {
        List<SourceRecord> records = CollidingPeople.versions(74, VERSIONS);
        TestJob job = job("job", records);
        try (Disturbance hold = Disturbance.holding("held", VERSIONS / 2);
                CapturedLog log = CapturedLog.start()) {
            JobClient client = start(job, hold);
            hold.awaitPaused();
            server.kill();
            hold.resume();
            Awaitility.await("a row that cannot be written")
                    .atMost(TO_NOTICE)
                    .until(() -> log.text().contains("PostgreSQL cannot take rows for now"));
            server.start();
            client.getJobExecutionResult().get();
            assertThat(log.text()).doesNotContain(PostgresServer.PASSWORD);
        }
        checkTables(records, 74);
    }

    private void checkTables(List<SourceRecord> records, long seed) throws Exception {
        Oracle oracle =
                new Oracle(
                        OntologyReader.read("ontology.yaml", CollidingPeople.ONTOLOGY),
                        Timeline.INTEGER,
                        records);
        FoldedOutputs folded = tables.fold();
        assertThat(folded.result()).as("seed %d", seed).isEqualTo(oracle.result());
        assertThat(folded.goldenValues()).as("seed %d", seed).isEqualTo(oracle.goldenValues());
    }

    private TestJob job(String name, List<SourceRecord> records) {
        return new TestJob(folder.resolve(name), CollidingPeople.ONTOLOGY)
                .with("batch", Map.of("records", 20, "interval_ms", 50))
                .with("checkpoint_interval_ms", 30)
                .with("sinks", tables.sinks(Map.of("batch_records", 50)))
                .dealt("in", 3, records.stream().map(RecordJson::line).toList())
                .source(Map.of("name", "in", "format", "record", "path", "in"))
                .restarting();
    }

    private static JobClient start(TestJob job, Disturbance disturbance) throws Exception {
        JobConfig config = job.config();
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
        JobGraphBuilder.build(env, config, disturbance::disturb);
        OutputFolders.prepare(env, config, false);
        return env.executeAsync(config.name());
    }
}
