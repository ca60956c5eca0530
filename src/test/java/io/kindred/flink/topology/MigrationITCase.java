package io.kindred.flink.topology;

import io.kindred.codec.OntologyReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.EmbeddedJob;
import io.kindred.model.Descriptor;
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
import io.kindred.testkit.Seeds;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The records of a state, under another ontology and in another number of shards. */
@ExtendWith(SharedCluster.class)
class MigrationITCase {

    private static final int VERSIONS = 1200;
    private static final int VERSIONS_BEFORE = 800;

    /** The first of four comes before any checkpoint. */
    private static final int FAILURES = 4;

    @TempDir private Path folder;

    /** Of one format and output; what is in the others is the same. */
    static List<StoredSavepoint> stored() throws Exception {
        return StoredSavepoint.all().stream()
                .filter(each -> each.output().equals("changelog"))
                .filter(each -> each.format().equals("native"))
                .toList();
    }

    /** The first of them; other tests migrate what this code writes. */
    static List<StoredSavepoint> oldest() throws Exception {
        return stored().subList(0, 1);
    }

    @Tag("nightly")
    @ParameterizedTest
    @MethodSource("stored")
    void goesOnFromAllSavepointsOfEarlierCode(
            StoredSavepoint stored, @InjectMiniCluster MiniCluster cluster) throws Exception {
        goesOnFromSavepointsOfEarlierCodeAsIfNothingHadBeen(stored, cluster);
    }

    @ParameterizedTest
    @MethodSource("oldest")
    void goesOnFromSavepointsOfEarlierCodeAsIfNothingHadBeen(
            StoredSavepoint stored, @InjectMiniCluster MiniCluster cluster) throws Exception {
        stored.job(folder.resolve("job"));
        String ontology = changed(stored.ontology());
        OptionalLong now = stored.now();
        TestJob job =
                new TestJob(folder.resolve("migrated"), ontology)
                        .with("shards", 4)
                        .with("output", stored.output())
                        .lines("after.jsonl", stored.after())
                        .records("after.jsonl");
        now.ifPresent(time -> job.with("now", time));

        Path savepoint =
                migrate(
                        cluster,
                        job,
                        folder.resolve("job/savepoint"),
                        2,
                        SavepointFormatType.CANONICAL);
        List<String> all = new ArrayList<>(stored.before());
        all.addAll(stored.after());
        check(goOn(job, savepoint, 3), expected(ontology, all, now));
    }

    /** In two migrations, so that what comes of one can be the state of another. */
    @ParameterizedTest
    @CsvSource("1, 3, 16, NATIVE")
    void goesOnWithOtherNumbersOfShardsAsIfNothingHadBeen(
            int shards,
            int then,
            int last,
            SavepointFormatType format,
            @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        List<String> lines = lines(91);
        String ontology = changed(CollidingPeople.ONTOLOGY);
        Path state = save(cluster, "first", lines.subList(0, VERSIONS_BEFORE), shards, format);
        TestJob second = job("second", ontology, then).records("not read");
        TestJob third =
                job("third", CollidingPeople.ONTOLOGY, last)
                        .lines("after.jsonl", lines.subList(VERSIONS_BEFORE, VERSIONS))
                        .records("after.jsonl");

        Path between = migrate(cluster, second, state, 1, format);
        Path savepoint = migrate(cluster, third, between, 3, format);
        check(goOn(third, savepoint, 2), expected(CollidingPeople.ONTOLOGY, lines));
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({"5, 1, 1, NATIVE", "4, 16, 1, CANONICAL"})
    void goesOnWithMoreNumbersOfShards(
            int shards,
            int then,
            int last,
            SavepointFormatType format,
            @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        goesOnWithOtherNumbersOfShardsAsIfNothingHadBeen(shards, then, last, format, cluster);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({"4, 7", "1, 4"})
    void whatWasDeletedStaysSoInOtherNumbersOfShards(
            int shards, int then, @InjectMiniCluster MiniCluster cluster) throws Exception {
        whatWasDeletedStaysSoWhenAnOldVersionComesLate(shards, then, cluster);
    }

    @ParameterizedTest
    @CsvSource("4, 1")
    void whatWasDeletedStaysSoWhenAnOldVersionComesLate(
            int shards, int then, @InjectMiniCluster MiniCluster cluster) throws Exception {
        List<String> before = List.of(line(1, 4, ""), line(2, 4, ""), line(1, 5, "delete"));
        Path state = save(cluster, "job", before, shards, SavepointFormatType.NATIVE);
        TestJob job =
                job("migrated", CollidingPeople.ONTOLOGY, then)
                        .lines("late.jsonl", List.of(line(1, 4, ""), line(2, 3, "delete")))
                        .records("late.jsonl");

        JobRun run = goOn(job, migrate(cluster, job, state, 2, SavepointFormatType.NATIVE), 2);
        assertThat(run.count(Count.OUTDATED)).isEqualTo(2);
        assertThat(run.outputs().assignments().keySet())
                .extracting(Object::toString)
                .containsExactly("person/crm/2");
    }

    /** What is known by digest, too: of erased records, and the other records of decisions. */
    @ParameterizedTest
    @CsvSource({"3, 7, true, false, NATIVE", "1, 1, true, true, NATIVE"})
    void decisionsErasuresAndWhatHasExpiredCountAsBefore(
            int shards,
            int then,
            boolean isErasing,
            boolean forgets,
            SavepointFormatType format,
            @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        carriesAll(shards, then, isErasing, forgets, format, cluster);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "4, 1, true, false, CANONICAL",
        "1, 1, true, false, NATIVE",
        "1, 5, false, false, NATIVE",
        "3, 2, true, true, CANONICAL",
        "3, 1, true, true, NATIVE"
    })
    void decisionsErasuresAndWhatHasExpiredCountInMoreShards(
            int shards,
            int then,
            boolean isErasing,
            boolean forgets,
            SavepointFormatType format,
            @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        carriesAll(shards, then, isErasing, forgets, format, cluster);
    }

    private void carriesAll(
            int shards,
            int then,
            boolean isErasing,
            boolean forgets,
            SavepointFormatType format,
            MiniCluster cluster)
            throws Exception {
        Extra[] extras =
                Arrays.stream(Extra.values())
                        .filter(extra -> isErasing || extra != Extra.ERASURES)
                        .toArray(Extra[]::new);
        CombinedHistories histories =
                CombinedHistories.generate(
                        Seeds.FIRST + shards * 10L + then,
                        List.of(
                                RandomOptions.MIXED.withSizes(30, 200).with(extras),
                                RandomOptions.CONTESTED
                                        .withUnversioned()
                                        .withSizes(25, 160)
                                        .with(extras)));
        Function<String, TestJob> job =
                name ->
                        forgetting(
                                new TestJob(
                                                folder.resolve(name),
                                                OntologyText.of(histories.ontology()))
                                        .with("now", CombinedHistories.NOW),
                                forgets);
        Map<String, Object> in = Map.of("name", "in", "format", "record", "path", "in.jsonl");
        Path state =
                save(
                        cluster,
                        job.apply("first")
                                .with("shards", shards)
                                .lines("in.jsonl", part(histories, true))
                                .source(in),
                        format);
        TestJob after =
                job.apply("after")
                        .with("shards", then)
                        .lines("in.jsonl", part(histories, false))
                        .source(in);

        JobRun run = goOn(after, migrate(cluster, after, state, 2, format), 2);
        assertThat(run.outputs().result())
                .isEqualTo(
                        Oracle.after(histories.ontology(), Timeline.INTEGER, histories.arrivals())
                                .result());
    }

    private static TestJob forgetting(TestJob job, boolean forgets) {
        return forgets ? job.with("forget_deleted_after", "P30D") : job;
    }

    private static List<String> part(CombinedHistories histories, boolean isFirst) {
        return Stream.of(histories.ordered(), histories.unordered())
                .flatMap(
                        all ->
                                all
                                        .subList(
                                                isFirst ? 0 : all.size() / 2,
                                                isFirst ? all.size() / 2 : all.size())
                                        .stream())
                .map(RecordJson::line)
                .toList();
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource("3, 1")
    void anErasedRecordOfSeveralShardsStaysSo(
            int shards, int then, @InjectMiniCluster MiniCluster cluster) throws Exception {
        anErasedRecordStaysSoUntilANewerVersionComes(shards, then, cluster);
    }

    @ParameterizedTest
    @CsvSource("1, 4")
    void anErasedRecordStaysSoUntilANewerVersionComes(
            int shards, int then, @InjectMiniCluster MiniCluster cluster) throws Exception {
        List<String> before =
                List.of(line(1, 4, ""), line(2, 4, ""), line(1, 5, "erase"), line(2, 5, "erase"));
        Path state = save(cluster, "job", before, shards, SavepointFormatType.NATIVE);
        TestJob job =
                job("migrated", CollidingPeople.ONTOLOGY, then)
                        .lines("late.jsonl", List.of(line(1, 4, ""), line(2, 6, "")))
                        .records("late.jsonl");

        JobRun run = goOn(job, migrate(cluster, job, state, 2, SavepointFormatType.NATIVE), 2);
        assertThat(run.count(Count.OUTDATED)).isEqualTo(1);
        assertThat(run.outputs().assignments().keySet())
                .extracting(Object::toString)
                .containsExactly("person/crm/2");
    }

    @Test
    void whatTheOntologyDoesNotCoverBecomesDeadLettersThatNameTheRecord(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        List<String> lines = new ArrayList<>(SavepointHistory.before());
        TestJob with =
                new TestJob(folder.resolve("with"), SavepointHistory.LASTING_ONTOLOGY)
                        .with("shards", 3)
                        .lines("in.jsonl", lines)
                        .source(Map.of("name", "in", "format", "record", "path", "in.jsonl"));
        Path state = save(cluster, with, SavepointFormatType.CANONICAL);
        TestJob without =
                job("without", CollidingPeople.ONTOLOGY, 1)
                        .source(Map.of("type", "state", "path", state.toString()));

        JobRun run = JobRun.of(without, 2);
        lines.removeIf(line -> line.contains("\"company\""));
        check(run, expected(CollidingPeople.ONTOLOGY, lines));
        assertThat(run.outputs().deadLetters())
                .allMatch(
                        letter ->
                                letter.error().contains("does not cover the entity type 'company'"))
                .anyMatch(letter -> letter.position().equals("record company/crm/big1"));
    }

    @Tag("nightly")
    @Test
    void aSourceOfStateOfOneShardCanBeTakenOutOnceItIsRead(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        aSourceOfStateBesideOthersCanBeTakenOutOnceItIsRead(1, 3, cluster);
    }

    @ParameterizedTest
    @CsvSource("3, 1")
    void aSourceOfStateBesideOthersCanBeTakenOutOnceItIsRead(
            int shards, int then, @InjectMiniCluster MiniCluster cluster) throws Exception {
        List<String> lines = lines(92);
        Path state =
                save(
                        cluster,
                        "job",
                        lines.subList(0, VERSIONS_BEFORE),
                        shards,
                        SavepointFormatType.NATIVE);
        Map<String, Object> carried = Map.of("type", "state", "path", state.toString());
        Map<String, Object> after =
                Map.of("name", "after", "format", "record", "path", "after.jsonl");
        OpenEndedJob both =
                OpenEndedJob.start(
                        cluster, withAfter(then, lines).source(after).source(carried), 2);
        both.awaitEndOf("state-0");
        both.awaitEndOf("after");
        Path savepoint = both.stop(SavepointFormatType.NATIVE);

        TestJob job = withAfter(then, lines).source(after);
        OpenEndedJob later = OpenEndedJob.restore(cluster, job, 3, savepoint);
        later.awaitEndOf("after");
        later.drain();
        assertThat(JobRun.outputs(job).result())
                .isEqualTo(expected(CollidingPeople.ONTOLOGY, lines));
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource("1, 3")
    void whatAnotherSourceSaysNowIsNotReplacedByWhatTheStateOfOneShardKnew(
            int shards, int then, @InjectMiniCluster MiniCluster cluster) throws Exception {
        whatAnotherSourceSaysNowIsNotReplacedByWhatTheStateKnew(shards, then, cluster);
    }

    /** None of them has a version, and either may come first. */
    @ParameterizedTest
    @CsvSource("3, 1")
    void whatAnotherSourceSaysNowIsNotReplacedByWhatTheStateKnew(
            int shards, int then, @InjectMiniCluster MiniCluster cluster) throws Exception {
        List<String> before = unversioned("before");
        List<String> now = unversioned("now");
        Path state = save(cluster, "job", before, shards, SavepointFormatType.NATIVE);
        TestJob job =
                job("now", CollidingPeople.ONTOLOGY, then)
                        .source(Map.of("type", "state", "path", state.toString()))
                        .lines("now.jsonl", now)
                        .records("now.jsonl");

        List<String> all = new ArrayList<>(before);
        all.addAll(now);
        check(JobRun.of(job, 2), expected(CollidingPeople.ONTOLOGY, all));
    }

    private static List<String> unversioned(String city) {
        List<Descriptor> descriptors = List.of(new Descriptor("city", city, Interval.ALWAYS));
        return IntStream.range(0, 2000)
                .mapToObj(uid -> new RecordIdentity("person", "crm", Integer.toString(uid)))
                .map(each -> SourceRecord.upsert(each, OptionalLong.empty(), descriptors))
                .map(RecordJson::line)
                .toList();
    }

    @Tag("nightly")
    @Test
    void failuresWhileTheStateOfOneShardIsReadChangeNothing(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        failuresWhileStateIsReadChangeNothing(1, cluster);
    }

    @ParameterizedTest
    @ValueSource(ints = 3)
    void failuresWhileStateIsReadChangeNothing(int shards, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        List<String> lines = lines(93);
        Path state = save(cluster, "job", lines, shards, SavepointFormatType.NATIVE);
        TestJob job =
                job("failing", CollidingPeople.ONTOLOGY, 2)
                        .source(Map.of("type", "state", "path", state.toString()));
        Configuration given = new Configuration();
        given.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        given.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 100);
        given.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment env = JobRun.environment(job.config(), 2, given);
        try (Disturbance failures = new Disturbance("state " + shards, 93, FAILURES)) {
            JobGraphBuilder.build(env, job.config(), failures::disturb);
            env.execute("failing");
            assertThat(failures.failuresLeft()).isLessThan(FAILURES);
        }
        assertThat(JobRun.outputs(job).result())
                .isEqualTo(expected(CollidingPeople.ONTOLOGY, lines));
    }

    private TestJob withAfter(int shards, List<String> lines) {
        return job("both", CollidingPeople.ONTOLOGY, shards)
                .with("sinks", SavepointHistory.sinks())
                .lines("after.jsonl", lines.subList(VERSIONS_BEFORE, VERSIONS));
    }

    private TestJob job(String name, String ontology, int shards) {
        return new TestJob(folder.resolve(name), ontology).with("shards", shards);
    }

    private Path save(
            MiniCluster cluster,
            String name,
            List<String> lines,
            int shards,
            SavepointFormatType format)
            throws Exception {
        return save(
                cluster,
                job(name, CollidingPeople.ONTOLOGY, shards)
                        .lines("in.jsonl", lines)
                        .source(Map.of("name", "in", "format", "record", "path", "in.jsonl")),
                format);
    }

    private static Path save(MiniCluster cluster, TestJob job, SavepointFormatType format)
            throws Exception {
        OpenEndedJob held = OpenEndedJob.start(cluster, job, 2);
        held.awaitEndOf("in");
        return held.stop(format);
    }

    private static Path migrate(
            MiniCluster cluster,
            TestJob job,
            Path state,
            int parallelism,
            SavepointFormatType format)
            throws Exception {
        JobConfig run = Migration.of(job.config(), state.toString());
        StreamExecutionEnvironment env = JobRun.environment(run, parallelism);
        Migration.build(env, run);
        JobClient client = env.executeAsync(run.name());
        CommonTestUtils.waitUntilCondition(() -> isRead(cluster, client));
        return Path.of(
                URI.create(
                        client.stopWithSavepoint(
                                        false,
                                        job.path().resolve("savepoints").toUri().toString(),
                                        format)
                                .get()));
    }

    private static boolean isRead(MiniCluster cluster, JobClient client) throws Exception {
        if (client.getJobStatus().get().isGloballyTerminalState()) {
            client.getJobExecutionResult().get();
            throw new AssertionError("the job ended by itself");
        }
        return Migration.isRead(
                new EmbeddedJob.Look(cluster.getExecutionGraph(client.getJobID()).get()));
    }

    /** To the end of the input, with nothing in the job but what its file says. */
    private static JobRun goOn(TestJob job, Path savepoint, int parallelism) throws Exception {
        Configuration given = new Configuration();
        given.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        given.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        JobConfig config = job.config();
        StreamExecutionEnvironment env = JobRun.environment(config, parallelism, given);
        JobGraphBuilder.build(env, config);
        Map<String, Object> counts = env.execute(config.name()).getAllAccumulatorResults();
        return new JobRun(FoldedOutputs.read(config), counts);
    }

    private static void check(JobRun run, OracleResult expected) {
        assertThat(run.outputs().result()).isEqualTo(expected);
        assertThat(run.count(Count.RECORDS)).isEqualTo(expected.assignments().size());
        assertThat(run.count(Count.ENTITIES)).isEqualTo(expected.entities().size());
        assertThat(run.count(Count.CONFLICTS)).isEqualTo(expected.conflicts().size());
        assertThat(run.count(Count.GENERIC_KEYS)).isEqualTo(expected.genericKeys().size());
        assertThat(run.outputs().deadLetters()).hasSize((int) run.deadLetters());
    }

    private static OracleResult expected(String ontology, List<String> lines) {
        return expected(ontology, lines, OptionalLong.empty());
    }

    private static OracleResult expected(String ontology, List<String> lines, OptionalLong now) {
        List<Arrival> arrivals =
                new ArrayList<>(
                        lines.stream().flatMap(line -> RecordJson.arrival(line).stream()).toList());
        now.ifPresent(time -> arrivals.add(new Arrival.Clock(time)));
        return Oracle.after(
                        OntologyReader.read("ontology.yaml", ontology), Timeline.INTEGER, arrivals)
                .result();
    }

    /** Other keys, limits and normal forms of people. */
    private static String changed(String ontology) {
        String changed =
                ontology.replace("max_records: 5", "max_records: 4")
                        .replace("[name, city], max_records: 8", "[city, name], max_records: 9")
                        .replace(
                                "email: {normalize: [trim, lowercase]",
                                "email: {normalize: [trim]");
        assertThat(changed).isNotEqualTo(ontology);
        return changed;
    }

    private static List<String> lines(long seed) {
        return CollidingPeople.versions(seed, VERSIONS).stream().map(RecordJson::line).toList();
    }

    private static String line(int uid, int version, String op) {
        return String.format(
                "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"%d\","
                        + "\"version\":%d,\"op\":\"%s\",\"descriptors\":[]}",
                uid, version, op.isEmpty() ? "upsert" : op);
    }
}
