package io.kindred.flink.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.model.Entity;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.QueryAnswer;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.offline.EntityTask;
import io.kindred.offline.ExportFile;
import io.kindred.offline.ExportFormat;
import io.kindred.offline.ExportTask;
import io.kindred.offline.InvalidRequestException;
import io.kindred.offline.QueryTask;
import io.kindred.offline.RecordTask;
import io.kindred.offline.ShardTask;
import io.kindred.oracle.OracleResult;
import io.kindred.temporal.Interval;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.SavedJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import io.kindred.testkit.Vector;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

@ExtendWith(SharedCluster.class)
class SavedStateITCase {

    @TempDir private Path folder;

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({"query-conflict, 3, NATIVE", "query-cut-order, 1, CANONICAL"})
    void answersInOtherCasesAsTheRunningJobWould(
            String name, int shards, SavepointFormatType format) throws Exception {
        answersAsTheRunningJobWould(name, shards, format);
    }

    @ParameterizedTest
    @CsvSource({
        "query-conflict, 1, NATIVE",
        "query-cut-many-order, 5, CANONICAL",
        "query-null-value, 64, NATIVE"
    })
    void answersAsTheRunningJobWould(String name, int shards, SavepointFormatType format)
            throws Exception {
        Vector vector = Vector.load(name);
        SavedState state = SavedState.open(save(vector, shards, format));

        assertThat(state.shards()).isEqualTo(shards);
        List<QueryAnswer> answers = new ArrayList<>();
        for (Query query : vector.queries()) {
            QueryTask.Answers all = new QueryTask.Answers();
            run(state, task(query), all::accept);
            answers.add(all.answer());
        }
        assertThat(answers).isEqualTo(vector.answers());
    }

    @Test
    void answersFromARetainedCheckpoint() throws Exception {
        Vector vector = Vector.load("query-conflict");
        Path checkpoints = folder.resolve("checkpoints");
        TestJob job =
                job(vector, 3)
                        .with(
                                "flink",
                                Map.of(
                                        "execution.checkpointing.dir",
                                        checkpoints.toUri().toString(),
                                        "execution.checkpointing.externalized-checkpoint-retention",
                                        "RETAIN_ON_CANCELLATION"));
        SavedState state =
                SavedState.open(SavedJob.cancel(job, vector.lines().size(), checkpoints));

        QueryTask.Answers all = new QueryTask.Answers();
        run(state, task(vector.queries().get(0)), all);
        assertThat(all.answer()).isEqualTo(vector.answers().get(0));
    }

    @Test
    void findsRecordsAndEntities() throws Exception {
        Vector vector = Vector.load("query-conflict");
        SavedState state = SavedState.open(save(vector, 7, SavepointFormatType.NATIVE));
        var entity = vector.entities().get(0);
        var record = entity.records().get(0);

        assertThat(
                        rows(
                                state,
                                new RecordTask(
                                        record.entityType(),
                                        record.perspective(),
                                        record.uid(),
                                        true)))
                .singleElement()
                .asString()
                .contains("\"entity_id\":\"" + entity.id() + "\"");
        assertThat(rows(state, new EntityTask(entity.id(), false)))
                .singleElement()
                .asString()
                .startsWith(entity.id() + "\n")
                .contains("  record " + record + "\n");
        assertThat(rows(state, new EntityTask("person-nobody", true))).isEmpty();
        String other = entity.id().replace(record.entityType() + "-", "company-");
        assertThat(rows(state, new EntityTask(other, true))).isEmpty();
        Throwable failure =
                catchThrowable(
                        () ->
                                rows(
                                        state,
                                        new QueryTask(
                                                "person",
                                                List.of("name"),
                                                List.of("Ann"),
                                                "tomorrow",
                                                null)));
        assertThat(
                        ExceptionUtils.findSerializedThrowable(
                                failure,
                                InvalidRequestException.class,
                                getClass().getClassLoader()))
                .as("among the causes of %s", failure)
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("--from: 'tomorrow' is a string");
    }

    @Test
    void refusesWhatIsNoState() throws Exception {
        Path nothing = folder.resolve("nothing");
        assertThatThrownBy(() -> SavedState.open(nothing.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(nothing + ": no such savepoint or checkpoint");
        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.writeString(broken.resolve("_metadata"), "not metadata");
        assertThatThrownBy(() -> SavedState.open(broken.toString()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(broken + ": not a savepoint or checkpoint");
    }

    /**
     * The recipe of cluster.md: an export and new folders, for a reader that knows nothing else.
     */
    @Test
    void goesBackToAnOlderSavepoint(@InjectMiniCluster MiniCluster cluster) throws Exception {
        List<SourceRecord> records = CollidingPeople.versions(17, 240);
        List<SourceRecord> before = records.subList(0, 100);
        TestJob job =
                people("out").lines("before.jsonl", before.stream().map(RecordJson::line).toList());
        addSource(job, "before");
        OpenEndedJob first = OpenEndedJob.start(cluster, job, 2);
        first.awaitEndOf("before");
        Path older = first.savepoint(SavepointFormatType.NATIVE);
        // Finishes the files that are open in the savepoint, with all that is in them by then.
        first.drain();

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        try (ExportFile file = new ExportFile(ExportFormat.JSONL, exported, folder)) {
            run(
                    SavedState.open(older.toString()),
                    new ExportTask(ExportFormat.JSONL, null, null, null, false, false),
                    file);
            file.end();
        }
        List<String> rows =
                new ArrayList<>(exported.toString(StandardCharsets.UTF_8).lines().toList());
        TestJob again =
                people("new").lines("after.jsonl", records.stream().map(RecordJson::line).toList());
        addSource(again, "before");
        addSource(again, "after");
        OpenEndedJob last = OpenEndedJob.restore(cluster, again, 3, older);
        last.awaitEndOf("after");
        last.drain();

        for (String output : List.of("entities", "assignments", "conflicts")) {
            rows.addAll(finishedLines(folder.resolve("job/new/" + output)));
        }
        OracleResult expected = CollidingPeople.oracle(records).result();
        Map<String, JsonNode> shown = lastRows(rows);
        assertThat(shown.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(
                                        expected.entities().stream().map(Entity::id),
                                        expected.assignments().keySet().stream()
                                                .map(RecordIdentity::joined),
                                        shown.keySet().stream().filter(this::isConflict))
                                .flatMap(ids -> ids)
                                .toList());
        assertThat(shown.keySet().stream().filter(this::isConflict))
                .hasSameSizeAs(expected.conflicts());
        expected.assignments()
                .forEach(
                        (record, entity) ->
                                assertThat(shown.get(record.joined()).path("entity_id").asText())
                                        .isEqualTo(entity));
    }

    private boolean isConflict(String key) {
        return key.matches("[0-9a-f]{32}");
    }

    private TestJob people(String outputs) {
        Map<String, Object> sinks = new TreeMap<>();
        for (String output : List.of("entities", "assignments", "conflicts")) {
            sinks.put(output, Map.of("type", "files", "path", outputs + "/" + output));
        }
        return new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY).with("sinks", sinks);
    }

    private static void addSource(TestJob job, String name) {
        job.source(Map.of("name", name, "format", "record", "path", name + ".jsonl"));
    }

    private static List<String> finishedLines(Path outputs) throws Exception {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(outputs)) {
            for (Path file : files.toList()) {
                assertThat(file.getFileName().toString()).startsWith("part-");
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    /** By key the row of the greatest revision, the later one of two, if it is not a retraction. */
    private static Map<String, JsonNode> lastRows(List<String> lines) throws Exception {
        Map<String, JsonNode> last = new TreeMap<>();
        for (String line : lines) {
            JsonNode row = new ObjectMapper().readTree(line);
            String key =
                    row.has("conflict_id")
                            ? row.path("conflict_id").asText()
                            : row.has("uid")
                                    ? new RecordIdentity(
                                                    row.path("entity_type").asText(),
                                                    row.path("perspective").asText(),
                                                    row.path("uid").asText())
                                            .joined()
                                    : row.path("entity_id").asText();
            last.merge(
                    key,
                    row,
                    (a, b) -> a.path("revision").asLong() > b.path("revision").asLong() ? a : b);
        }
        last.values()
                .removeIf(
                        row ->
                                List.of("retired", "resolved")
                                        .contains(row.path("status").asText()));
        return last;
    }

    private String save(Vector vector, int shards, SavepointFormatType format) throws Exception {
        return SavedJob.stop(
                job(vector, shards), vector.lines().size(), format, folder.resolve("savepoints"));
    }

    private TestJob job(Vector vector, int shards) {
        return new TestJob(folder.resolve("job"), vector.ontologyJson())
                .with("shards", shards)
                .lines("in.jsonl", vector.lines())
                .records("in.jsonl");
    }

    private static QueryTask task(Query query) {
        Interval asked = query.interval();
        return new QueryTask(
                query.entityType(),
                query.where().stream().map(Condition::attribute).toList(),
                query.where().stream().map(Condition::value).toList(),
                asked.start() == Interval.MIN ? null : Long.toString(asked.start()),
                asked.end() == Interval.MAX ? null : Long.toString(asked.end()));
    }

    private List<String> rows(SavedState state, ShardTask task) throws Exception {
        List<String> rows = new ArrayList<>();
        run(state, task, row -> rows.add(new String(row, StandardCharsets.UTF_8)));
        return rows;
    }

    private void run(SavedState state, ShardTask task, Consumer<byte[]> rows) throws Exception {
        state.run(task, Files.createTempDirectory(folder, "scratch"), rows);
    }
}
