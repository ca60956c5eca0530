package io.kindred.flink.operator;

import io.kindred.codec.ConflictsFormat;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.internal.KeyGroups;
import io.kindred.model.DigestKey;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** When rows say that they were emitted, and what was believed at a time. */
class RecordedAtHarnessTest {

    private static final RecordIdentity ANN = new RecordIdentity("person", "crm", "ann");
    private static final RecordIdentity BOB = new RecordIdentity("person", "crm", "bob");

    @Test
    void allRowsBetweenTwoBarriersHaveTheTimeOfTheFirst() throws Exception {
        try (PublishHarness<RowQuestion> running = create(OutputMode.CHANGELOG)) {
            running.open();
            running.at(1_000);
            running.say(0, SampleUpdates.entity(), SampleUpdates.assigned());
            running.at(5_000);
            running.say(0, SampleUpdates.direct());
            assertThat(times(running)).containsOnly(Instant.ofEpochMilli(1_000));
            running.snapshot();
            running.at(9_000);
            running.say(0, SampleUpdates.generic(), SampleUpdates.genericResolved());
            assertThat(running.json())
                    .filteredOn(row -> row.contains("generic_key_id"))
                    .hasSize(2)
                    .allMatch(row -> row.contains(",\"recorded_at\":\"1970-01-01T00:00:09Z\""));
        }
    }

    @Test
    void theTimeDoesNotGoBackWhenTheJobContinuesWithASlowClock() throws Exception {
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = create(OutputMode.CHANGELOG)) {
            running.open();
            running.at(60_000);
            running.say(0, assigned(ANN, 1));
            snapshot = running.snapshot();
        }
        for (int subtask = 0; subtask < 2; subtask++) {
            try (PublishHarness<RowQuestion> running = create(OutputMode.CHANGELOG, 2, subtask)) {
                running.restore(snapshot, 2, subtask);
                running.at(10);
                running.say(0, assigned(recordOf(subtask), 1));
                assertThat(times(running)).containsExactly(Instant.ofEpochMilli(60_000));
            }
        }
    }

    @Test
    void finalRowsHaveTheTimeOfTheEnd() throws Exception {
        try (PublishHarness<RowQuestion> running = create(OutputMode.FINAL)) {
            running.open();
            running.at(1_000);
            running.say(0, assigned(ANN, 1));
            running.at(7_000);
            running.end();
            assertThat(times(running)).containsExactly(Instant.ofEpochMilli(7_000));
        }
    }

    @Test
    void theTimeIsNoChange() throws Exception {
        try (PublishHarness<RowQuestion> running = create(OutputMode.CHANGELOG)) {
            running.open();
            running.say(0, assigned(ANN, 1));
            running.snapshot();
            running.at(1_000);
            running.say(0, assigned(ANN, 1));
            assertThat(running.rows()).hasSize(1);
        }
    }

    @Test
    void rowsHaveNoTimeUnlessTheJobFileAsksForIt() throws Exception {
        try (PublishHarness<RowQuestion> running =
                PublishHarness.asked(
                        PublishOperator.ofOnlyShard(Timeline.INTEGER, OutputMode.CHANGELOG),
                        1,
                        0)) {
            running.open();
            running.say(0, assigned(ANN, 1));
            assertThat(running.json()).allMatch(row -> !row.contains("recorded_at"));
        }
    }

    /** The query in docs/queries.md, step by step. */
    @Test
    void theChangelogSaysWhatWasBelievedAtATime() throws Exception {
        try (PublishHarness<RowQuestion> running = create(OutputMode.CHANGELOG)) {
            running.open();
            running.at(1_000);
            running.say(0, assigned(ANN, 1), assigned(BOB, 2));
            running.snapshot();
            running.at(2_000);
            running.say(0, assigned(BOB, 1));
            running.snapshot();
            running.at(3_000);
            running.say(0, new Update.Unassigned(ANN));
            running.snapshot();
            running.at(4_000);
            running.say(0, assigned(ANN, 3));

            List<OutputRow> rows = running.rows();
            assertThat(believedAt(rows, 999)).isEmpty();
            assertThat(believedAt(rows, 1_000)).isEqualTo(Map.of("ann", 1, "bob", 2));
            assertThat(believedAt(rows, 2_500)).isEqualTo(Map.of("ann", 1, "bob", 1));
            assertThat(believedAt(rows, 3_000)).isEqualTo(Map.of("bob", 1));
            assertThat(believedAt(rows, 9_000)).isEqualTo(Map.of("ann", 3, "bob", 1));
        }
    }

    /** Of each key the row of the greatest revision until then, unless it is retired. */
    private static Map<String, Integer> believedAt(List<OutputRow> rows, long millis) {
        Map<String, OutputRow> latest = new TreeMap<>();
        rows.stream()
                .filter(row -> !recordedAt(row).isAfter(Instant.ofEpochMilli(millis)))
                .sorted(Comparator.comparingLong(OutputRow::revision))
                .forEach(row -> latest.put(field(row, "uid"), row));
        Map<String, Integer> believed = new TreeMap<>();
        latest.forEach(
                (uid, row) -> {
                    if (field(row, "status").equals("active")) {
                        believed.put(
                                uid,
                                Integer.valueOf(
                                        field(row, "entity_id").substring("person-".length())));
                    }
                });
        return believed;
    }

    private static List<Instant> times(PublishHarness<?> running) {
        List<Instant> times = new ArrayList<>();
        running.rows().forEach(row -> times.add(recordedAt(row)));
        return times;
    }

    private static Instant recordedAt(OutputRow row) {
        return Instant.parse(field(row, "recorded_at"));
    }

    private static String field(OutputRow row, String name) {
        String text = row.toString();
        int at = text.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return text.substring(at, text.indexOf('"', at));
    }

    /** A record whose key belongs to one of two subtasks. */
    private static RecordIdentity recordOf(int subtask) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new RecordIdentity("person", "crm", "x" + i))
                .filter(
                        record ->
                                KeyGroups.of(
                                                        PublishOperator.joined(
                                                                OutputKey.assignment(record)),
                                                        OperatorHarness.KEY_GROUPS)
                                                * 2
                                                / OperatorHarness.KEY_GROUPS
                                        == subtask)
                .findFirst()
                .orElseThrow();
    }

    private static Update assigned(RecordIdentity record, int entity) {
        return new Update.Assigned(record, "person-" + entity);
    }

    private static PublishHarness<RowQuestion> create(OutputMode mode) throws Exception {
        return create(mode, 1, 0);
    }

    private static PublishHarness<RowQuestion> create(OutputMode mode, int parallelism, int subtask)
            throws Exception {
        return PublishHarness.asked(
                PublishOperator.ofOnlyShard(Timeline.INTEGER, mode)
                        .with(
                                new PublishSettings(
                                        Optional.empty(),
                                        true,
                                        ConflictsFormat.DEFAULT,
                                        DigestKey.random())),
                parallelism,
                subtask);
    }
}
