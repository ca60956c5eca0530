package io.kindred.flink.operator;

import io.kindred.codec.ConflictsFormat;
import io.kindred.flink.config.OutputMode;
import io.kindred.model.DigestKey;
import io.kindred.model.Entity;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What publishing keeps of records that were erased or forgotten. */
class ErasedOutputsHarnessTest {

    private static final String UID = "uid-of-the-erased";
    private static final RecordIdentity RECORD = new RecordIdentity("person", "crm", UID);
    private static final Update ERASED = new Update.Unassigned(RECORD, true);
    private static final Update DELETED = new Update.Unassigned(RECORD);
    private static final long DELAY = 100;

    private static final PublishSettings NOTHING_FORGOTTEN =
            new PublishSettings(
                    Optional.empty(), false, ConflictsFormat.DEFAULT, DigestKey.random());
    private static final PublishSettings TEN_DAYS =
            new PublishSettings(
                    Optional.of(Duration.ofDays(10)),
                    false,
                    ConflictsFormat.DEFAULT,
                    DigestKey.random());

    /** The kinds of jobs that publish assignments. */
    private enum Kind {
        ONLY_SHARD {
            @Override
            PublishOperator<RowQuestion> create(OutputMode mode) {
                return PublishOperator.ofOnlyShard(Timeline.INTEGER, mode);
            }
        },
        SEVERAL {
            @Override
            PublishOperator<RowQuestion> create(OutputMode mode) {
                return PublishOperator.ofAssignments(
                        Timeline.INTEGER, mode, Duration.ofMillis(DELAY));
            }
        };

        abstract PublishOperator<RowQuestion> create(OutputMode mode);
    }

    @ParameterizedTest
    @EnumSource
    void afterTheRowNothingOfAnErasedRecordIsKept(Kind kind) throws Exception {
        try (PublishHarness<RowQuestion> running = start(kind)) {
            running.say(0, assigned(1));
            assertThat(running.stateContains(UID)).isTrue();
            running.say(0, ERASED);
            running.at(DELAY);
            assertThat(running.json())
                    .last()
                    .asString()
                    .contains("\"status\":\"retired\",\"revision\":2")
                    .doesNotContain("person-1");
            assertThat(running.stateContains(UID)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsKeptOfARecordThatIsErasedAfterItWasDeleted(Kind kind) throws Exception {
        try (PublishHarness<RowQuestion> running = start(kind)) {
            running.say(0, assigned(1), DELETED);
            running.at(DELAY);
            assertThat(running.rows()).hasSize(2);
            assertThat(running.stateContains(UID)).isTrue();
            running.say(0, ERASED);
            assertThat(running.rows()).as("no further row").hasSize(2);
            assertThat(running.stateContains(UID)).isFalse();
            running.say(0, assigned(2));
            assertLastRevision(running, 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatComesBackContinuesItsRevision(Kind kind) throws Exception {
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = start(kind)) {
            running.say(0, assigned(1), ERASED);
            running.at(DELAY);
            snapshot = running.snapshot();
        }
        // Another key for digests: that of the state holds.
        PublishSettings settings =
                new PublishSettings(
                        Optional.empty(), false, ConflictsFormat.DEFAULT, DigestKey.random());
        try (PublishHarness<RowQuestion> running = create(kind, settings)) {
            running.restore(snapshot, 1, 0);
            running.say(0, assigned(1));
            assertThat(running.rows()).hasSize(1);
            assertLastRevision(running, 3);
            running.say(0, DELETED);
            running.at(2 * DELAY);
            running.say(0, assigned(1));
            assertLastRevision(running, 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void beforeTheEndNothingOfAnErasedRecordIsKept(Kind kind) throws Exception {
        try (PublishHarness<RowQuestion> running =
                create(kind, OutputMode.FINAL, NOTHING_FORGOTTEN)) {
            running.open();
            running.say(0, assigned(1));
            assertThat(running.stateContains(UID)).isTrue();
            running.say(0, ERASED);
            assertThat(running.stateContains(UID)).isFalse();
            running.end();
            assertThat(running.rows()).isEmpty();
        }
    }

    @Test
    void theLastOwnerToRetractDecidesWhenTheKeyIsForgotten() throws Exception {
        try (PublishHarness<RowQuestion> running = start(Kind.SEVERAL)) {
            running.say(0, assigned(1));
            running.say(Owners.RECONCILE, assigned(2));
            running.say(0, ERASED);
            assertThat(running.stateContains(UID)).isTrue();
            running.say(Owners.RECONCILE, DELETED);
            running.at(DELAY);
            assertThat(running.rows()).last().matches(OutputRow::gone);
            assertThat(running.stateContains(UID)).isFalse();
        }
    }

    @Test
    void anErasureThatComesWhileARetractionWaitsCounts() throws Exception {
        try (PublishHarness<RowQuestion> running = start(Kind.SEVERAL)) {
            running.say(0, assigned(1), DELETED);
            running.say(7, ERASED);
            running.at(DELAY);
            assertThat(running.rows()).last().matches(OutputRow::gone);
            assertThat(running.stateContains(UID)).isFalse();
        }
    }

    /** The row without the record may come before the move, and is then the last. */
    @ParameterizedTest
    @EnumSource(names = {"CHANGELOG"})
    void entitiesForgetWhereAnErasedRecordWent(OutputMode mode) throws Exception {
        try (PublishHarness<RecordMove> running =
                PublishHarness.moved(
                        PublishOperator.ofOthers(Timeline.INTEGER, mode, Duration.ofMillis(DELAY)),
                        1,
                        0)) {
            running.open();
            RecordIdentity other = new RecordIdentity("person", "crm", "other");
            running.say(0, entity(RECORD, other));
            running.say(0, entity(other));
            running.tell(new RecordMove(RECORD, "person-1", Optional.empty()));
            assertThat(running.stateContains(UID)).isTrue();
            running.at(DELAY);
            assertThat(running.stateContains(UID)).isFalse();
            assertThat(running.rows()).hasSize(2);
            assertThat(running.timers()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void revisionsOfDeletedAndErasedKeysAreForgotten(Kind kind) throws Exception {
        for (Update gone : List.of(DELETED, ERASED)) {
            try (PublishHarness<RowQuestion> running = create(kind, TEN_DAYS)) {
                running.open();
                running.say(0, assigned(1), gone);
                running.at(DELAY);
                running.forgetAt(Duration.ofDays(9));
                running.say(0, assigned(1));
                assertLastRevision(running, 3);
                running.forgetAt(Duration.ofDays(30));
                running.say(0, gone);
                running.at(2 * DELAY);
                assertThat(running.rows()).as("what is shown is not forgotten").hasSize(4);
                running.forgetAt(Duration.ofDays(40));
                running.say(0, assigned(1));
                assertLastRevision(running, 1);
            }
        }
    }

    /** Without the setting nothing is forgotten any more, and what was not yet never is. */
    @ParameterizedTest
    @EnumSource
    void theSettingMayBeSetChangedAndRemoved(Kind kind) throws Exception {
        OperatorSubtaskState unset;
        try (PublishHarness<RowQuestion> running = start(kind)) {
            running.say(0, assigned(1), DELETED);
            running.at(DELAY);
            unset = running.snapshot();
        }
        OperatorSubtaskState set;
        try (PublishHarness<RowQuestion> running = create(kind, TEN_DAYS)) {
            running.restore(unset, 1, 0);
            running.forgetAt(Duration.ofDays(1_000));
            running.say(0, assigned(1));
            assertLastRevision(running, 3);
            running.say(0, DELETED);
            running.at(2 * DELAY);
            set = running.snapshot();
        }
        try (PublishHarness<RowQuestion> running = create(kind, NOTHING_FORGOTTEN)) {
            running.restore(set, 1, 0);
            running.forgetAt(Duration.ofDays(10_000));
            running.say(0, assigned(1));
            assertLastRevision(running, 5);
            running.say(0, DELETED);
            running.at(3 * DELAY);
            running.say(0, assigned(1));
            assertLastRevision(running, 7);
        }
    }

    private static Update assigned(int entity) {
        return new Update.Assigned(RECORD, "person-" + entity);
    }

    private static Update entity(RecordIdentity... records) {
        return new Update.EntityUpsert(
                new Entity("person-1", "person", List.of(records), List.of()));
    }

    private static void assertLastRevision(PublishHarness<RowQuestion> running, int revision)
            throws Exception {
        assertThat(running.json()).last().asString().contains("\"revision\":" + revision);
    }

    private static PublishHarness<RowQuestion> start(Kind kind) throws Exception {
        PublishHarness<RowQuestion> running = create(kind, NOTHING_FORGOTTEN);
        running.open();
        return running;
    }

    private static PublishHarness<RowQuestion> create(Kind kind, PublishSettings settings)
            throws Exception {
        return create(kind, OutputMode.CHANGELOG, settings);
    }

    private static PublishHarness<RowQuestion> create(
            Kind kind, OutputMode mode, PublishSettings settings) throws Exception {
        return PublishHarness.asked(kind.create(mode).with(settings), 1, 0);
    }
}
