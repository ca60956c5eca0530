package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.testkit.CapturedLog;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.PostgresTables;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.Seeds;
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
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Jobs that write into tables of a real server. */
@ExtendWith(SharedCluster.class)
class PostgresJobITCase {

    private static final int VERSIONS = 800;
    private static final int FAILURES = 2;
    private static final int RETRY_MS = 1500;
    private static final int LONGEST_WAIT_MS = 300;
    private static final int LONGEST_WRITE_MS = 5;
    private static final String WRITING =
            "SELECT count(*) > 0 FROM pg_stat_activity"
                    + " WHERE application_name = 'kindred' AND state <> 'idle'";
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
        TestJob job =
                job("job", records, Map.of("batch_records", 50))
                        .with("output", output)
                        .with("shards", shards);
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

    /** The first time it is away for a moment, the second time until the job has failed. */
    @Test
    void tablesEndAsTheOracleSaysThoughTheServerIsKilledTwiceWhileRowsAreWritten()
            throws Exception {
        long seed = Seeds.FIRST;
        Random random = new Random(seed);
        // Enough to go on slowly for a minute, however slow the machine is.
        List<SourceRecord> records = CollidingPeople.versions(seed, 2 * VERSIONS);
        TestJob job = job("job", records, Map.of("batch_records", 50, "retry_ms", RETRY_MS));
        try (Disturbance slow = Disturbance.holding("slow", 1 + random.nextInt(VERSIONS / 4));
                CapturedLog log = CapturedLog.start()) {
            JobClient client = start(job, slow);
            slow.awaitPaused();
            killWhileRowsAreWritten(random);
            Awaitility.await("a row that cannot be written")
                    .atMost(TO_NOTICE)
                    .until(() -> log.text().contains("PostgreSQL cannot take rows for now"));
            server.start();
            killWhileRowsAreWritten(random);
            int restores = slow.restores();
            Awaitility.await("a failure of the job")
                    .atMost(TO_NOTICE)
                    .until(() -> slow.restores() > restores);
            slow.resume();
            server.start();
            client.getJobExecutionResult().get();
            assertThat(log.text()).doesNotContain(PostgresServer.PASSWORD);
        }
        checkTables(records, seed);
    }

    private void killWhileRowsAreWritten(Random random) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_WAIT_MS));
        Awaitility.await("a transaction of the job")
                .atMost(TO_NOTICE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> tables.query(WRITING).equals(List.of("t")));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_WRITE_MS));
        server.kill();
    }

    private void checkTables(List<SourceRecord> records, long seed) throws Exception {
        Oracle oracle = CollidingPeople.oracle(records);
        FoldedOutputs folded = tables.fold();
        assertThat(folded.result()).as("seed %d", seed).isEqualTo(oracle.result());
        assertThat(folded.goldenValues()).as("seed %d", seed).isEqualTo(oracle.goldenValues());
        assertThat(folded.records()).as("seed %d", seed).isEqualTo(oracle.records());
    }

    private TestJob job(String name, List<SourceRecord> records, Map<String, Object> sinks) {
        return new TestJob(folder.resolve(name), CollidingPeople.ONTOLOGY)
                .with("batch", Map.of("records", 20, "interval_ms", 50))
                .with("checkpoint_interval_ms", 30)
                .with("sinks", tables.sinks(sinks))
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
