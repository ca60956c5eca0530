package io.kindred.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.oracle.OracleResult;
import io.kindred.testkit.CollidingPeople;
import io.kindred.testkit.ExplicitDeletes;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PeopleRows;
import io.kindred.testkit.RecordJson;
import io.kindred.testkit.TestJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs that go on from one another, each with a full snapshot of a perspective. */
class SnapshotRunsITCase {

    private static final long SEED = 83;
    private static final int VERSIONS = 600;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private final Random random = new Random(SEED);
    private final ExplicitDeletes deletes = new ExplicitDeletes();
    private final List<SourceRecord> others = new ArrayList<>();
    private final Map<RecordIdentity, SourceRecord> crm = new LinkedHashMap<>();

    private TestJob job(Map<String, Object> more) {
        for (SourceRecord each : PeopleRows.versions(SEED, VERSIONS)) {
            if (!each.identity().perspective().equals("crm")) {
                others.add(each);
            } else if (each.isUpsert()) {
                crm.put(each.identity(), each);
            }
        }
        Map<String, Object> source = new LinkedHashMap<>(PeopleRows.mapping("crm"));
        source.putAll(Map.of("format", "json", "path", "crm", "full_snapshot", true));
        source.putAll(more);
        return new TestJob(folder.resolve("job"), CollidingPeople.ONTOLOGY)
                .source(source)
                .records("others.jsonl")
                .lines("others.jsonl", others.stream().map(RecordJson::line).toList());
    }

    @ParameterizedTest
    @CsvSource("final, 3")
    void whatASnapshotLacksIsDeletedAndComesBackWithALaterOne(String output, int shards)
            throws Exception {
        TestJob job = job(Map.of()).with("output", output).with("shards", shards);

        assertThat(night(job, 1)).isZero();
        assertThat(night(job, 0.7)).isPositive();
        assertThat(night(job, 1)).isZero();

        CommandRun again = run(job);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("0 files to read, 3 files read before");
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected());
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({"changelog, 1", "changelog, 3", "final, 1"})
    void whatASnapshotLacksIsDeletedInOtherModes(String output, int shards) throws Exception {
        whatASnapshotLacksIsDeletedAndComesBackWithALaterOne(output, shards);
    }

    /** Runs with a snapshot of this share of the records; returns how many it deletes. */
    private int night(TestJob job, double share) throws Exception {
        List<SourceRecord> rows =
                crm.values().stream().filter(each -> random.nextDouble() < share).toList();
        write(job, rows);
        int deleted = deletes.snapshot(rows);
        CommandRun run = run(job);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern(" deleted +" + deleted + " +\\(the snapshot of crm lacks them\\)");
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected());
        return deleted;
    }

    @Test
    void aSnapshotThatLacksTooMuchDeletesNothingAndIsReadAgain() throws Exception {
        TestJob job = job(Map.of("max_deleted", 3));
        night(job, 1);
        List<SourceRecord> few = List.copyOf(crm.values()).subList(0, 5);
        write(job, few);
        deletes.rows(few);
        Path state = folder.resolve("state");
        Path before = Interruption.notes(state, folder.resolve("before"));

        for (int i = 0; i < 3; i++) {
            if (i == 1) {
                Interruption.atEnd(state, before, job.config());
            }
            CommandRun refused = run(job);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .containsPattern(
                            "the snapshot of perspective crm lacks "
                                    + (crm.size() - 5)
                                    + " of "
                                    + crm.size()
                                    + " records, such as .*; none of them was deleted, because"
                                    + " max_deleted is 3")
                    .contains("2 files to read");
            assertThat(JobRun.outputs(job).result()).isEqualTo(expected());
        }
    }

    @Test
    void aSnapshotWithDeadLettersDeletesNothing() throws Exception {
        TestJob job = job(Map.of());
        night(job, 1);
        List<SourceRecord> rows = List.copyOf(crm.values()).subList(1, crm.size());
        write(job, rows);
        Files.writeString(job.path().resolve("crm/c.jsonl"), "{\"rev\": 5}\n");
        deletes.rows(rows);

        CommandRun refused = run(job);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("lacks 1 of " + crm.size() + " records")
                .contains("because the source had dead letters");
        assertThat(JobRun.outputs(job).result()).isEqualTo(expected());
    }

    private CommandRun run(TestJob job) {
        return CommandRun.continued(job.jobFile(), folder.resolve("state"));
    }

    /** In two files, which the next snapshot replaces. */
    private static void write(TestJob job, List<SourceRecord> rows) {
        int half = rows.size() / 2;
        job.lines("crm/a.jsonl", rows.subList(0, half).stream().map(Row::of).toList());
        job.lines("crm/b.jsonl", rows.subList(half, rows.size()).stream().map(Row::of).toList());
    }

    private static final class Row {

        static String of(SourceRecord record) {
            try {
                Map<String, Object> row = PeopleRows.row(record);
                row.remove("op");
                return JSON.writeValueAsString(row);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private OracleResult expected() {
        List<SourceRecord> all = new ArrayList<>(others);
        all.addAll(deletes.written());
        return CollidingPeople.oracle(all).result();
    }
}
