package io.kindred.resolve;

import io.kindred.model.RecordIdentity;
import io.kindred.resolve.Batch.LimitWatch;
import io.kindred.resolve.Batch.UniqueValue;
import io.kindred.storage.ByteKey;
import org.junit.jupiter.api.Test;

import java.util.List;
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
        batch.touch(1);
        batch.unlink(1);
        batch.touch(1);
        batch.touch(2);
        assertThat(batch.unlinked()).containsExactly(1L);
        assertThat(batch.touched()).containsExactly(1L, 2L);
    }

    @Test
    void anAbsorbedComponentHandsItsDoubtsOn() {
        batch.unlink(1);
        batch.touch(2);
        batch.absorb(1, 2);
        assertThat(batch.touched()).containsExactly(2L);
        assertThat(batch.unlinked()).containsExactly(2L);
        batch.absorb(3, 4);
        assertThat(batch.touched()).containsExactly(2L, 4L);
        assertThat(batch.unlinked()).containsExactly(2L);
        batch.absorb(4, 2);
        assertThat(batch.unlinked()).containsExactly(2L);
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
        batch.touch(1);
        assertThat(batch.isEmpty()).isFalse();
        batch.clear();
        batch.watchLimit(SIGNATURE, "person", KEY, 3, true, true);
        assertThat(batch.isEmpty()).isFalse();
        batch.clear();
        batch.claim(SIGNATURE, new UniqueValue("person", "email", "a"));
        assertThat(batch.uniqueValues()).hasSize(1);
        assertThat(batch.isEmpty()).isFalse();
        batch.clear();
        batch.removed(ANN, ENTITY);
        assertThat(batch.isEmpty()).isFalse();
        batch.clear();
        assertThat(batch.isEmpty()).isTrue();
    }
}
