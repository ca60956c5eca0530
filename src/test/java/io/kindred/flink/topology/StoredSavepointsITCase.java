package io.kindred.flink.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.codec.AnswerJson;
import io.kindred.codec.OntologyReader;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.offline.EntityTask;
import io.kindred.offline.ShardTask;
import io.kindred.offline.ValidateTask;
import io.kindred.oracle.Arrival;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.storage.shard.ShardMeta;
import io.kindred.storage.shard.ShardMeta.Count;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.AnswerRows;
import io.kindred.testkit.FoldedOutputs;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavepointHistory;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/** Savepoints that this and earlier code has written are gone on from. */
@ExtendWith(SharedCluster.class)
class StoredSavepointsITCase {

    private static final Map<Path, Expected> EXPECTED = new HashMap<>();

    private static final long NOW = 100;
    private static final long LATER = 10;

    @TempDir private Path folder;

    /**
     * Of the newest one for each output, of older ones one, each of the form that users have most.
     */
    static List<StoredSavepoint> stored() throws Exception {
        return inGate(true);
    }

    static List<StoredSavepoint> otherForms() throws Exception {
        return inGate(false);
    }

    /** Those of the newest and of the oldest code. */
    static List<StoredSavepoint> oldestAndNewest() throws Exception {
        List<StoredSavepoint> wanted = stored();
        wanted.removeIf(each -> isBetween(each));
        return wanted;
    }

    static List<StoredSavepoint> others() throws Exception {
        return allBut(oldestAndNewest());
    }

    /** The oldest one, and of the newest ones that of a job that has shown nothing yet. */
    static List<StoredSavepoint> asked() throws Exception {
        List<StoredSavepoint> wanted = new ArrayList<>();
        for (StoredSavepoint each : oldestAndNewest()) {
            if (!each.isNewest() || each.output().equals("final")) {
                wanted.add(each);
            }
        }
        return wanted;
    }

    static List<StoredSavepoint> othersAsked() throws Exception {
        return allBut(asked());
    }

    private static List<StoredSavepoint> allBut(List<StoredSavepoint> these) throws Exception {
        List<StoredSavepoint> others = new ArrayList<>(StoredSavepoint.all());
        others.removeAll(these);
        return others;
    }

    private static boolean isBetween(StoredSavepoint stored) {
        try {
            return !stored.isNewest() && !stored.folder().endsWith("v1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInGate(StoredSavepoint each) throws Exception {
        return each.format().equals("native") || (each.isNewest() && each.output().equals("final"));
    }

    private static List<StoredSavepoint> inGate(boolean isInGate) throws Exception {
        List<StoredSavepoint> wanted = new ArrayList<>();
        for (StoredSavepoint each : StoredSavepoint.all()) {
            if (isInGate == isInGate(each)) {
                wanted.add(each);
            }
        }
        return wanted;
    }

    @Tag("nightly")
    @ParameterizedTest
    @MethodSource("otherForms")
    void goesOnFromSavepointsOfOtherForms(
            StoredSavepoint stored, @InjectMiniCluster MiniCluster cluster) throws Exception {
        goesOnTwiceAtOtherParallelismsAsIfNothingHadBeen(stored, cluster);
    }

    @Tag("nightly")
    @ParameterizedTest
    @MethodSource("othersAsked")
    void goesOnFromOtherSavepointsWithQuestionsAdded(
            StoredSavepoint stored, @InjectMiniCluster MiniCluster cluster) throws Exception {
        goesOnWithQuestionsAdded(stored, cluster);
    }

    @Tag("nightly")
    @ParameterizedTest
    @MethodSource("othersAsked")
    void entitiesOfOtherSavepointsAreFoundById(StoredSavepoint stored) throws Exception {
        entitiesAreFoundById(stored);
    }

    /** In two lives, so that what the first one has upgraded is stored and restored too. */
    @ParameterizedTest
    @MethodSource("stored")
    void goesOnTwiceAtOtherParallelismsAsIfNothingHadBeen(
            StoredSavepoint stored, @InjectMiniCluster MiniCluster cluster) throws Exception {
        TestJob job = stored.job(folder.resolve("job"));
        List<String> after = stored.after();
        FoldedOutputs before = JobRun.outputs(job);

        addSource(job, "soon", after.subList(0, after.size() / 2));
        OpenEndedJob first = OpenEndedJob.restore(cluster, job, 1, job.path().resolve("savepoint"));
        first.awaitEndOf("soon");
        Path between = first.stop(SavepointFormatType.NATIVE);
        assertThat(findings(between)).isEmpty();
        addSource(job, "later", after.subList(after.size() / 2, after.size()));
        laterNow(stored).ifPresent(now -> job.with("now", now));
        OpenEndedJob second = OpenEndedJob.restore(cluster, job, 3, between);
        second.awaitEndOf("later");
        Map<String, Object> counts = second.drain();

        Expected expected = expected(stored);
        FoldedOutputs outputs = JobRun.outputs(job);
        checkResults(expected, outputs);
        checkCounts(expected.last, counts);
        if (stored.output().equals("changelog")) {
            assertThat(before.result().divided()).isEqualTo(expected.before);
            assertThat(outputs.greatestRevision()).isGreaterThan(before.greatestRevision());
            assertThat(outputs.anyGone()).isTrue();
        } else {
            assertThat(before.rowCount()).isZero();
            assertThat(outputs.greatestRevision()).isEqualTo(1);
        }
    }

    /** Of the oldest and the newest one, of the form that users have most. */
    static List<StoredSavepoint> oldestAndNewestNatively() throws Exception {
        return natively(oldestAndNewest());
    }

    static List<StoredSavepoint> othersNatively() throws Exception {
        return natively(others());
    }

    private static List<StoredSavepoint> natively(List<StoredSavepoint> all) {
        return all.stream()
                .filter(each -> each.format().equals("native"))
                .filter(each -> each.output().equals("changelog"))
                .toList();
    }

    @Tag("nightly")
    @ParameterizedTest
    @MethodSource("othersNatively")
    void goesOnFromOtherSavepointsWithRetentionDecisionsAndErasures(
            StoredSavepoint stored, @InjectMiniCluster MiniCluster cluster) throws Exception {
        goesOnWithRetentionDecisionsAndErasures(stored, cluster);
    }

    /** With retention from then on, and less of it if there was some. */
    @ParameterizedTest
    @MethodSource("oldestAndNewestNatively")
    void goesOnWithRetentionDecisionsAndErasures(
            StoredSavepoint stored, @InjectMiniCluster MiniCluster cluster) throws Exception {
        String ontology = expiring(stored.ontology());
        List<String> soon = decidedAndErased(expected(stored).before.assignments().keySet());
        List<String> later = stored.after();
        TestJob job = stored.job(folder.resolve("job")).ontology(ontology).with("now", NOW);

        addSource(job, "soon", soon);
        OpenEndedJob first = OpenEndedJob.restore(cluster, job, 3, job.path().resolve("savepoint"));
        first.awaitEndOf("soon");
        Path between = first.stop(SavepointFormatType.CANONICAL);
        assertThat(findings(between)).isEmpty();
        addSource(job, "later", later);
        job.with("now", NOW + LATER);
        OpenEndedJob second = OpenEndedJob.restore(cluster, job, 1, between);
        second.awaitEndOf("later");
        Map<String, Object> counts = second.drain();

        List<String> all = new ArrayList<>(stored.before());
        all.addAll(soon);
        all.addAll(later);
        Oracle oracle = oracle(ontology, OptionalLong.of(NOW + LATER), all);
        assertThat(oracle.reconciled()).isPositive();
        assertThat(JobRun.outputs(job).result().divided()).isEqualTo(oracle.result());
        checkCounts(oracle.result(), counts);
    }

    /** At {@link #NOW} about half of the values that have an end have expired, and later more. */
    private static String expiring(String ontology) {
        return ontology.replaceAll(" *retention: \\d+", "")
                .replace("cardinality: many,}", "cardinality: many}")
                .replace("phone: {", "phone: {retention: 84, ")
                .replace("  person:\n", "  person:\n    retention: 88\n")
                .replace("  company:\n", "  company:\n    retention: 82\n");
    }

    /** Every tenth record is erased, each second one of which returns, and others are decided. */
    private static List<String> decidedAndErased(Set<RecordIdentity> records) {
        List<RecordIdentity> sorted = records.stream().sorted().toList();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i + 1 < sorted.size(); i += 5) {
            RecordIdentity one = sorted.get(i);
            RecordIdentity next = sorted.get(i + 1);
            if (one.entityType().equals(next.entityType())) {
                lines.add(decision(one, next, i % 3 == 0 ? Verdict.DIFFERENT : Verdict.SAME));
            }
            if (i % 15 == 0) {
                lines.add(RecordJson.line(SourceRecord.erase(one, OptionalLong.of(1000))));
            }
            if (i % 30 == 0) {
                lines.add(
                        RecordJson.line(
                                SourceRecord.upsert(
                                        one,
                                        OptionalLong.of(1001),
                                        List.of(new Descriptor("name", "back", Interval.ALWAYS)))));
            }
        }
        return lines;
    }

    private static String decision(RecordIdentity one, RecordIdentity other, Verdict verdict) {
        return RecordJson.line(
                Decision.about(one, other, OptionalLong.of(1), Op.UPSERT, verdict, "as I see it"));
    }

    /** Whoever publishes assignments is another operator then, with the state of the one before. */
    @ParameterizedTest
    @MethodSource("asked")
    void goesOnWithQuestionsAdded(StoredSavepoint stored, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        TestJob job = stored.job(folder.resolve("job"));
        Map<RecordIdentity, NavigableMap<Long, String>> shown =
                JobRun.outputs(job).assignmentsByRevision();
        List<RecordIdentity> records =
                expected(stored).before.assignments().keySet().stream().sorted().toList();
        ask(job, records);

        OpenEndedJob held = OpenEndedJob.restore(cluster, job, 3, job.path().resolve("savepoint"));
        held.awaitEndOf("queries ask");
        held.drain();

        Map<String, JsonNode> answers = AnswerRows.read(job);
        assertThat(answers).hasSameSizeAs(records);
        for (RecordIdentity record : records) {
            JsonNode answer = answers.get(record.joined());
            assertThat(answer.path("outcome").asText()).isEqualTo("entity");
            if (stored.output().equals("changelog")) {
                assertThat(shown.get(record).lastEntry())
                        .isEqualTo(
                                Map.entry(
                                        answer.path("revision").longValue(),
                                        answer.path("entity_id").asText()));
            } else {
                assertThat(answer.has("revision")).isFalse();
            }
        }
    }

    private static void ask(TestJob job, List<RecordIdentity> records) {
        List<String> questions = new ArrayList<>();
        for (RecordIdentity record : records) {
            questions.add(AnswerRows.question(record.joined(), record));
        }
        Map<String, Object> sinks = new HashMap<>(SavepointHistory.sinks());
        sinks.put("answers", Map.of("type", "files", "path", "out/answers"));
        job.lines("ask.jsonl", questions)
                .with(
                        "queries",
                        List.of(Map.of("type", "files", "name", "ask", "path", "ask.jsonl")))
                .with("sinks", sinks);
    }

    @ParameterizedTest
    @MethodSource("asked")
    void entitiesAreFoundById(StoredSavepoint stored) throws Exception {
        TestJob job = stored.job(folder.resolve("job"));
        Entity largest =
                expected(stored).before.entities().stream()
                        .max(Comparator.comparing(entity -> entity.records().size()))
                        .orElseThrow();

        List<String> found = new ArrayList<>();
        run(
                job.path().resolve("savepoint"),
                new EntityTask(largest.id(), true),
                row -> found.add(new String(row, StandardCharsets.UTF_8)));

        assertThat(found).containsExactly(new AnswerJson(Timeline.INTEGER).of(largest) + '\n');
    }

    /** What is wrong in a savepoint. */
    private List<String> findings(Path savepoint) throws Exception {
        List<String> lines = new ArrayList<>();
        ValidateTask.Report report = new ValidateTask.Report(10, lines::add);
        run(savepoint, new ValidateTask(10), report);
        Optional<ValidateTask> second = report.second();
        if (second.isPresent()) {
            run(savepoint, second.get(), report);
        }
        report.end();
        return lines;
    }

    private void run(Path savepoint, ShardTask task, Consumer<byte[]> rows) throws Exception {
        SavedState.open(savepoint.toString())
                .run(task, Files.createTempDirectory(folder, "scratch"), rows);
    }

    @Test
    void savepointsOfEveryLayoutAreStored() throws Exception {
        for (int layout = 1; layout <= ShardMeta.LAYOUT; layout++) {
            assertThat(StoredSavepoint.all())
                    .extracting(StoredSavepoint::toString)
                    .contains(
                            "v" + layout + "/changelog.native",
                            "v" + layout + "/changelog.canonical",
                            "v" + layout + "/final.canonical");
        }
    }

    private static void addSource(TestJob job, String name, List<String> lines) {
        String file = name + ".jsonl";
        job.lines(file, lines).source(Map.of("name", name, "format", "record", "path", file));
    }

    /** The same for all savepoints of a folder. */
    private static Expected expected(StoredSavepoint stored) throws Exception {
        Expected known = EXPECTED.get(stored.folder());
        if (known != null) {
            return known;
        }
        List<String> all = new ArrayList<>(stored.before());
        all.addAll(stored.after());
        Oracle oracle = oracle(stored.ontology(), laterNow(stored), all);
        OracleResult last = oracle.result();
        Map<String, Conflict> conflicts = new HashMap<>();
        last.conflicts().forEach(each -> conflicts.put(oracle.conflictId(each), each));
        Expected expected =
                new Expected(
                        oracle(stored.ontology(), stored.now(), stored.before()).result(),
                        last,
                        conflicts);
        EXPECTED.put(stored.folder(), expected);
        return expected;
    }

    /** Of a second life: a little later. */
    private static OptionalLong laterNow(StoredSavepoint stored) throws Exception {
        OptionalLong now = stored.now();
        return now.isPresent() ? OptionalLong.of(now.getAsLong() + LATER) : now;
    }

    private static Oracle oracle(String ontology, OptionalLong now, List<String> lines) {
        List<Arrival> arrivals = new ArrayList<>();
        lines.forEach(line -> RecordJson.arrival(line).ifPresent(arrivals::add));
        now.ifPresent(time -> arrivals.add(new Arrival.Clock(time)));
        return Oracle.after(
                OntologyReader.read("ontology.yaml", ontology), Timeline.INTEGER, arrivals);
    }

    private static void checkResults(Expected expected, FoldedOutputs outputs) {
        assertThat(outputs.result().divided()).isEqualTo(expected.last);
        Map<String, Conflict> conflicts = outputs.conflictsById();
        conflicts.replaceAll(
                (id, conflict) -> OracleResult.divided(conflict, expected.last.entities()));
        assertThat(conflicts).isEqualTo(expected.conflicts);
        assertThat(outputs.strayGenericKeyIds()).isEmpty();
        assertThat(outputs.straySuccessors()).isEmpty();
    }

    private static void checkCounts(OracleResult expected, Map<String, Object> counts) {
        assertThat(counts)
                .containsEntry(
                        ShardCounts.name(Count.RECORDS), (long) expected.assignments().size())
                .containsEntry(ShardCounts.name(Count.ENTITIES), (long) expected.entities().size())
                .containsEntry(
                        ShardCounts.name(Count.CONFLICTS), (long) expected.conflicts().size())
                .containsEntry(
                        ShardCounts.name(Count.GENERIC_KEYS), (long) expected.genericKeys().size());
    }

    /** What the job had written, what it writes in the end, and its conflicts by id. */
    private record Expected(
            OracleResult before, OracleResult last, Map<String, Conflict> conflicts) {}
}
