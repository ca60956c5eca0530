package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.operator.OutputRow;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PaimonTables;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
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

    private static final int VERSIONS = 800;
    private static final int FAILURES = 2;

    @TempDir private Path folder;

    private PaimonTables tables;

    @BeforeEach
    void nameTables() {
        tables = new PaimonTables(folder);
    }

    @ParameterizedTest
    @CsvSource({"changelog, 1, 71", "changelog, 7, 72", "final, 1, 73"})
    void tablesEndAsTheOracleSaysThoughTheJobFails(String output, int shards, long seed)
            throws Exception {
        List<SourceRecord> records = CollidingPeople.versions(seed, VERSIONS);
        TestJob job = job(records).with("output", output).with("shards", shards);
        try (Disturbance failures = new Disturbance("paimon", seed, FAILURES)) {
            run(job, failures, false);
            assertThat(failures.failuresLeft()).isZero();
        }
        checkTables(records, seed);
        // A restored job goes on as the same user, so that it knows its own commits.
        assertThat(tables.commitUsers("entities")).hasSize(1);
    }

    @Test
    void secondRunIsRefusedUnlessItOverwrites() throws Exception {
        List<SourceRecord> first = CollidingPeople.versions(74, 200);
        List<SourceRecord> second = CollidingPeople.versions(75, 100);
        try (Disturbance none = new Disturbance("none", 1, 0)) {
            run(job(first), none, false);
            assertThatThrownBy(() -> run(job(second), none, false))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("sinks.entities.table")
                    .hasMessageContaining("pass --overwrite");
            run(job(second), none, true);
        }
        checkTables(second, 75);
    }

    @Test
    void optionThatWouldKeepAnOlderRowIsRefused() {
        TestJob job =
                job(List.of())
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
                                                Map.of("sequence.field", "revision"))));
        JobConfig config = job.config();
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
        assertThatThrownBy(() -> JobGraphBuilder.build(env, config))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("has the option sequence.field");
    }

    @Test
    void continuedRunCannotWriteOnlyWhatIsFinal() {
        JobConfig config = job(List.of()).with("output", "final").config();
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
        assertThatThrownBy(() -> ContinuedJob.build(env, config))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sinks.entities.type: a run that is continued cannot write");
    }

    /** As after the time of forget_deleted_after. */
    @Test
    void keyThatWasGoneIsThereAgainWithAnEarlierRevision() throws Exception {
        JobConfig config = job(List.of()).config();
        StreamExecutionEnvironment env = JobRun.environment(config, 1);
        DataStream<OutputRow> rows =
                env.fromData(
                                TypeInformation.of(OutputRow.class),
                                row("a", "active", 1),
                                row("a", "retired", 2),
                                row("a", "active", 1),
                                row("b", "active", 1),
                                row("b", "retired", 2))
                        .uid("rows");
        LakeTables.write(
                config,
                Output.ENTITIES,
                (SinkConfig.Lake) config.sinks().sink(Output.ENTITIES).orElseThrow(),
                rows);
        env.execute();
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
        JobConfig config = job(List.of()).config();
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
        JobGraphBuilder.build(env, config);
        assertThat(env.getStreamGraph(false).getStreamNodes())
                .extracting(StreamNode::getTransformationUID)
                .doesNotContainNull()
                .doesNotHaveDuplicates()
                .contains(
                        "sink-entities-rows",
                        "sink-entities",
                        "sink-entities-committer",
                        "sink-entities-end");
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

    private TestJob job(List<SourceRecord> records) {
        return new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                .with("batch", Map.of("records", 20, "interval_ms", 50))
                .with("checkpoint_interval_ms", 100)
                .with("sinks", tables.sinks())
                .dealt("in", 3, records.stream().map(RecordJson::line).toList())
                .source(Map.of("name", "in", "format", "record", "path", "in"))
                .restarting();
    }

    private static void run(TestJob job, Disturbance disturbance, boolean overwrite)
            throws Exception {
        JobConfig config = job.config();
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
        JobGraphBuilder.build(env, config, disturbance::disturb);
        OutputFolders.prepare(env, config, overwrite);
        env.execute(config.name());
    }
}
