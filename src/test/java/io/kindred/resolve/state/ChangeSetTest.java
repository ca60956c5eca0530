package io.kindred.resolve.state;

import io.kindred.model.RecordIdentity;
import io.kindred.resolve.Sample;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.state.ChangeSet.LimitWatch;
import io.kindred.resolve.state.ChangeSet.UniqueValue;
import io.kindred.storage.ByteKey;
import io.kindred.storage.EmittedDigests;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeSetTest {

    private static final ByteKey SIGNATURE = new ByteKey(new byte[] {1});
    private static final Optional<ByteKey> ENTITY = Optional.of(new ByteKey(new byte[] {2}));
    private static final KeyValues KEY = new KeyValues(0, List.of("a"));
    private static final RecordIdentity ANN = Sample.identity("crm", "ann");

    private final ChangeSet changes = new ChangeSet();

    @Test
    void anUnlinkedComponentStaysUnlinkedWhenMarkedAgain() {
        changes.markDirty(1, "person");
        changes.unlink(1, "person");
        changes.markDirty(1, "person");
        changes.markDirty(2, "company");
        assertThat(changes.dirtyComponents()).containsOnlyKeys(1L, 2L);
        assertThat(changes.dirtyComponents().get(1L).isUnlinked()).isTrue();
        assertThat(changes.dirtyComponents().get(2L).isUnlinked()).isFalse();
        assertThat(changes.dirtyComponents().get(2L).entityType()).isEqualTo("company");
    }

    @Test
    void absorbingAnUnlinkedComponentUnlinksTheTarget() {
        changes.unlink(1, "person");
        changes.markDirty(2, "person");
        changes.absorb(1, 2, "person", EmittedDigests.NONE);
        assertThat(changes.dirtyComponents()).containsOnlyKeys(2L);
        assertThat(changes.dirtyComponents().get(2L).isUnlinked()).isTrue();
        changes.absorb(3, 4, "person", EmittedDigests.NONE);
        assertThat(changes.dirtyComponents().get(4L).isUnlinked()).isFalse();
        changes.absorb(2, 4, "person", EmittedDigests.NONE);
        assertThat(changes.dirtyComponents().get(4L).isUnlinked()).isTrue();
    }

    @Test
    void absorbingAComponentInheritsItsEmittedDigests() {
        EmittedDigests one = emitted(1);
        EmittedDigests two = emitted(2);
        EmittedDigests three = emitted(3);
        changes.inherit(1, "person", one);
        changes.absorb(1, 2, "person", two);
        changes.inherit(2, "person", three);
        assertThat(changes.dirtyComponents().get(2L).inherited())
                .isEqualTo(one.and(two).and(three));
    }

    @Test
    void aDeferredComponentIsNotDirty() {
        changes.markDirty(1, "person");
        changes.defer(1);
        assertThat(changes.isEmpty()).isTrue();
    }

    @Test
    void aRecordAddedAndChangedInOneBatchIsNew() {
        NormalizedRecord first = NormalizedRecord.of(ANN, List.of(), Sample.RULES);
        NormalizedRecord second = NormalizedRecord.of(ANN, List.of(), Sample.RULES);
        changes.recordChanged(7, first, true);
        changes.recordChanged(7, second, false);
        changes.recordChanged(8, first, false);
        assertThat(changes.isNew(7)).isTrue();
        assertThat(changes.changed(7)).containsSame(second);
        assertThat(changes.isNew(8)).isFalse();
        assertThat(changes.isNew(9)).isFalse();
        assertThat(changes.changed(9)).isEmpty();
    }

    private static EmittedDigests emitted(int first) {
        return EmittedDigests.of(
                Map.of(new ByteKey(new byte[] {(byte) first}), SIGNATURE), Map.of());
    }

    @Test
    void aLimitRemembersItsStateAtTheStartOfTheBatch() {
        changes.watchLimit(SIGNATURE, "person", KEY, 3, true, true);
        LimitWatch watch = changes.limits().get(SIGNATURE);
        assertThat(watch.everOpen()).isFalse();
        changes.watchLimit(SIGNATURE, "person", KEY, 4, true, false);
        changes.watchLimit(SIGNATURE, "person", KEY, 2, false, true);
        assertThat(changes.limits()).containsOnlyKeys(SIGNATURE);
        assertThat(watch.recordsBefore()).isEqualTo(3);
        assertThat(watch.wasGeneric()).isTrue();
        assertThat(watch.everOpen()).isTrue();
    }

    @Test
    void aRecordRemovedTwiceKeepsItsLastEntity() {
        changes.removed(ANN, ENTITY);
        changes.removed(ANN, Optional.empty());
        assertThat(changes.removed()).containsEntry(ANN, ENTITY);
    }

    @Test
    void isEmptyAgainWhenCleared() {
        assertThat(changes.isEmpty()).isTrue();
        changes.markDirty(1, "person");
        assertThat(changes.isEmpty()).isFalse();
        changes.clear();
        changes.watchLimit(SIGNATURE, "person", KEY, 3, true, true);
        assertThat(changes.isEmpty()).isFalse();
        changes.clear();
        changes.claim(SIGNATURE, new UniqueValue("person", "email", "a"), 1);
        assertThat(changes.claims()).hasSize(1);
        assertThat(changes.isEmpty()).isFalse();
        changes.clear();
        changes.removed(ANN, ENTITY);
        assertThat(changes.isEmpty()).isFalse();
        changes.clear();
        assertThat(changes.isEmpty()).isTrue();
    }
}
