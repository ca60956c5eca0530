package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HandoverOperatorHarnessTest {

    private static final int SHARD = 3;

    @Test
    void aMoveGoesWhereTheEntityIsPublished() {
        assertThat(PublishOperator.key(new RecordMove(record(1), "person-1", Optional.empty())))
                .isEqualTo(PublishOperator.key(OwnedUpdate.of(0, entity(1))));
    }

    @Test
    void rowsGoToTheOutputOfTheirStream() throws Exception {
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG)) {
            running.say(SHARD, SampleUpdates.entity(), SampleUpdates.direct());
            running.say(Owners.DIRECTORY, SampleUpdates.generic());
            assertThat(running.rows()).hasSize(3);
            for (OutputKey.Stream stream :
                    EnumSet.complementOf(EnumSet.of(OutputKey.Stream.GOLDEN_VALUES))) {
                assertThat(running.outputs(PublishOperator.tag(stream)))
                        .as(stream.name())
                        .hasSize(stream.isByRecord() ? 0 : 1);
            }
            assertThat(running.harness.getOutput()).isEmpty();
        }
    }

    @Test
    void retiresAnEntityOnceItsSuccessorsAreKnown() throws Exception {
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG)) {
            running.say(SHARD, entity(1), retired(1));
            running.at(50);
            assertThat(running.rows()).hasSize(1);
            running.tell(new RecordMove(record(1), "person-1", Optional.of("person-2")));
            assertThat(running.rows()).hasSize(2);
            assertThat(running.json().get(1))
                    .contains("\"retired\"", "\"revision\":2", "\"successors\":[\"person-2\"]");
            running.at(1000);
            assertThat(running.rows()).hasSize(2);
            assertThat(running.count(PublishOperator.WAITING)).isZero();
        }
    }

    @Test
    void doesNotEndBeforeBothInputsHaveEnded() throws Exception {
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG)) {
            running.say(SHARD, SampleUpdates.entity(), SampleUpdates.retired());
            running.endUpdates();
            assertThat(running.rows()).hasSize(1);
            running.tell(new RecordMove(SampleUpdates.C1, "person-1", Optional.of("person-7")));
            running.endSecond();
            assertThat(running.json().get(1)).contains("\"successors\":[\"person-7\"]");
        }
    }

    @Test
    void delayedRetractionsAndMovesSurviveARestartWithAnotherParallelism() throws Exception {
        int entities = 30;
        OperatorSubtaskState snapshot;
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG)) {
            for (int i = 0; i < entities; i++) {
                running.say(SHARD, entity(i));
                running.tell(new RecordMove(record(i), "person-" + i, Optional.of("x-" + i)));
                if (i % 2 == 0) {
                    running.say(
                            Owners.RECONCILE,
                            new Update.EntityUpsert(
                                    new Entity(
                                            "person-" + i,
                                            "person",
                                            List.of(record(i), record(i + 1000)),
                                            List.of())));
                    running.say(SHARD, retired(i));
                    running.say(Owners.RECONCILE, retired(i));
                }
            }
            assertThat(running.rows()).hasSize(entities + entities / 2);
            snapshot = running.snapshot();
        }
        List<String> rows = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (PublishHarness<RecordMove> running = create(OutputMode.CHANGELOG, 2, subtask)) {
                running.restore(snapshot, 2, subtask);
                running.at(99);
                assertThat(running.rows()).isEmpty();
                running.at(100);
                rows.addAll(running.json());
            }
        }
        assertThat(new TreeSet<>(rows)).hasSize(entities / 2);
        assertThat(rows)
                .hasSize(entities / 2)
                .allMatch(row -> row.contains("\"revision\":3"))
                .allMatch(row -> row.matches(".*\"person-(\\d+)\".*\\[\"x-\\1\"].*"));
    }

    @Test
    void longUpdatesSurviveARestart() throws Exception {
        OperatorSubtaskState snapshot;
        Update wide =
                new Update.EntityUpsert(
                        new Entity(
                                "person-1",
                                "person",
                                List.of(record(1)),
                                List.of(new GoldenValue("a", "b".repeat(5000), Interval.ALWAYS))));
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG)) {
            running.say(SHARD, wide);
            running.say(Owners.RECONCILE, entity(1));
            snapshot = running.snapshot();
        }
        try (PublishHarness<RecordMove> running = create(OutputMode.CHANGELOG, 1, 0)) {
            running.restore(snapshot, 1, 0);
            running.say(SHARD, wide);
            assertThat(running.rows()).isEmpty();
            running.say(Owners.RECONCILE, retired(1));
            assertThat(running.json()).singleElement().asString().contains("b".repeat(5000));
        }
    }

    @Test
    void finalRowsComeWhenBothInputsAreAtTheirEnd() throws Exception {
        try (PublishHarness<RecordMove> running = start(OutputMode.FINAL)) {
            running.say(SHARD, entity(1), entity(2), retired(2), SampleUpdates.direct());
            running.say(Owners.RECONCILE, SampleUpdates.resolved());
            running.endUpdates();
            assertThat(running.rows()).isEmpty();
            running.endSecond();
            assertThat(running.rows())
                    .hasSize(2)
                    .allMatch(row -> row.toString().contains("\"revision\":1,") && !row.gone());
        }
    }

    @Test
    void anAssignmentIsAnError() throws Exception {
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG)) {
            running.say(SHARD, SampleUpdates.assigned());
            assertThatThrownBy(
                            () ->
                                    running.say(
                                            SHARD,
                                            new Update.Assigned(SampleUpdates.E2, "person-9")))
                    .hasMessageContaining("expected no assignments here");
        }
    }

    private static PublishHarness<RecordMove> start(OutputMode mode) throws Exception {
        PublishHarness<RecordMove> running = create(mode, 1, 0);
        running.open();
        return running;
    }

    private static PublishHarness<RecordMove> create(OutputMode mode, int parallelism, int subtask)
            throws Exception {
        return PublishHarness.moved(
                PublishOperator.ofOthers(Timeline.INTEGER, mode, Duration.ofMillis(100)),
                parallelism,
                subtask);
    }

    private static RecordIdentity record(int number) {
        return new RecordIdentity("person", "crm", "R" + number);
    }

    private static Update entity(int number) {
        return new Update.EntityUpsert(
                new Entity("person-" + number, "person", List.of(record(number)), List.of()));
    }

    private static Update retired(int number) {
        return new Update.EntityRetired("person", "person-" + number, List.of("ignored"));
    }
}
