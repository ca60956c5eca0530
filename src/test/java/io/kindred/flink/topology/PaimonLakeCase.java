package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.OutputRow;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PaimonTables;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Jobs that write into tables of Paimon. Runs with the optional libraries. */
@ExtendWith(SharedCluster.class)
class PaimonLakeCase {

    @TempDir private Path folder;

    private PaimonTables tables;
    private LakeJobs jobs;

    @BeforeEach
    void nameTables() {
        tables = new PaimonTables(folder);
        jobs = new LakeJobs(folder, tables.sinks(), tables::fold);
    }

    @ParameterizedTest
    @CsvSource({"changelog, 7, 72", "final, 1, 73"})
    void tablesEndAsTheOracleSaysThoughTheJobFails(String output, int shards, long seed)
            throws Exception {
        jobs.checkFailuresChangeNothing("paimon", output, shards, seed);
        // A restored job goes on as the same user, so that it knows its own commits.
        assertThat(tables.commitUsers("entities")).hasSize(1);
    }

    @Test
    void secondRunIsRefusedUnlessItOverwrites() throws Exception {
        jobs.checkSecondRunIsRefusedUnlessItOverwrites(74);
    }

    @ParameterizedTest
    @CsvSource({"sequence.field, revision", "commit.force-create-snapshot, true"})
    void optionThatWouldKeepAnOlderRowIsRefused(String option, String value) {
        TestJob job =
                jobs.job(List.of())
                        .with(
                                "sinks",
                                Map.of(
                                        "entities",
                                        Map.of(
                                                "type",
                                                "paimon",
                                                "warehouse",
                                                tables.warehouse(),
                                                "options",
                                                Map.of(option, value))));
        JobConfig config = job.config();
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
        assertThatThrownBy(() -> JobGraphBuilder.build(env, config))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("has the option " + option);
    }

    @Test
    void continuedRunCannotWriteOnlyWhatIsFinal() {
        JobConfig config = jobs.job(List.of()).with("output", "final").config();
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
        assertThatThrownBy(() -> ContinuedJob.build(env, config))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sinks.entities.type: a run with --state cannot write");
    }

    /** As after the time of forget_deleted_after. */
    @Test
    void keyThatWasGoneIsThereAgainWithAnEarlierRevision() throws Exception {
        LakeJobs.write(
                jobs.job(List.of()),
                row("a", "active", 1),
                row("a", "retired", 2),
                row("a", "active", 1),
                row("b", "active", 1),
                row("b", "retired", 2));
        assertThat(tables.rows("entities"))
                .singleElement()
                .asString()
                .contains("\"entity_id\":\"a\"")
                .contains("\"revision\":1");
    }

    private static OutputRow row(String id, String status, long revision) {
        String json =
                String.format(
                        "{\"entity_id\":\"%s\",\"entity_type\":\"t\",\"status\":\"%s\","
                                + "\"revision\":%d}",
                        id, status, revision);
        return new OutputRow(
                id, json.getBytes(StandardCharsets.UTF_8), revision, status.equals("retired"));
    }

    @Test
    void allOperatorsHaveUids() {
        jobs.assertUids()
                .contains(
                        "sink-entities-rows",
                        "sink-entities",
                        "sink-entities-commit-numbers",
                        "sink-entities-committer",
                        "sink-entities-end");
    }
}
