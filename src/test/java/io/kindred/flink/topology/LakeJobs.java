package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.operator.OutputRow;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.assertj.core.api.ListAssert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Jobs whose sinks are tables of a lake. One line of their input is no record.
 *
 * @param folder of the job
 * @param tables reads what the tables have
 */
record LakeJobs(Path folder, Map<String, Object> sinks, Callable<FoldedOutputs> tables) {

    private static final int VERSIONS = 800;
    private static final int FAILURES = 2;

    TestJob job(List<SourceRecord> records) {
        List<String> lines = new ArrayList<>(records.stream().map(RecordJson::line).toList());
        lines.add("{}");
        return new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                .with("batch", Map.of("records", 20, "interval_ms", 50))
                .with("checkpoint_interval_ms", 100)
                .with("sinks", sinks)
                .dealt("in", 3, lines)
                .source(Map.of("name", "in", "format", "record", "path", "in"))
                .restarting();
    }

    void checkFailuresChangeNothing(String name, String output, int shards, long seed)
            throws Exception {
        List<SourceRecord> records = CollidingPeople.versions(seed, VERSIONS);
        TestJob job = job(records).with("output", output).with("shards", shards);
        try (Disturbance failures = new Disturbance(name, seed, FAILURES)) {
            run(job, failures, false);
            assertThat(failures.failuresLeft()).isZero();
        }
        checkTables(records, seed);
    }

    void checkSecondRunIsRefusedUnlessItOverwrites(long seed) throws Exception {
        List<SourceRecord> first = CollidingPeople.versions(seed, 200);
        List<SourceRecord> second = CollidingPeople.versions(seed + 1, 100);
        try (Disturbance none = new Disturbance("none", 1, 0)) {
            run(job(first), none, false);
            assertThatThrownBy(() -> run(job(second), none, false))
                    .isInstanceOf(InvalidConfigException.class)
                    .hasMessageContaining("sinks.entities.table")
                    .hasMessageContaining("pass --overwrite");
            run(job(second), none, true);
        }
        checkTables(second, seed + 1);
    }

    /** The uids of all operators, each there once. */
    ListAssert<String> assertUids() {
        JobConfig config = job(List.of()).config();
        StreamExecutionEnvironment env =
                JobRun.environment(config, SharedCluster.PARALLELISM, new Configuration());
        JobGraphBuilder.build(env, config);
        return assertThat(
                        env.getStreamGraph(false).getStreamNodes().stream()
                                .map(StreamNode::getTransformationUID)
                                .toList())
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    /** Writes rows into the table of entities. */
    static void write(TestJob job, OutputRow... rows) throws Exception {
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

    private void checkTables(List<SourceRecord> records, long seed) throws Exception {
        Oracle oracle = CollidingPeople.oracle(records);
        FoldedOutputs folded = tables.call();
        assertThat(folded.result()).as("seed %d", seed).isEqualTo(oracle.result());
        assertThat(folded.goldenValues()).as("seed %d", seed).isEqualTo(oracle.goldenValues());
        assertThat(folded.records()).as("seed %d", seed).isEqualTo(oracle.records());
        assertThat(folded.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.raw()).isEqualTo("{}"));
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
