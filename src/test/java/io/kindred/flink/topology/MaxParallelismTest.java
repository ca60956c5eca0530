package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.TestJob;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Flink restores a state at another parallelism only if no operator's maximum parallelism changes.
 * A chain has that of its first operator, and what is chained depends on the parallelism.
 */
class MaxParallelismTest {

    private static final List<String> SINKS =
            List.of(
                    "entities",
                    "assignments",
                    "conflicts",
                    "generic_keys",
                    "dead_letters",
                    "erasures");

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0} shards, {1} sources, queries: {2}, sinks: {3}")
    @CsvSource({
        "1, 1, false, files", "1, 1, true, files", "1, 2, false, kafka", "1, 2, true, kafka",
        "7, 1, false, files", "7, 1, true, files", "7, 2, false, kafka", "7, 2, true, kafka"
    })
    void noOperatorsMaximumParallelismDependsOnTheParallelism(
            int shards, int sources, boolean isAsked, String sinkType) {
        for (Set<String> sinks : combinations()) {
            JobConfig config =
                    job(sources, sinks, isAsked, sinkType).with("shards", shards).config();
            Map<String, Integer> expected = maxParallelism(config, 1, JobGraphBuilder::build);
            assertThat(expected).containsKeys("source-files-0", "shard", "sink-entities");
            for (int parallelism : List.of(2, 3)) {
                assertThat(maxParallelism(config, parallelism, JobGraphBuilder::build))
                        .as("sinks %s at parallelism %d", sinks, parallelism)
                        .isEqualTo(expected);
            }
        }
    }

    /** The savepoints of these runs are restored by the job itself. */
    @ParameterizedTest(name = "{0} shards, queries: {1}")
    @CsvSource({"1, false", "1, true", "7, false", "7, true"})
    void runsThatEraseOrMigrateHaveTheMaximumParallelismsOfTheJob(int shards, boolean isAsked) {
        for (Set<String> sinks : combinations()) {
            JobConfig config = job(1, sinks, isAsked, "files").with("shards", shards).config();
            Map<String, Integer> job = maxParallelism(config, 2, JobGraphBuilder::build);
            for (int parallelism : List.of(1, 2, 3)) {
                Map<String, Integer> erasing =
                        maxParallelism(
                                ErasingJob.of(config),
                                parallelism,
                                (env, run) -> ErasingJob.build(env, run, List.of()));
                Map<String, Integer> keptAlive =
                        maxParallelism(config, parallelism, JobGraphBuilder::buildKeptAlive);
                for (Map<String, Integer> run : List.of(erasing, keptAlive)) {
                    run.keySet().retainAll(job.keySet());
                    assertThat(run).containsKeys("shard", "sink-entities");
                    assertThat(job)
                            .as("sinks %s at parallelism %d", sinks, parallelism)
                            .containsAllEntriesOf(run);
                }
            }
        }
    }

    /** All sinks, and each beside one that every job may have. */
    private static Set<Set<String>> combinations() {
        Set<Set<String>> combinations = new LinkedHashSet<>();
        combinations.add(new LinkedHashSet<>(SINKS));
        SINKS.forEach(sink -> combinations.add(new TreeSet<>(List.of("entities", sink))));
        return combinations;
    }

    private TestJob job(int sources, Set<String> sinks, boolean isAsked, String sinkType) {
        TestJob job = PeopleJob.in(folder).lines("a.jsonl", List.of()).records("a.jsonl");
        if (sources > 1) {
            job.lines("b.csv", List.of("uid,email")).source(PeopleJob.csv("b.csv"));
        }
        Map<String, Object> written = new LinkedHashMap<>();
        sinks.forEach(sink -> written.put(sink, sink(sink, sinkType)));
        if (isAsked) {
            job.lines("ask.jsonl", List.of())
                    .with("queries", List.of(Map.of("type", "files", "path", "ask.jsonl")));
            written.put("answers", sink("answers", sinkType));
        }
        return job.with("kafka", Map.of("bootstrap_servers", "localhost:1")).with("sinks", written);
    }

    private static Map<String, String> sink(String output, String type) {
        return "files".equals(type)
                ? Map.of("type", type, "path", "out/" + output)
                : Map.of("type", type, "topic", output);
    }

    /** By the operators' uids. */
    private static Map<String, Integer> maxParallelism(
            JobConfig config,
            int parallelism,
            BiConsumer<StreamExecutionEnvironment, JobConfig> builder) {
        StreamExecutionEnvironment env = JobRun.environment(config, parallelism);
        builder.accept(env, config);
        Map<String, Integer> found = new TreeMap<>();
        for (JobVertex vertex : env.getStreamGraph().getJobGraph().getVertices()) {
            for (OperatorIDPair operator : vertex.getOperatorIDs()) {
                found.put(operator.getUserDefinedOperatorUid(), vertex.getMaxParallelism());
            }
        }
        return found;
    }
}
