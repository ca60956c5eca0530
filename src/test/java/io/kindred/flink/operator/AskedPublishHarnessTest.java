package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;

import static io.kindred.flink.operator.PublishHarness.ask;
import static org.assertj.core.api.Assertions.assertThat;

/** Publishing assignments while somebody asks. */
class AskedPublishHarnessTest {

    private static final int SHARD = 0;
    private static final Duration DELAY = Duration.ofMillis(100);
    private static final RecordIdentity RECORD = SampleUpdates.E2;
    private static final RecordIdentity OTHER = SampleUpdates.C1;

    /** Whose updates are published. */
    enum Whose {
        OF_THE_ONLY_SHARD {
            @Override
            PublishOperator<RowQuestion> operator(OutputMode mode) {
                return PublishOperator.ofOnlyShard(Timeline.INTEGER, mode);
            }
        },
        OF_SEVERAL {
            @Override
            PublishOperator<RowQuestion> operator(OutputMode mode) {
                return PublishOperator.ofAssignments(Timeline.INTEGER, mode, DELAY);
            }
        };

        abstract PublishOperator<RowQuestion> operator(OutputMode mode);

        PublishHarness<RowQuestion> created(OutputMode mode) throws Exception {
            return PublishHarness.asked(operator(mode), 1, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersWithTheShownRow(Whose updates) throws Exception {
        try (PublishHarness<RowQuestion> running = updates.created(OutputMode.CHANGELOG)) {
            running.open();
            running.say(SHARD, assigned(RECORD, "E1"));
            assertThat(ask(running, RECORD)).contains(row("E1", 1));
            running.say(SHARD, assigned(RECORD, "E1"), assigned(RECORD, "E2"));
            assertThat(ask(running, RECORD)).contains(row("E2", 2));
            assertThat(running.rows()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasNoAnswerForAnUnknownRecord(Whose updates) throws Exception {
        try (PublishHarness<RowQuestion> running = updates.created(OutputMode.CHANGELOG)) {
            running.open();
            running.say(SHARD, assigned(OTHER, "E1"));
            assertThat(ask(running, RECORD)).isEmpty();
            running.say(SHARD, assigned(RECORD, "E1"));
            assertThat(running.json()).hasSize(2).allMatch(row -> row.contains("\"revision\":1"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void hasNoAnswerForARetractedRecordUntilItReturns(Whose updates) throws Exception {
        try (PublishHarness<RowQuestion> running = updates.created(OutputMode.CHANGELOG)) {
            running.open();
            running.say(SHARD, assigned(RECORD, "E1"), new Update.Unassigned(RECORD));
            running.at(DELAY.toMillis());
            assertThat(ask(running, RECORD)).isEmpty();
            running.say(SHARD, assigned(RECORD, "E1"));
            assertThat(ask(running, RECORD)).contains(row("E1", 3));
        }
    }

    @Test
    void aRetractionThatWaitsIsNotYetSeen() throws Exception {
        try (PublishHarness<RowQuestion> running = Whose.OF_SEVERAL.created(OutputMode.CHANGELOG)) {
            running.open();
            running.say(SHARD, assigned(RECORD, "E1"), new Update.Unassigned(RECORD));
            assertThat(ask(running, RECORD)).contains(row("E1", 1));
            running.say(Owners.RECONCILE, assigned(RECORD, "E2"));
            running.say(SHARD, assigned(RECORD, "E3"));
            assertThat(ask(running, RECORD)).contains(row("E2", 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void inFinalModeThereAreNoAnswersAndRowsFollowBothInputs(Whose updates) throws Exception {
        try (PublishHarness<RowQuestion> running = updates.created(OutputMode.FINAL)) {
            running.open();
            running.say(SHARD, assigned(RECORD, "E1"));
            assertThat(ask(running, RECORD)).isEmpty();
            running.endUpdates();
            assertThat(ask(running, RECORD)).isEmpty();
            assertThat(running.rows()).isEmpty();
            running.endSecond();
            assertThat(running.rows()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stateIsKeptWhenQueriesAreAddedOrRemoved(Whose updates) throws Exception {
        OperatorSubtaskState before;
        try (PublishHarness<RowQuestion> running = updates.created(OutputMode.CHANGELOG)) {
            running.open();
            running.say(SHARD, assigned(RECORD, "E1"), assigned(RECORD, "E2"));
            running.say(SHARD, assigned(OTHER, "E1"));
            before = running.snapshot();
        }
        OperatorSubtaskState asked;
        try (PublishHarness<RowQuestion> running = updates.created(OutputMode.CHANGELOG)) {
            running.restore(before, 1, 0);
            assertThat(ask(running, RECORD)).contains(row("E2", 2));
            running.say(SHARD, assigned(RECORD, "E2"), new Update.Unassigned(OTHER));
            running.say(SHARD, assigned(RECORD, "E3"));
            assertThat(ask(running, RECORD)).contains(row("E3", 3));
            asked = running.snapshot();
        }
        try (PublishHarness<RowQuestion> running = updates.created(OutputMode.CHANGELOG)) {
            running.restore(asked, 1, 0);
            running.say(SHARD, assigned(RECORD, "E4"), assigned(OTHER, "E5"));
            running.at(DELAY.toMillis());
            // Of several, another owner that speaks in time has nothing be retracted.
            long ofOther = updates == Whose.OF_SEVERAL ? 2 : 3;
            assertThat(running.rows())
                    .hasSize(2)
                    .anyMatch(row -> isOf(row, RECORD, 4))
                    .anyMatch(row -> isOf(row, OTHER, ofOther));
        }
    }

    private static boolean isOf(OutputRow row, RecordIdentity record, long revision) {
        return row.key().equals(record.joined()) && row.revision() == revision && !row.gone();
    }

    private static Update assigned(RecordIdentity record, String entity) {
        return new Update.Assigned(record, entity);
    }

    private static ShownRow row(String entity, long revision) {
        return new ShownRow(
                revision, EncodedUpdate.of(assigned(RECORD, entity)).shown().orElseThrow());
    }
}
