package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.MadeSavepoint;
import io.kindred.testkit.TestJob;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GraphTest {

    private static final int PARALLELISM = 6;

    @TempDir private Path folder;

    private TestJob job;

    @BeforeEach
    void describe() {
        job =
                PeopleJob.in(folder)
                        .lines("a.jsonl", List.of())
                        .lines("b.csv", List.of("uid,email"))
                        .records("a.jsonl")
                        .source(PeopleJob.csv("b.csv"));
    }

    /** Savepoints find state by uid: a change here is a change of every savepoint. */
    @Test
    void uidsAndNamesStayAsTheyAre() {
        Map<String, String> names = new TreeMap<>();
        for (StreamNode node : nodes(job.config())) {
            assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotNull();
            assertThat(names.put(node.getTransformationUID(), node.getOperatorName())).isNull();
        }

        Map<String, String> expected = new TreeMap<>();
        expected.put("source-files-0", "Source: read files-0");
        expected.put("source-crm", "Source: read crm");
        expected.put("decode-files-0", "decode files-0");
        expected.put("decode-crm", "decode crm");
        expected.put("input-counts", "input counts");
        expected.put("shard", "shard");
        expected.put("publish", "publish");
        expected.put("dead-letter-rows", "dead letters as rows");
        expected.put("sink-entities", "entities to files: Writer");
        expected.put("sink-assignments", "assignments to files: Writer");
        expected.put("sink-conflicts", "conflicts to files: Writer");
        expected.put("sink-generic-keys", "generic keys to files: Writer");
        expected.put("sink-dead-letters", "dead letters to files: Writer");
        // Flink makes these of the uids of the sinks.
        expected.put("Sink Committer: sink-entities", "entities to files: Committer");
        expected.put("Sink Committer: sink-assignments", "assignments to files: Committer");
        expected.put("Sink Committer: sink-conflicts", "conflicts to files: Committer");
        expected.put("Sink Committer: sink-generic-keys", "generic keys to files: Committer");
        expected.put("Sink Committer: sink-dead-letters", "dead letters to files: Committer");
        assertThat(names).isEqualTo(expected);
    }

    /** One operator is all of a sink of a table. */
    @Test
    void tablesAreWrittenByOneOperatorInKeyGroups() {
        job.with(
                "sinks",
                Map.of(
                        "golden_values",
                        Map.of(
                                "type", "jdbc",
                                "url", "jdbc:postgresql://db/d",
                                "username", "ann",
                                "password", Map.of("env", "PW"))));
        StreamNode sink = node(job.config(), "sink-golden-values");
        assertThat(sink.getOperatorName()).isEqualTo("golden values to jdbc");
        assertThat(sink.getMaxParallelism()).isEqualTo(720);
        nothingFallsBackToKryo();
    }

    @Test
    void missingLibraryIsNamedWithTheScriptThatFetchesIt() {
        job.with("sinks", Map.of("entities", Map.of("type", "paimon", "warehouse", "lake")));
        assertThatThrownBy(() -> nodes(job.config()))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sinks.entities.type: needs the library paimon-flink-2.1")
                .hasMessageContaining("run jobs/fetch-lake.sh");
    }

    /** What is asked adds operators and changes no other, so that their state is found again. */
    @Test
    void queriesAddOperatorsAndChangeNoOther() {
        for (int shards : List.of(1, 7)) {
            job.with("shards", shards);
            Set<String> without = uids();
            job.lines("ask.jsonl", List.of())
                    .with("queries", List.of(Map.of("type", "files", "path", "ask.jsonl")))
                    .with("sinks", withAnswers());

            Set<String> added = uids();

            assertThat(added).containsAll(without);
            added.removeAll(without);
            assertThat(added)
                    .isEqualTo(
                            Stream.of(
                                            "queries-files-0",
                                            "ask-files-0",
                                            "answers",
                                            "sink-answers",
                                            "Sink Committer: sink-answers",
                                            shards == 1 ? "records-to-shard" : "answers")
                                    .collect(Collectors.toSet()));
            nothingFallsBackToKryo();
            describe();
        }
    }

    /** The operator is also in runs that do not read the snapshot, so that its state goes on. */
    @Test
    void fullSnapshotsAddOperatorsAndChangeNoOther() {
        for (int shards : List.of(1, 7)) {
            Map<String, Object> snapshot = new TreeMap<>(PeopleJob.csv("c.csv"));
            snapshot.put("name", "all");
            snapshot.put("perspective", "erp");
            job.with("shards", shards).lines("c.csv", List.of("uid,email")).source(snapshot);
            Set<String> without = uids();
            snapshot.put("full_snapshot", true);
            describe();
            job.with("shards", shards).source(snapshot);

            Set<String> added = uids();

            assertThat(added).containsAll(without);
            added.removeAll(without);
            assertThat(added)
                    .containsExactlyInAnyOrder("snapshots", "snapshot-split", "snapshot-rows-all");
            nothingFallsBackToKryo();
            assertThat(node(job.config(), "snapshots").getMaxParallelism()).isEqualTo(720);
            assertThat(
                            nodes(job.config().reading(job.config().sources().subList(0, 1)))
                                    .stream()
                                    .map(StreamNode::getTransformationUID))
                    .contains("snapshots", "snapshot-split")
                    .doesNotContain("snapshot-rows-all");
            describe();
        }
    }

    /** Its second input is a side output without records, and no source, if nobody asks. */
    @Test
    void whoeverPublishesAssignmentsHasAnInputForQuestionsEvenIfNobodyAsks() {
        Map<Integer, String> publishing = Map.of(1, "publish", 7, "publish-assignments");
        publishing.forEach(
                (shards, uid) -> {
                    job.with("shards", shards);
                    assertThat(secondInputs(uid)).containsExactly("shard");
                    job.lines("ask.jsonl", List.of())
                            .with("queries", List.of(Map.of("type", "files", "path", "ask.jsonl")))
                            .with("sinks", withAnswers());
                    assertThat(secondInputs(uid)).containsExactly("ask-files-0");
                    assertThat(node(job.config(), uid).getMaxParallelism()).isEqualTo(720);
                    describe();
                });
    }

    private List<String> secondInputs(String uid) {
        Collection<StreamNode> nodes = nodes(job.config());
        return nodes.stream()
                .filter(node -> uid.equals(node.getTransformationUID()))
                .flatMap(node -> node.getInEdges().stream())
                .filter(edge -> edge.getTypeNumber() == 2)
                .flatMap(edge -> nodes.stream().filter(node -> node.getId() == edge.getSourceId()))
                .map(StreamNode::getTransformationUID)
                .toList();
    }

    private Set<String> uids() {
        return nodes(job.config()).stream()
                .map(StreamNode::getTransformationUID)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Object> withAnswers() {
        Map<String, Object> sinks = new TreeMap<>();
        for (String output :
                List.of(
                        "entities",
                        "assignments",
                        "conflicts",
                        "generic_keys",
                        "dead_letters",
                        "answers")) {
            sinks.put(output, Map.of("type", "files", "path", "out/" + output));
        }
        return sinks;
    }

    /** Flink does not restore a finished operator behind one that runs. */
    @Test
    void aRegistryThatHadEndedIsNotAskedAnything() throws Exception {
        job.lines("ask.jsonl", List.of())
                .with("sinks", withAnswers())
                .with("shards", 7)
                .with("queries", List.of(Map.of("type", "files", "path", "ask.jsonl")));
        assertThat(
                        beforeRegistry(
                                new MadeSavepoint(folder.resolve("s"))
                                        .operator("registry", "registry")))
                .containsExactlyInAnyOrder("decode-files-0", "decode-crm", "ask-files-0");

        assertThat(
                        beforeRegistry(
                                new MadeSavepoint(folder.resolve("s"))
                                        .finished("registry", "registry")))
                .containsExactlyInAnyOrder("decode-files-0", "decode-crm");

        assertThat(
                        beforeRegistry(
                                new MadeSavepoint(folder.resolve("s"))
                                        .partlyFinished("registry", "registry")))
                .containsExactlyInAnyOrder("decode-files-0", "decode-crm");
    }

    private Set<String> beforeRegistry(MadeSavepoint restored) throws Exception {
        Configuration options = new Configuration();
        options.set(StateRecoveryOptions.SAVEPOINT_PATH, restored.write().toString());
        StreamExecutionEnvironment env = JobRun.environment(job.config(), PARALLELISM);
        env.configure(options);
        JobGraphBuilder.build(env, job.config());
        StreamGraph graph = env.getStreamGraph();
        return graph.getStreamNodes().stream()
                .filter(node -> "registry".equals(node.getTransformationUID()))
                .flatMap(node -> node.getInEdges().stream())
                .map(edge -> graph.getStreamNode(edge.getSourceId()).getTransformationUID())
                .collect(Collectors.toSet());
    }

    @Test
    void aSinkThatIsNotAskedForIsNotThere() {
        job.with("sinks", Map.of("entities", Map.of("type", "files", "path", "out")));

        assertThat(nodes(job.config()))
                .extracting(StreamNode::getTransformationUID)
                .contains("sink-entities")
                .noneMatch(uid -> uid.contains("dead-letter") || uid.contains("conflicts"));
    }

    @Test
    void whatCorrectnessRestsOnCannotBeSwitchedOff() {
        job.with(
                "flink",
                Map.of(
                        "pipeline.generic-types", "true",
                        "pipeline.auto-generate-uids", "true",
                        "state.backend.rocksdb.use-bloom-filter", "false"));
        StreamExecutionEnvironment env = JobRun.environment(job.config(), PARALLELISM);

        assertThat(env.getConfiguration().get(PipelineOptions.GENERIC_TYPES)).isFalse();
        assertThat(env.getConfiguration().get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
        assertThat(env.getConfiguration().toMap())
                .containsEntry("state.backend.rocksdb.use-bloom-filter", "false");
    }

    @Test
    void nothingFallsBackToKryo() {
        for (StreamNode node : nodes(job.config())) {
            List<TypeSerializer<?>> serializers = new ArrayList<>();
            if (node.getTypeSerializerOut() != null) {
                serializers.add(node.getTypeSerializerOut());
            }
            if (node.getStateKeySerializer() != null) {
                serializers.add(node.getStateKeySerializer());
            }
            serializers.addAll(List.of(node.getTypeSerializersIn()));
            assertThat(serializers).as(node.getOperatorName()).isNotEmpty();
            assertThat(serializers)
                    .as(node.getOperatorName())
                    .noneMatch(KryoSerializer.class::isInstance);
            for (StreamEdge edge : node.getOutEdges()) {
                if (edge.getOutputTag() != null) {
                    assertThat(edge.getOutputTag().getTypeInfo())
                            .as("%s to %s", node.getOperatorName(), edge)
                            .isNotInstanceOf(GenericTypeInfo.class);
                }
            }
        }
    }

    @Test
    void keyGroupsAreTheShardsAndTheirUsualNumberElsewhere() {
        StreamNode shard = node(job.config(), "shard");
        assertThat(shard.getMaxParallelism()).isEqualTo(1);
        assertThat(shard.getParallelism()).isEqualTo(1);

        for (int shards : List.of(2, PARALLELISM, 128)) {
            shard = node(withShards(job.config(), shards), "shard");
            assertThat(shard.getMaxParallelism()).isEqualTo(shards);
            assertThat(shard.getParallelism()).isEqualTo(Math.min(shards, PARALLELISM));
        }

        assertThat(node(job.config(), "publish").getMaxParallelism()).isEqualTo(720);
        assertThat(node(job.config(), "publish").getParallelism()).isEqualTo(PARALLELISM);
    }

    private static StreamNode node(JobConfig config, String uid) {
        return nodes(config).stream()
                .filter(node -> uid.equals(node.getTransformationUID()))
                .findFirst()
                .orElseThrow();
    }

    private static Collection<StreamNode> nodes(JobConfig config) {
        StreamExecutionEnvironment env = JobRun.environment(config, PARALLELISM);
        JobGraphBuilder.build(env, config);
        StreamGraph graph = env.getStreamGraph();
        return graph.getStreamNodes();
    }

    private static JobConfig withShards(JobConfig config, int shards) {
        return new JobConfig(
                config.file(),
                config.name(),
                config.ontology(),
                config.ontologyDocument(),
                shards,
                config.timeline(),
                config.sources(),
                config.snapshots(),
                config.questions(),
                config.sinks(),
                config.output(),
                config.maxDeadLetters(),
                config.batch(),
                config.cache(),
                config.retention(),
                config.recordedAt(),
                config.conflictsFormat(),
                config.largeEntities(),
                config.withdrawalDelay(),
                config.checkpointInterval(),
                config.flinkOptions());
    }
}
