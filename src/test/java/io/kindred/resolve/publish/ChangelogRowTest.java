package io.kindred.resolve.publish;

import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.resolve.publish.PublishedKey.Row;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.RecordMove;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class ChangelogRowTest {

    private static final int SHARD = 3;
    private static final int OTHER_SHARD = 7;
    private static final int RECONCILE = Owners.RECONCILE;

    private final PublishedKey key = new PublishedKey();

    @Test
    void anUnchangedUpdateGivesNoRow() {
        key.say(SHARD, assigned("E"));
        key.say(SHARD, assigned("E"));
        key.say(SHARD, assigned("F"));
        key.say(SHARD, assigned("F"));
        assertThat(key.rows).containsExactly(row(assigned("E"), 1), row(assigned("F"), 2));
        assertThat(key.isDeferred()).isFalse();
    }

    @Test
    void theGreatestOwnerIsShownInAnyOrder() {
        key.say(SHARD, assigned("E"));
        key.say(RECONCILE, assigned("F"));
        key.say(SHARD, assigned("G"));
        key.say(OTHER_SHARD, assigned("H"));
        assertThat(key.updates()).containsExactly(assigned("E"), assigned("F"));
    }

    @Test
    void retractingTheGreatestOwnerShowsTheNextOne() {
        key.say(SHARD, assigned("E"));
        key.say(RECONCILE, assigned("F"));
        key.say(RECONCILE, unassigned());
        assertThat(key.rows)
                .containsExactly(
                        row(assigned("E"), 1), row(assigned("F"), 2), row(assigned("E"), 3));
        assertThat(key.isDeferred()).isFalse();
    }

    @Test
    void retractingAnOwnerThatIsNotShownGivesNoRow() {
        key.say(SHARD, assigned("E"));
        key.say(RECONCILE, assigned("F"));
        key.say(SHARD, unassigned());
        key.say(OTHER_SHARD, unassigned());
        assertThat(key.rows).hasSize(2);
        key.say(RECONCILE, unassigned());
        key.pass(PublishedKey.DELAY);
        assertThat(key.updates().get(2)).isEqualTo(unassigned());
    }

    @Test
    void equalContentOfAnotherOwnerGivesNoRow() {
        key.say(SHARD, SampleUpdates.named("x", C1));
        key.say(RECONCILE, SampleUpdates.named("x", C1));
        key.say(SHARD, retired());
        key.pass(1000);
        assertThat(key.rows).containsExactly(row(SampleUpdates.named("x", C1), 1));
        key.say(SHARD, SampleUpdates.named("x", C1));
        key.say(RECONCILE, retired());
        key.pass(1000);
        assertThat(key.rows).hasSize(1);
    }

    @Test
    void aHandOverWithEqualContentGivesNoRow() {
        key.say(SHARD, SampleUpdates.named("x", C1));
        key.say(SHARD, retired());
        key.pass(PublishedKey.DELAY - 1);
        key.say(RECONCILE, SampleUpdates.named("x", C1));
        key.pass(1000);
        assertThat(key.rows).hasSize(1);
        assertThat(key.waiting).isZero();
        assertThat(key.handOvers).isEqualTo(1);
    }

    @Test
    void aHandOverWithOtherContentGivesARow() {
        key.say(RECONCILE, assigned("E"));
        key.say(RECONCILE, unassigned());
        key.say(SHARD, assigned("F"));
        key.pass(1000);
        assertThat(key.rows).containsExactly(row(assigned("E"), 1), row(assigned("F"), 2));
        key.say(RECONCILE, unassigned());
        key.pass(1000);
        assertThat(key.rows).as("it was retracted already").hasSize(2);
    }

    @Test
    void aRetractionIsShownAfterItsDelay() {
        key.say(SHARD, assigned("E"));
        key.say(SHARD, unassigned());
        key.say(SHARD, unassigned());
        key.pass(PublishedKey.DELAY - 1);
        assertThat(key.rows).hasSize(1);
        assertThat(key.waiting).isEqualTo(1);
        key.pass(1);
        assertThat(key.waiting).isZero();
        assertThat(key.rows).containsExactly(row(assigned("E"), 1), row(unassigned(), 2));
        key.pass(1000);
        assertThat(key.rows).hasSize(2);
    }

    @Test
    void eachRetractionHasItsFullDelay() {
        key.say(SHARD, assigned("E"));
        key.say(SHARD, unassigned());
        key.pass(60);
        key.say(SHARD, assigned("E"));
        key.say(SHARD, unassigned());
        key.pass(99);
        assertThat(key.rows).hasSize(1);
        key.pass(1);
        assertThat(key.rows).hasSize(2);
    }

    @Test
    void retractionOfAllOwnersGivesARetractedRow() {
        key.say(SHARD, assigned("E"));
        key.say(OTHER_SHARD, assigned("F"));
        key.say(OTHER_SHARD, unassigned());
        key.say(SHARD, unassigned());
        key.pass(PublishedKey.DELAY);
        assertThat(key.rows)
                .containsExactly(
                        row(assigned("E"), 1),
                        row(assigned("F"), 2),
                        row(assigned("E"), 3),
                        row(unassigned(), 4));
    }

    @Test
    void aKeyAfterARetractionContinuesItsRevisions() {
        key.say(SHARD, assigned("E"));
        key.say(SHARD, unassigned());
        key.pass(PublishedKey.DELAY);
        key.say(SHARD, assigned("E"));
        assertThat(key.rows.get(2)).isEqualTo(row(assigned("E"), 3));
    }

    @Test
    void retractingAnUnknownKeyGivesNoRow() {
        key.say(SHARD, unassigned());
        key.pass(1000);
        assertThat(key.rows).isEmpty();
        assertThat(key.tables.entryCounts()).isEmpty();
    }

    @Test
    void theEndOfTheInputShowsDelayedRetractions() {
        key.say(SHARD, assigned("E"));
        key.say(SHARD, unassigned());
        key.end();
        assertThat(key.rows).containsExactly(row(assigned("E"), 1), row(unassigned(), 2));
        assertThat(key.isDeferred()).isFalse();
    }

    @Test
    void everyKindOfUpdateHasItsRetraction() {
        Stream.of(
                        List.of(SampleUpdates.direct(), SampleUpdates.resolved()),
                        List.of(SampleUpdates.generic(), SampleUpdates.genericResolved()),
                        List.of(SampleUpdates.assigned(), SampleUpdates.unassigned()),
                        List.of(
                                SampleUpdates.entity(),
                                new Update.EntityRetired("person", "person-1", List.of())))
                .forEach(
                        pair -> {
                            PublishedKey each = new PublishedKey();
                            each.say(SHARD, pair.get(0));
                            each.say(SHARD, pair.get(1));
                            each.pass(PublishedKey.DELAY);
                            assertThat(each.updates()).isEqualTo(pair);
                        });
    }

    @Test
    void longUpdatesAreStoredSeparatelyPerOwner() {
        key.say(SHARD, SampleUpdates.named("x".repeat(3000), C1));
        key.say(RECONCILE, SampleUpdates.named("y".repeat(3000), C1));
        assertThat(key.tables.entryCounts()).containsEntry("components", 2);
        key.say(RECONCILE, retired());
        assertThat(key.updates().get(2)).isEqualTo(SampleUpdates.named("x".repeat(3000), C1));
        assertThat(key.tables.entryCounts()).containsEntry("components", 1);
        key.say(SHARD, SampleUpdates.named("short", C1));
        assertThat(key.tables.entryCounts()).doesNotContainKey("components");
        key.say(SHARD, SampleUpdates.named("z".repeat(3000), C1));
        key.say(SHARD, retired());
        key.pass(PublishedKey.DELAY);
        assertThat(key.tables.entryCounts()).isEqualTo(Map.of("records", 1));
    }

    @Test
    void continuesAfterARestart() {
        key.say(SHARD, assigned("E"));
        key.say(RECONCILE, assigned("F"));
        key.restart();
        key.say(RECONCILE, unassigned());
        key.say(SHARD, unassigned());
        key.restart();
        key.pass(PublishedKey.DELAY);
        assertThat(key.rows)
                .containsExactly(
                        row(assigned("E"), 1),
                        row(assigned("F"), 2),
                        row(assigned("E"), 3),
                        row(unassigned(), 4));
        assertThat(key.moves.get(key.moves.size() - 1))
                .isEqualTo(new RecordMove(E2, "E", Optional.empty()));
    }

    private static final RecordIdentity C1 = SampleUpdates.C1;
    private static final RecordIdentity E2 = SampleUpdates.E2;

    private static Row row(Update update, long revision) {
        return new Row(update, revision);
    }

    private static Update assigned(String entity) {
        return new Update.Assigned(E2, entity);
    }

    private static Update unassigned() {
        return SampleUpdates.unassigned();
    }

    private static Update retired(String... successors) {
        return new Update.EntityRetired("person", "person-1", List.of(successors));
    }
}
