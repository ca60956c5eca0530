package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.operator.JobCounts;
import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.Descriptor;
import io.kindred.model.Input;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.Arrival;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.CombinedHistories;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.OntologyText;
import io.kindred.testkit.RandomOptions;
import io.kindred.testkit.RandomOptions.Extra;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavepointHistory;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Values expire, and what is not there any more is forgotten, while jobs run and between. */
@ExtendWith(SharedCluster.class)
class RetentionJobITCase {

    private static final List<RandomOptions> PROFILES =
            List.of(
                    RandomOptions.MIXED.withSizes(50, 250).withDecisionsErasuresAndRetention(),
                    RandomOptions.CONTESTED
                            .withUnversioned()
                            .withSizes(30, 150)
                            .with(Extra.values()));

    private static final String PERISHING =
            CollidingPeople.ONTOLOGY.replace("  person:\n", "  person:\n    retention: 5\n");

    @TempDir private Path folder;

    /** A quarter of what arrives in each of two lives, and the rest in one that fails. */
    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = 1)
    void timeMovesOnBetweenTheLivesOfAJobOfOneShard(int shards) throws Exception {
        timeMovesOnBetweenTheLivesOfAJob(shards);
    }

    @ParameterizedTest
    @ValueSource(ints = 7)
    void timeMovesOnBetweenTheLivesOfAJob(int shards) throws Exception {
        // Fixed seeds: of these something expires at two times.
        CombinedHistories histories = CombinedHistories.generate(shards, PROFILES);
        List<String> ordered = histories.ordered().stream().map(RecordJson::line).toList();
        List<String> unordered = histories.unordered().stream().map(RecordJson::line).toList();
        int quarter = (ordered.size() + unordered.size()) / 4;
        TestJob job =
                job(OntologyText.of(histories.ontology()), shards)
                        .lines("ordered.jsonl", ordered)
                        .source(source("ordered", "ordered.jsonl"))
                        .dealt("unordered", 2, unordered)
                        .source(source("unordered", "unordered"));

        long before = earlier(histories, CombinedHistories.NOW).orElseThrow();
        job.with("now", earlier(histories, before).orElseThrow());
        String first = stopAfter(quarter, job, 2, "", SavepointFormatType.NATIVE);
        job.with("now", before);
        String second = stopAfter(quarter, job, 3, first, SavepointFormatType.CANONICAL);
        job.with("now", CombinedHistories.NOW);
        try (Disturbance failure = new Disturbance("failure", 35, 1)) {
            start(job, 1, second, failure::disturb).getJobExecutionResult().get();
            assertThat(failure.failuresLeft()).isZero();
        }

        FoldedOutputs outputs = JobRun.outputs(job);
        assertThat(outputs.result()).isEqualTo(result(histories, CombinedHistories.NOW));
        assertThat(outputs.straySuccessors()).isEmpty();
    }

    /** A time before another at which the results are others. */
    private static OptionalLong earlier(CombinedHistories histories, long than) {
        OracleResult later = result(histories, than);
        for (long points = 4; points < CombinedHistories.NOW; points *= 2) {
            if (!result(histories, than - points).equals(later)) {
                return OptionalLong.of(than - points);
            }
        }
        return OptionalLong.empty();
    }

    private static OracleResult result(CombinedHistories histories, long now) {
        List<Arrival> arrivals = new ArrayList<>(histories.arrivals());
        arrivals.removeIf(Arrival.Clock.class::isInstance);
        arrivals.add(new Arrival.Clock(now));
        return Oracle.after(histories.ontology(), Timeline.INTEGER, arrivals).result();
    }

    @ParameterizedTest
    @ValueSource(ints = 3)
    void neitherTimeGoesBackNorRetentionGrows(int shards) throws Exception {
        TestJob job =
                job(PERISHING, shards)
                        .with("now", 10)
                        .lines(
                                "in.jsonl",
                                CollidingPeople.versions(3, 500).stream()
                                        .map(RecordJson::line)
                                        .toList())
                        .source(source("in", "in.jsonl"));
        String savepoint = stopAfter(200, job, 2, "", SavepointFormatType.NATIVE);
        // It would be started anew for ever if that could help.
        job.with("flink", Map.of("restart-strategy.type", "exponential-delay"));

        job.with("now", 9);
        assertThat(refusal(job, savepoint))
                .contains("now: 9 is before 10, at which the state was written");
        job.with("now", 10).ontology(PERISHING.replace("retention: 5", "retention: 6"));
        assertThat(refusal(job, savepoint))
                .contains(
                        "entity_types.person.retention: values counted for 5 points of time, and");
        job.ontology(CollidingPeople.ONTOLOGY);
        assertThat(refusal(job, savepoint))
                .contains("and now would for ever; a retention may be introduced or shortened");
    }

    private static String refusal(TestJob job, String savepoint) throws Exception {
        JobClient client = start(job, 2, savepoint, UnaryOperator.identity());
        Throwable failure = catchThrowable(() -> client.getJobExecutionResult().get());
        StringBuilder messages = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            messages.append(cause.getMessage()).append('\n');
        }
        return messages.toString();
    }

    /** Records of which one expires every other second. */
    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(ints = 1)
    void whatExpiresInOneShardIsRetracted(int shards, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        whatExpiresByTheWallClockIsRetracted(shards, cluster);
    }

    @ParameterizedTest
    @ValueSource(ints = 7)
    void whatExpiresByTheWallClockIsRetracted(int shards, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        long begin = System.currentTimeMillis();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Interval until = new Interval(Interval.MIN, begin + 2000L * i);
            lines.add(record(String.format("r%02d", i), 1, new Descriptor("name", "Ann", until)));
        }
        TestJob job =
                job(PERISHING.replace("retention: 5", "retention: PT0S"), shards)
                        .with("timeline", "millis")
                        .with("now_step", "PT1S")
                        .lines("in.jsonl", lines)
                        .source(source("in", "in.jsonl"));

        OpenEndedJob running = OpenEndedJob.start(cluster, job, 2);
        running.awaitEndOf("in");
        running.awaitFewerRecords();
        long left = new JobCounts(running.drain()).get(Count.RECORDS);

        Set<String> shown = new TreeSet<>();
        FoldedOutputs outputs = JobRun.outputs(job);
        outputs.assignments().keySet().forEach(record -> shown.add(record.uid()));
        Set<String> last = new TreeSet<>();
        for (long i = 100 - left; i < 100; i++) {
            last.add(String.format("r%02d", i));
        }
        assertThat(shown).isEqualTo(last).isNotEmpty();
        assertThat(outputs.entityCount()).isEqualTo(shown.size());
        assertThat(outputs.anyGone()).isTrue();
    }

    /** An old version of a deleted and one of an erased record come again and again. */
    @ParameterizedTest
    @ValueSource(ints = 7)
    void anOlderVersionCountsOnceTheDeletedOneIsForgotten(int shards) throws Exception {
        List<String> lines = deadRecords();
        lines.addAll(Collections.nCopies(80, old("deleted")));
        lines.addAll(Collections.nCopies(20, old("erased")));
        TestJob job =
                job(CollidingPeople.ONTOLOGY, shards)
                        .with("forget_deleted_after", "PT1S")
                        .lines("in.jsonl", lines)
                        .source(source("in", "in.jsonl"));

        start(job, 1, "", records -> slow(records, 40)).getJobExecutionResult().get();

        assertThat(JobRun.outputs(job).assignments().keySet())
                .extracting(RecordIdentity::uid)
                .containsExactlyInAnyOrder("deleted", "erased");
    }

    @ParameterizedTest
    @ValueSource(ints = 7)
    void whatIsStillRememberedCountsOnceNothingIsForgotten(
            int shards, @InjectMiniCluster MiniCluster cluster) throws Exception {
        TestJob job =
                job(CollidingPeople.ONTOLOGY, shards)
                        .with("sinks", SavepointHistory.sinks())
                        .lines("soon.jsonl", deadRecords())
                        .lines("later.jsonl", List.of(old("deleted"), old("erased")))
                        .source(source("soon", "soon.jsonl"));

        OpenEndedJob forgets =
                OpenEndedJob.start(cluster, job.with("forget_deleted_after", "PT1H"), 2);
        forgets.awaitEndOf("soon");
        Path between = forgets.stop(SavepointFormatType.NATIVE);
        job.without("forget_deleted_after").source(source("later", "later.jsonl"));
        OpenEndedJob remembers = OpenEndedJob.restore(cluster, job, 1, between);
        remembers.awaitEndOf("later");
        Map<String, Object> counts = remembers.drain();

        assertThat(JobRun.outputs(job).assignments()).isEmpty();
        assertThat(new JobCounts(counts).get(Count.OUTDATED)).isEqualTo(2);
    }

    private static List<String> deadRecords() {
        List<String> lines = new ArrayList<>();
        lines.add(old("deleted"));
        lines.add(old("erased"));
        lines.add(RecordJson.line(SourceRecord.delete(person("deleted"), OptionalLong.of(2))));
        lines.add(RecordJson.line(SourceRecord.erase(person("erased"), OptionalLong.of(2))));
        return lines;
    }

    private static String old(String uid) {
        return record(uid, 1, new Descriptor("name", "Old " + uid, Interval.ALWAYS));
    }

    private static String record(String uid, long version, Descriptor descriptor) {
        return RecordJson.line(
                SourceRecord.upsert(person(uid), OptionalLong.of(version), List.of(descriptor)));
    }

    private static RecordIdentity person(String uid) {
        return new RecordIdentity("person", "crm", uid);
    }

    private static DataStream<Input> slow(DataStream<Input> records, int perSecond) {
        return records.map(new RateLimit(perSecond))
                .returns(FormatTypeInformation.INPUT)
                .uid("slow-" + records.getTransformation().getUid());
    }

    private TestJob job(String ontology, int shards) {
        return new TestJob(folder.resolve("job"), ontology)
                .with("shards", shards)
                .with("batch", Map.of("records", 7, "interval_ms", 50))
                .with("checkpoint_interval_ms", 30)
                .restarting();
    }

    private static Map<String, Object> source(String name, String path) {
        return Map.of("name", name, "format", "record", "path", path);
    }

    private String stopAfter(
            int records, TestJob job, int parallelism, String from, SavepointFormatType format)
            throws Exception {
        try (Disturbance hold = Disturbance.holding("hold", records)) {
            JobClient client = start(job, parallelism, from, hold::disturb);
            hold.awaitPaused();
            String savepoint = stop(client, format);
            hold.resume();
            return savepoint;
        }
    }

    /** Tries again if a source is just coming to its end. */
    private String stop(JobClient client, SavepointFormatType format) throws Exception {
        String to = folder.resolve("savepoints").toUri().toString();
        for (int tries = 5; ; tries--) {
            try {
                return client.stopWithSavepoint(false, to, format).get();
            } catch (ExecutionException e) {
                if (tries == 1) {
                    throw e;
                }
            }
        }
    }

    /**
     * Starts a job.
     *
     * @param from a savepoint; empty: from nothing
     */
    private static JobClient start(
            TestJob job, int parallelism, String from, UnaryOperator<DataStream<Input>> disturb)
            throws Exception {
        JobConfig config = job.config();
        Configuration given = new Configuration();
        if (!from.isEmpty()) {
            given.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
            given.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        }
        StreamExecutionEnvironment env = JobRun.environment(config, parallelism, given);
        JobGraphBuilder.build(env, config, disturb);
        return env.executeAsync(config.name());
    }
}
