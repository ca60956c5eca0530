package io.kindred.resolve;

import io.kindred.model.RecordIdentity;
import io.kindred.resolve.Batch.LimitWatch;
import io.kindred.resolve.Batch.UniqueValue;
import io.kindred.storage.ByteKey;
import io.kindred.storage.StatedDigests;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class BatchTest {

    private static final ByteKey SIGNATURE = new ByteKey(new byte[] {1});
    private static final Optional<ByteKey> ENTITY = Optional.of(new ByteKey(new byte[] {2}));
    private static final KeyValues KEY = new KeyValues(0, List.of("a"));
    private static final RecordIdentity ANN = Sample.identity("crm", "ann");

    private final Batch batch = new Batch();

    @Test
    void whatMayHaveComeApartIsLinkedAnewHoweverOftenItIsTouched() {
        batch.touch(1, "person");
        batch.unlink(1, "person");
        batch.touch(1, "person");
        batch.touch(2, "company");
        assertThat(batch.touched()).containsOnlyKeys(1L, 2L);
        assertThat(batch.touched().get(1L).isUnlinked()).isTrue();
        assertThat(batch.touched().get(2L).isUnlinked()).isFalse();
        assertThat(batch.touched().get(2L).entityType()).isEqualTo("company");
    }

    @Test
    void anAbsorbedComponentHandsItsDoubtsOn() {
        batch.unlink(1, "person");
        batch.touch(2, "person");
        batch.absorb(1, 2, "person", StatedDigests.NONE);
        assertThat(batch.touched()).containsOnlyKeys(2L);
        assertThat(batch.touched().get(2L).isUnlinked()).isTrue();
        batch.absorb(3, 4, "person", StatedDigests.NONE);
        assertThat(batch.touched().get(4L).isUnlinked()).isFalse();
        batch.absorb(2, 4, "person", StatedDigests.NONE);
        assertThat(batch.touched().get(4L).isUnlinked()).isTrue();
    }

    @Test
    void anAbsorbedComponentHandsOnWhatWasStatedOfIt() {
        StatedDigests one = stated(1);
        StatedDigests two = stated(2);
        StatedDigests three = stated(3);
        batch.inherit(1, "person", one);
        batch.absorb(1, 2, "person", two);
        batch.inherit(2, "person", three);
        assertThat(batch.touched().get(2L).inherited()).isEqualTo(one.and(two).and(three));
    }

    @Test
    void whatIsPutOffIsNotTouched() {
        batch.touch(1, "person");
        batch.putOff(1);
        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void aRecordThatCameAndChangedIsStillNew() {
        NormalizedRecord first = NormalizedRecord.of(ANN, List.of(), Sample.RULES);
        NormalizedRecord second = NormalizedRecord.of(ANN, List.of(), Sample.RULES);
        batch.take(7, first, true);
        batch.take(7, second, false);
        batch.take(8, first, false);
        assertThat(batch.isNew(7)).isTrue();
        assertThat(batch.taken(7)).containsSame(second);
        assertThat(batch.isNew(8)).isFalse();
        assertThat(batch.isNew(9)).isFalse();
        assertThat(batch.taken(9)).isEmpty();
    }

    private static StatedDigests stated(int first) {
        return new StatedDigests(
                Map.of(new ByteKey(new byte[] {(byte) first}), SIGNATURE), Map.of());
    }

    @Test
    void aLimitRemembersHowTheBatchBegan() {
        batch.watchLimit(SIGNATURE, "person", KEY, 3, true, true);
        LimitWatch watch = batch.limits().get(SIGNATURE);
        assertThat(watch.everOpen()).isFalse();
        batch.watchLimit(SIGNATURE, "person", KEY, 4, true, false);
        batch.watchLimit(SIGNATURE, "person", KEY, 2, false, true);
        assertThat(batch.limits()).containsOnlyKeys(SIGNATURE);
        assertThat(watch.recordsBefore()).isEqualTo(3);
        assertThat(watch.wasGeneric()).isTrue();
        assertThat(watch.everOpen()).isTrue();
    }

    @Test
    void aRecordRemovedTwiceKeepsTheEntityItWasStatedIn() {
        batch.removed(ANN, ENTITY);
        batch.removed(ANN, Optional.empty());
        assertThat(batch.removed()).containsEntry(ANN, ENTITY);
    }

    @Test
    void isEmptyAgainWhenCleared() {
        assertThat(batch.isEmpty()).isTrue();
        batch.touch(1, "person");
        assertThat(batch.isEmpty()).isFalse();
        batch.clear();
        batch.watchLimit(SIGNATURE, "person", KEY, 3, true, true);
        assertThat(batch.isEmpty()).isFalse();
        batch.clear();
        batch.claim(SIGNATURE, new UniqueValue("person", "email", "a"), 1);
        assertThat(batch.claims()).hasSize(1);
        assertThat(batch.isEmpty()).isFalse();
        batch.clear();
        batch.removed(ANN, ENTITY);
        assertThat(batch.isEmpty()).isFalse();
        batch.clear();
        assertThat(batch.isEmpty()).isTrue();
    }
}
