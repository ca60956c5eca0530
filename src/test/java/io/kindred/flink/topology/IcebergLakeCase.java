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
import io.kindred.testkit.IcebergTables;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Jobs that append to tables of Iceberg. Runs with the optional libraries. */
@ExtendWith(SharedCluster.class)
class IcebergLakeCase {

    private static final int VERSIONS = 800;
    private static final int FAILURES = 2;

    @TempDir private Path folder;

    private IcebergTables tables;

    @BeforeEach
    void nameTables() {
        tables = new IcebergTables(folder);
    }

    @ParameterizedTest
    @CsvSource({"changelog, 1, 81", "final, 7, 82"})
    void tablesHaveEachRowOnceThoughTheJobFails(String output, int shards, long seed)
            throws Exception {
        List<SourceRecord> records = CollidingPeople.versions(seed, VERSIONS);
        TestJob job = job(records).with("output", output).with("shards", shards);
        try (Disturbance failures = new Disturbance("iceberg", seed, FAILURES)) {
            run(job, failures, false);
            assertThat(failures.failuresLeft()).isZero();
        }
        checkTables(records, seed);
    }

    @Test
    void secondRunIsRefusedUnlessItOverwrites() throws Exception {
        List<SourceRecord> first = CollidingPeople.versions(84, 200);
        List<SourceRecord> second = CollidingPeople.versions(85, 100);
        try (Disturbance none = new Disturbance("none", 1, 0)) {
            run(job(first), none, false);
            assertThatThrownBy(() -> run(job(second), none, false))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("sinks.entities.table")
                    .hasMessageContaining("pass --overwrite");
            run(job(second), none, true);
        }
        checkTables(second, 85);
    }

    @Test
    void columnThatTheTableLacksIsAdded() throws Exception {
        write(millis("entities"), entity("a", "2020-01-01T00:00:00Z"));
        tables.dropColumn("entities", "golden");
        write(millis("entities"), entity("b", "2020-01-01T00:00:00.123Z"));
        assertThat(tables.rows("entities"))
                .satisfiesExactlyInAnyOrder(
                        row -> assertThat(row).contains("\"a\"").doesNotContain("golden"),
                        row -> assertThat(row).contains("\"b\"", "2020-01-01T00:00:00.123Z"));
    }

    @Test
    void tableOfOtherColumnsIsRefused() throws Exception {
        write(millis("entities"), entity("a", "2020-01-01T00:00:00Z"));
        tables.dropColumn("entities", "entity_type");
        assertThatThrownBy(() -> write(millis("entities"), entity("b", "2020-01-01T00:00:00Z")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "sinks.entities.table: table kindred.entities has no column entity_type");
    }

    /** Its timestamps have microseconds. */
    @Test
    void timeThatTheTableCannotHoldFailsTheJob() throws Exception {
        Throwable failure =
                catchThrowable(
                        () -> write(millis("entities"), entity("a", "+300000-01-01T00:00:00Z")));
        assertThat(ExceptionUtils.findThrowable(failure, IllegalArgumentException.class))
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("a row of entities has a time of 9404918380800000 ms since 1970");
        assertThat(tables.rows("entities")).isEmpty();
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
                        "sink-entities: Sink pre-commit aggregator: sink-entities",
                        "sink-entities: restored",
                        "Sink Committer: sink-entities");
    }

    private TestJob millis(String output) {
        return job(List.of())
                .with("timeline", "millis")
                .with("sinks", Map.of(output, tables.sinks().get(output)));
    }

    private static void write(TestJob job, OutputRow... rows) throws Exception {
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, 1);
        DataStream<OutputRow> stream =
                env.fromData(TypeInformation.of(OutputRow.class), rows).uid("rows");
        LakeTables.write(
                config,
                Output.ENTITIES,
                (SinkConfig.Lake) config.sinks().sink(Output.ENTITIES).orElseThrow(),
                stream);
        env.execute();
    }

    private static OutputRow entity(String id, String since) {
        String json =
                String.format(
                        "{\"entity_id\":\"%s\",\"entity_type\":\"t\",\"status\":\"active\","
                                + "\"revision\":1,\"golden\":[{\"attr\":\"x\",\"value\":\"y\","
                                + "\"start\":\"%s\",\"end\":null}]}",
                        id, since);
        return new OutputRow(id, json.getBytes(StandardCharsets.UTF_8), 1, false);
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
        assertThat(folded.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.raw()).isEqualTo("{}"));
    }

    private TestJob job(List<SourceRecord> records) {
        List<String> lines = new ArrayList<>(records.stream().map(RecordJson::line).toList());
        lines.add("{}");
        return new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                .with("batch", Map.of("records", 20, "interval_ms", 50))
                .with("checkpoint_interval_ms", 100)
                .with("sinks", tables.sinks())
                .dealt("in", 3, lines)
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
