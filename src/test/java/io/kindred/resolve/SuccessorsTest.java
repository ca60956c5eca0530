package io.kindred.resolve;

import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.publish.PublishedKey;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.RecordMove;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class SuccessorsTest {

    private static final int SHARD = 3;
    private static final RecordIdentity A = SampleUpdates.C1;
    private static final RecordIdentity B = SampleUpdates.E2;
    private static final RecordIdentity C = new RecordIdentity("person", "hr", "3");
    private static final String SELF = "person-1";

    private final PublishedKey key = new PublishedKey();

    @Test
    void successorsAreTheEntitiesThatTheLastRecordsMovedTo() {
        key.say(SHARD, emitted(A, B, C));
        key.say(SHARD, retired("whatever", "the", "owner", "knew"));
        key.tell(went(A, "person-9"));
        key.tell(went(B, "person-2"));
        key.tell(gone(C));
        assertThat(key.updates().get(1)).isEqualTo(retired("person-2", "person-9"));
    }

    @Test
    void retiresAtOnceIfAllMovesAreKnown() {
        key.say(SHARD, emitted(A, B));
        key.tell(went(A, "person-2"));
        key.tell(went(B, "person-2"));
        key.say(SHARD, retired());
        assertThat(key.updates()).containsExactly(emitted(A, B), retired("person-2"));
        key.pass(PublishedKey.DELAY);
        assertThat(key.rows).hasSize(2);
        assertThat(key.isDeferred()).isFalse();
        assertThat(key.tables.entryCounts()).isEqualTo(Map.of("records", 1));
    }

    @Test
    void retiresWithTheLastMove() {
        key.say(SHARD, emitted(A, B));
        key.tell(went(A, "person-2"));
        key.say(SHARD, retired());
        key.tell(went(C, "person-5"));
        key.tell(went(A, "person-3"));
        assertThat(key.rows).hasSize(1);
        key.tell(went(B, "person-4"));
        assertThat(key.updates().get(1)).isEqualTo(retired("person-3", "person-4"));
        key.pass(1000);
        assertThat(key.rows).hasSize(2);
        assertThat(key.tables.entryCounts()).as("of C too").isEqualTo(Map.of("records", 1));
    }

    @Test
    void retiresAfterTheDelayIfMovesAreMissing() {
        key.say(SHARD, emitted(A, B));
        key.say(SHARD, retired());
        key.tell(went(B, "person-4"));
        key.pass(PublishedKey.DELAY);
        assertThat(key.updates().get(1)).isEqualTo(retired("person-4"));
    }

    @Test
    void aMoveMayArriveBeforeTheRowWithTheRecord() {
        key.tell(went(A, "person-2"));
        key.say(SHARD, emitted(A));
        key.say(SHARD, retired());
        assertThat(key.updates()).containsExactly(emitted(A), retired("person-2"));
    }

    @Test
    void aMoveMayArriveSeveralRowsBeforeTheRowWithTheRecord() {
        key.say(SHARD, emitted(B));
        key.tell(went(A, "person-2"));
        key.say(SHARD, emitted(B, C));
        key.say(SHARD, emitted(A));
        key.say(SHARD, retired());
        assertThat(key.updates().get(3)).isEqualTo(retired("person-2"));
    }

    @Test
    void aReturnCancelsAnEarlierMove() {
        key.say(SHARD, emitted(A));
        key.tell(went(A, "person-2"));
        key.tell(RecordMove.arrival(A, SELF));
        key.say(SHARD, retired());
        assertThat(key.rows).as("it may have stayed").hasSize(1);
        key.tell(went(A, "person-3"));
        assertThat(key.updates().get(1)).isEqualTo(retired("person-3"));
    }

    @Test
    void aRecordMayReturnWhileTheRetractionIsDelayed() {
        key.say(SHARD, emitted(A, B));
        key.say(SHARD, retired());
        key.tell(went(A, "person-2"));
        key.tell(RecordMove.arrival(A, SELF));
        key.tell(went(B, "person-2"));
        assertThat(key.rows).as("of A it is not known").hasSize(1);
        key.say(Owners.RECONCILE, emitted(A));
        assertThat(key.updates().get(1)).isEqualTo(emitted(A));
    }

    @Test
    void onlyRecordsOfTheLastRowCount() {
        key.say(SHARD, emitted(A, B));
        key.tell(went(A, "person-2"));
        key.say(SHARD, emitted(B));
        key.tell(went(B, "person-3"));
        key.say(SHARD, retired());
        assertThat(key.updates().get(2)).isEqualTo(retired("person-3"));
    }

    @Test
    void oldMovesOfRecordsThatAreNotShownAreForgotten() {
        key.say(SHARD, emitted(A, B));
        key.tell(went(A, "person-2"));
        key.tell(went(B, "person-2"));
        key.pass(PublishedKey.DELAY);
        key.tell(went(C, "person-2"));
        assertThat(key.tables.entryCounts()).containsEntry("uniqueness", 3);
        key.say(SHARD, emitted(B));
        assertThat(key.tables.entryCounts())
                .as("of A it is old, B is shown, and C is young")
                .containsEntry("uniqueness", 2);
    }

    @Test
    void movesAfterTheEntityIsGoneAreForgotten() {
        key.say(SHARD, emitted(A));
        key.say(SHARD, retired());
        key.pass(PublishedKey.DELAY);
        key.tell(went(A, "person-2"));
        key.pass(60);
        key.tell(went(B, "person-2"));
        key.pass(40);
        assertThat(key.tables.entryCounts()).containsEntry("uniqueness", 1);
        key.pass(1000);
        assertThat(key.tables.entryCounts()).isEqualTo(Map.of("records", 1));
        assertThat(key.isDeferred()).isFalse();
        assertThat(key.rows).as("and tell nothing").hasSize(2);
    }

    /** Another owner may show it once more, and take that back. */
    @Test
    void anEntityShownAgainBrieflyHasTheSameSuccessors() {
        key.say(SHARD, emitted(A));
        key.tell(went(A, "person-2"));
        key.say(SHARD, retired());
        key.say(Owners.RECONCILE, emitted(A));
        key.say(Owners.RECONCILE, retired());
        assertThat(key.updates())
                .containsExactly(emitted(A), retired("person-2"), emitted(A), retired("person-2"));
    }

    @Test
    void aRecentMoveIsKeptWhenTheEntityIsRetired() {
        key.say(SHARD, emitted(A));
        key.tell(went(A, "person-2"));
        key.tell(went(B, "person-3"));
        key.say(SHARD, retired());
        key.say(SHARD, emitted(B));
        key.say(SHARD, retired());
        assertThat(key.updates())
                .containsExactly(emitted(A), retired("person-2"), emitted(B), retired("person-3"));
    }

    @Test
    void theEndOfTheInputRetiresWithTheKnownSuccessors() {
        key.say(SHARD, emitted(A, B));
        key.say(SHARD, retired());
        key.tell(went(B, "person-4"));
        key.end();
        assertThat(key.updates().get(1)).isEqualTo(retired("person-4"));
        assertThat(key.tables.entryCounts()).isEqualTo(Map.of("records", 1));
    }

    @Test
    void anAssignmentNotifiesTheOldAndTheNewEntity() {
        key.say(SHARD, new Update.Assigned(A, "person-1"));
        assertThat(key.moves).as("nobody knew it").isEmpty();
        key.say(Owners.RECONCILE, new Update.Assigned(A, "person-2"));
        assertThat(key.moves)
                .containsExactly(
                        new RecordMove(A, "person-1", Optional.of("person-2")),
                        RecordMove.arrival(A, "person-2"));
        key.say(Owners.RECONCILE, new Update.Unassigned(A));
        assertThat(key.moves.subList(2, 4))
                .containsExactly(
                        new RecordMove(A, "person-2", Optional.of("person-1")),
                        RecordMove.arrival(A, "person-1"));
        key.say(SHARD, new Update.Unassigned(A));
        assertThat(key.moves).as("it waits").hasSize(4);
        key.pass(PublishedKey.DELAY);
        assertThat(key.moves.get(4)).isEqualTo(new RecordMove(A, "person-1", Optional.empty()));
        key.say(SHARD, new Update.Assigned(A, "person-1"));
        assertThat(key.moves.subList(5, 6)).containsExactly(RecordMove.arrival(A, "person-1"));
    }

    /** Its row may be shown all the same, if nobody else speaks of it. */
    @Test
    void theEntityOfALesserOwnerIsNotifiedOfTheMove() {
        key.say(Owners.RECONCILE, new Update.Assigned(A, "person-2"));
        key.say(SHARD, new Update.Assigned(A, "person-1"));
        assertThat(key.moves)
                .containsExactly(new RecordMove(A, "person-1", Optional.of("person-2")));
        key.say(Owners.RECONCILE, new Update.Assigned(A, "person-3"));
        assertThat(key.moves.subList(1, 4))
                .containsExactly(
                        new RecordMove(A, "person-2", Optional.of("person-3")),
                        RecordMove.arrival(A, "person-3"),
                        new RecordMove(A, "person-1", Optional.of("person-3")));
        key.say(SHARD, new Update.Assigned(A, "person-3"));
        key.say(SHARD, new Update.Unassigned(A));
        assertThat(key.moves).as("all is said").hasSize(4);
    }

    @Test
    void aHandOverOfAnAssignmentSendsNoMove() {
        key.say(SHARD, new Update.Assigned(A, "person-1"));
        key.say(SHARD, new Update.Unassigned(A));
        key.say(Owners.RECONCILE, new Update.Assigned(A, "person-1"));
        key.pass(1000);
        assertThat(key.moves).isEmpty();
        key.say(Owners.RECONCILE, new Update.Unassigned(A));
        key.say(SHARD, new Update.Assigned(A, "person-2"));
        assertThat(key.moves)
                .as("from where it was shown")
                .containsExactly(
                        new RecordMove(A, "person-1", Optional.of("person-2")),
                        RecordMove.arrival(A, "person-2"));
    }

    private static RecordMove went(RecordIdentity record, String to) {
        return new RecordMove(record, SELF, Optional.of(to));
    }

    private static RecordMove gone(RecordIdentity record) {
        return new RecordMove(record, SELF, Optional.empty());
    }

    private static Update emitted(RecordIdentity... records) {
        return SampleUpdates.named("x", records);
    }

    private static Update retired(String... successors) {
        return new Update.EntityRetired("person", SELF, List.of(successors));
    }
}
