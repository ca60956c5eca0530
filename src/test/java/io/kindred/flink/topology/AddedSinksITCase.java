package io.kindred.flink.topology;

import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavepointHistory;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** A sink that is added at a restore gets everything once. */
@ExtendWith(SharedCluster.class)
class AddedSinksITCase {

    private static final Set<Output> ADDED =
            EnumSet.of(
                    Output.ASSIGNMENTS,
                    Output.CONFLICTS,
                    Output.GENERIC_KEYS,
                    Output.GOLDEN_VALUES,
                    Output.RECORDS);

    private static final int SHARDS = 3;
    private static final int VERSIONS = 400;

    @TempDir private Path folder;

    /** The sinks are taken out first, from what an earlier release has written. */
    @Test
    void ofTheOnlyShard(@InjectMiniCluster MiniCluster cluster) throws Exception {
        StoredSavepoint stored =
                StoredSavepoint.all().stream()
                        .filter(each -> each.toString().equals("v3/changelog.native"))
                        .findFirst()
                        .orElseThrow();
        TestJob job = stored.job(folder.resolve("job"));
        List<String> after = stored.after();
        int half = after.size() / 2;

        addSource(job, "soon", after.subList(0, half)).with("sinks", onlyEntities());
        OpenEndedJob without =
                OpenEndedJob.restoreWithLess(cluster, job, 1, job.path().resolve("savepoint"));
        addSinks(cluster, job, without, after.subList(half, after.size()));

        List<String> all = new ArrayList<>(stored.before());
        all.addAll(after);
        check(job, stored.ontology(), all);
    }

    @Test
    void ofSeveralShards(@InjectMiniCluster MiniCluster cluster) throws Exception {
        List<String> lines =
                CollidingPeople.versions(SHARDS, VERSIONS).stream().map(RecordJson::line).toList();
        TestJob job =
                new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                        .with("shards", SHARDS)
                        .with("withdrawal_delay_ms", 20)
                        .with("sinks", onlyEntities());
        addSource(job, "soon", lines.subList(0, VERSIONS / 2));
        OpenEndedJob without = OpenEndedJob.start(cluster, job, 2);
        addSinks(cluster, job, without, lines.subList(VERSIONS / 2, VERSIONS));

        check(job, CollidingPeople.ONTOLOGY, lines);
    }

    /** Of the others the state has all rows; golden values were never computed. */
    @Test
    void toAJobThatWritesOnlyTheEnd(@InjectMiniCluster MiniCluster cluster) throws Exception {
        List<String> lines =
                CollidingPeople.versions(1, VERSIONS).stream().map(RecordJson::line).toList();
        TestJob job =
                new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                        .with("output", "final")
                        .with("sinks", onlyEntities());
        addSource(job, "soon", lines.subList(0, VERSIONS / 2));
        OpenEndedJob without = OpenEndedJob.start(cluster, job, 2);
        addSinks(cluster, job, without, lines.subList(VERSIONS / 2, VERSIONS));

        FoldedOutputs outputs = FoldedOutputs.read(job.config());
        Oracle expected = oracle(CollidingPeople.ONTOLOGY, lines);
        assertThat(outputs.result()).isEqualTo(expected.result());
        assertThat(outputs.goldenValues()).isEqualTo(expected.goldenValues());
        assertThat(outputs.records()).isEqualTo(expected.records());
    }

    /** Stops a job that has read its lines, and restores it with all sinks and more lines. */
    private static void addSinks(
            MiniCluster cluster, TestJob job, OpenEndedJob without, List<String> more)
            throws Exception {
        without.awaitEndOf("soon");
        Path between = without.stop(SavepointFormatType.NATIVE);
        addSource(job, "later", more).with("sinks", allSinks());
        OpenEndedJob with = OpenEndedJob.restore(cluster, job, 3, between);
        with.awaitEndOf("later");
        with.drain();
    }

    private static void check(TestJob job, String ontology, List<String> lines) {
        Oracle expected = oracle(ontology, lines);
        FoldedOutputs outputs = FoldedOutputs.read(job.config(), ADDED);
        // Conflicts of the stored savepoint that have not changed since are as they were.
        assertThat(outputs.result().divided()).isEqualTo(expected.result());
        assertThat(outputs.goldenValues()).isEqualTo(expected.goldenValues());
        assertThat(outputs.records()).isEqualTo(expected.records());
    }

    private static Oracle oracle(String ontology, List<String> lines) {
        List<SourceRecord> records =
                lines.stream().flatMap(line -> RecordJson.record(line).stream()).toList();
        return new Oracle(
                OntologyReader.read("ontology.yaml", ontology), Timeline.INTEGER, records);
    }

    private static Map<String, Object> onlyEntities() {
        return Map.of("entities", Map.of("type", "files", "path", "out/entities"));
    }

    private static Map<String, Object> allSinks() {
        Map<String, Object> sinks = new LinkedHashMap<>();
        List<String> outputs = new ArrayList<>(SavepointHistory.OUTPUTS);
        outputs.addAll(List.of("golden_values", "records"));
        for (String output : outputs) {
            String path = output.equals("entities") ? "out/entities" : "out/added-" + output;
            sinks.put(output, Map.of("type", "files", "path", path));
        }
        return sinks;
    }

    private static TestJob addSource(TestJob job, String name, List<String> lines) {
        String file = name + ".jsonl";
        return job.lines(file, lines)
                .source(Map.of("name", name, "format", "record", "path", file));
    }
}
