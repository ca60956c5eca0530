package io.kindred.flink.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Oracle;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.ExplicitDeletes;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PeopleRows;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavedJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** A job that is restored from a savepoint, with the next snapshot from a source of a new name. */
@ExtendWith(SharedCluster.class)
class SnapshotJobITCase {

    private static final int VERSIONS = 1500;
    private static final int FAILURES = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private final ExplicitDeletes deletes = new ExplicitDeletes();

    /**
     * While the snapshot is swept others are still being read, and the job fails at any of them.
     */
    @ParameterizedTest
    @CsvSource({"1, 84", "4, 85"})
    void deletesWhatTheNextSnapshotLacksThoughItFailsMeanwhile(int shards, long seed)
            throws Exception {
        List<SourceRecord> others = new ArrayList<>();
        Map<RecordIdentity, SourceRecord> crm = new LinkedHashMap<>();
        for (SourceRecord each : PeopleRows.versions(seed, VERSIONS)) {
            if (!each.identity().perspective().equals("crm")) {
                others.add(each);
            } else if (each.isUpsert()) {
                crm.put(each.identity(), each);
            }
        }
        List<SourceRecord> first = List.copyOf(crm.values());
        List<SourceRecord> second = first.subList(0, first.size() * 2 / 3);
        int half = others.size() / 2;
        deletes.snapshot(first);
        String savepoint =
                SavedJob.stop(
                        job("first", first, others.subList(0, half), shards),
                        (long) first.size() + half,
                        SavepointFormatType.NATIVE,
                        folder.resolve("state"));

        assertThat(deletes.snapshot(second)).isPositive();
        JobConfig next =
                job("second", second, others.subList(half, others.size()), shards).config();
        Configuration options = new Configuration();
        options.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        options.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        StreamExecutionEnvironment env =
                JobRun.environment(next, SharedCluster.PARALLELISM, options);
        try (Disturbance failures = new Disturbance("snapshot" + seed, seed, FAILURES)) {
            JobGraphBuilder.build(env, next, failures::disturb);
            env.execute(next.name());
            assertThat(failures.failuresLeft()).isZero();
        }

        List<SourceRecord> all = new ArrayList<>(others);
        all.addAll(deletes.written());
        assertThat(JobRun.outputs(job("second", second, others, shards)).result())
                .isEqualTo(
                        new Oracle(
                                        OntologyReader.read(
                                                "ontology.yaml", CollidingPeople.ONTOLOGY),
                                        Timeline.INTEGER,
                                        all)
                                .result());
    }

    private TestJob job(
            String name, List<SourceRecord> crm, List<SourceRecord> others, int shards) {
        Map<String, Object> source = new LinkedHashMap<>(PeopleRows.mapping("crm"));
        source.put("name", name);
        source.put("format", "json");
        source.put("path", name + ".jsonl");
        source.put("full_snapshot", true);
        return new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                .with("shards", shards)
                .restarting()
                .source(source)
                .source(
                        Map.of(
                                "name",
                                "others-" + name,
                                "format",
                                "record",
                                "path",
                                "others-" + name + ".jsonl"))
                .lines(name + ".jsonl", crm.stream().map(SnapshotJobITCase::row).toList())
                .lines("others-" + name + ".jsonl", others.stream().map(RecordJson::line).toList());
    }

    private static String row(SourceRecord record) {
        try {
            Map<String, Object> row = PeopleRows.row(record);
            row.remove("op");
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
