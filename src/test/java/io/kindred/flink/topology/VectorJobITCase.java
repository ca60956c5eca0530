package io.kindred.flink.topology;

import io.kindred.model.Conflict;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.TestClusters;
import io.kindred.testkit.TestJob;
import io.kindred.testkit.Vector;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The worked cases as jobs, two at a time; each in both modes, one of them with several shards. */
class VectorJobITCase {

    @RegisterExtension private static final MiniClusterExtension CLUSTER = TestClusters.twoByTwo();

    private static final List<String> OUTPUTS = List.of("changelog", "final");

    @TempDir private Path folder;

    private final ExecutorService jobs =
            Executors.newFixedThreadPool(TestClusters.SLOTS / TestClusters.PARALLELISM);

    @AfterEach
    void stop() {
        jobs.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> oneShardEndsInTheExpectedResult() {
        return inBackground(i -> OUTPUTS.get(i % OUTPUTS.size()), i -> 1);
    }

    /** In the other mode; in memory they are tried with more shards, in more orders. */
    @TestFactory
    Stream<DynamicTest> severalShardsEndInTheExpectedResult() {
        List<Integer> shards = List.of(2, 64, 7);
        return inBackground(
                i -> OUTPUTS.get((i + 1) % OUTPUTS.size()), i -> shards.get(i % shards.size()));
    }

    private Stream<DynamicTest> inBackground(IntFunction<String> output, IntUnaryOperator shards) {
        List<DynamicTest> tests = new ArrayList<>();
        List<Vector> vectors = Vector.all().toList();
        for (int i = 0; i < vectors.size(); i++) {
            Vector vector = vectors.get(i);
            int count = shards.applyAsInt(i);
            String mode = output.apply(i);
            Future<JobRun> run =
                    jobs.submit(
                            () -> JobRun.of(job(vector, mode, count), TestClusters.PARALLELISM));
            tests.add(
                    DynamicTest.dynamicTest(
                            vector.name() + ", " + mode + ", shards: " + count,
                            () -> check(vector, run.get())));
        }
        return tests.stream();
    }

    private TestJob job(Vector vector, String output, int shards) {
        TestJob job =
                new TestJob(folder.resolve(vector.name()), vector.ontologyJson())
                        .with("output", output)
                        .with("shards", shards);
        if (vector.ordered()) {
            return job.lines("in.jsonl", vector.lines()).records("in.jsonl");
        }
        List<List<String>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < vector.lines().size(); i++) {
            parts.get(i % parts.size()).add(vector.lines().get(i));
        }
        job.lines("a/1.jsonl", parts.get(0))
                .lines("a/2.jsonl.gz", parts.get(1))
                .lines("b.jsonl", parts.get(2));
        return output.equals("final")
                ? job.records(List.of("a", "b.jsonl"))
                : job.records("a").records("b.jsonl");
    }

    private static void check(Vector vector, JobRun run) {
        OracleResult expected =
                OracleResult.of(vector.entities(), vector.conflicts(), vector.genericKeys());
        assertThat(run.outputs().result()).isEqualTo(expected);
        Oracle oracle = new Oracle(vector.ontology(), Timeline.INTEGER, vector.records());
        Map<String, Conflict> conflicts = new HashMap<>();
        for (Conflict conflict : vector.conflicts()) {
            conflicts.put(oracle.conflictId(conflict), conflict);
        }
        assertThat(run.outputs().conflictsById()).isEqualTo(conflicts);
        assertThat(run.outputs().strayGenericKeyIds()).isEmpty();
        assertThat(run.outputs().straySuccessors()).isEmpty();
        assertThat(run.outputs().deadLetters()).isEmpty();
        assertThat(run.read()).isEqualTo(vector.records().size());
        assertThat(run.count(Count.ENTITIES)).isEqualTo(vector.entities().size());
    }
}
