package io.kindred.resolve.shards;

import io.kindred.model.GenericKey;
import io.kindred.model.Update.GenericKeyOpen;
import io.kindred.model.Update.GenericKeyResolved;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.record.Signature;
import io.kindred.resolve.shards.Directory.Outcome;
import io.kindred.resolve.shards.Directory.Reemitted;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.keyed.KeyCounts;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.ShardMessage.ScopeChange;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import static io.kindred.storage.KeyScope.GENERIC;
import static io.kindred.storage.KeyScope.LOCAL;
import static io.kindred.storage.KeyScope.SPANNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DirectoryTest {

    private static final OptionalInt NONE = OptionalInt.empty();
    private static final ByteKey ANN = new ByteKey(Signature.ofKey("person", "n", List.of("ann")));

    /** Key {@code n} of at most three records, key {@code any} of any number. */
    private static final Ontology ONTOLOGY =
            new Ontology(
                    Map.of(
                            "person",
                            new EntityTypeRules(
                                    List.of(
                                            key("n", OptionalLong.of(3)),
                                            key("any", OptionalLong.empty())),
                                    List.of(),
                                    List.of(),
                                    Map.of())),
                    Map.of());

    private final Directory directory = new Directory(ONTOLOGY);
    private Optional<KeyCounts> known = Optional.empty();

    @Test
    void valuesInOneShardSendNoMessages() {
        assertSilent(come(5));
        assertSilent(come(5));
        assertSilent(go(5));
        Outcome last = go(5);
        assertSilent(last);
        assertThat(last.after()).as("kept").isEmpty();
    }

    @Test
    void shardsWithRecordsLearnThatAValueSpans() {
        come(5);
        Outcome outcome = come(2);
        assertThat(outcome.before()).isEqualTo(LOCAL);
        assertThat(outcome.scope()).isEqualTo(SPANNING);
        assertThat(outcome.toShards())
                .containsExactly(scopeChange(2, SPANNING), scopeChange(5, SPANNING));
        assertThat(outcome.toReconcile()).isEmpty();
        assertThat(outcome.emitted()).isEmpty();
        assertSilent(come(2));
    }

    @Test
    void onlyTheJoiningOrLeavingShardIsNotified() {
        withAnyNumberIn(1, 2);
        assertThat(any(NONE, in(3)).toShards()).containsExactly(anyScopeChange(3, SPANNING));
        assertThat(any(in(2), NONE).toShards()).containsExactly(anyScopeChange(2, LOCAL));
    }

    @Test
    void bothShardsLearnThatAValueNoLongerSpans() {
        come(1);
        come(2);
        Outcome outcome = go(1);
        assertThat(outcome.scope()).isEqualTo(LOCAL);
        assertThat(outcome.toShards())
                .containsExactly(scopeChange(1, LOCAL), scopeChange(2, LOCAL));
        assertThat(outcome.toReconcile()).isEmpty();
    }

    @Test
    void movingTheOnlyRecordSendsNoMessages() {
        come(1);
        Outcome outcome = take("n", in(1), in(2));
        assertSilent(outcome);
        assertThat(outcome.after().orElseThrow().records()).isEqualTo(Map.of(2, 1L));
    }

    @Test
    void aMoveNotifiesTheOldAndTheNewShard() {
        withAnyNumberIn(1, 2);
        assertThat(any(in(1), in(3)).toShards())
                .containsExactly(anyScopeChange(1, LOCAL), anyScopeChange(3, SPANNING));
        assertThat(any(in(3), in(2)).toShards())
                .containsExactly(anyScopeChange(2, LOCAL), anyScopeChange(3, LOCAL));
    }

    @Test
    void aValueAboveTheLimitIsGenericInAllShardsAndReconcile() {
        come(1);
        come(1);
        come(2);
        Outcome outcome = come(2);
        assertThat(outcome.before()).isEqualTo(SPANNING);
        assertThat(outcome.scope()).isEqualTo(GENERIC);
        assertThat(outcome.toShards())
                .containsExactly(scopeChange(1, GENERIC), scopeChange(2, GENERIC));
        assertThat(outcome.toReconcile()).contains(new KeyScopeChange("person", ANN, GENERIC));
        assertThat(outcome.emitted()).contains(open(4));
        assertThat(outcome.emitsLater()).isFalse();
    }

    @Test
    void aValueOfOneShardCanBeGeneric() {
        for (int i = 0; i < 3; i++) {
            assertSilent(come(1));
        }
        Outcome outcome = come(1);
        assertThat(outcome.toShards()).containsExactly(scopeChange(1, GENERIC));
        assertThat(outcome.toReconcile()).contains(new KeyScopeChange("person", ANN, GENERIC));
        Outcome back = go(1);
        assertThat(back.toShards()).containsExactly(scopeChange(1, LOCAL));
        assertThat(back.toReconcile()).contains(new KeyScopeChange("person", ANN, LOCAL));
        assertThat(back.emitted()).contains(new GenericKeyResolved("person", "n", List.of("ann")));
    }

    @Test
    void aValueBackAtTheLimitIsNoLongerGeneric() {
        come(1);
        come(1);
        come(2);
        come(2);
        Outcome outcome = go(2);
        assertThat(outcome.scope()).isEqualTo(SPANNING);
        assertThat(outcome.toShards())
                .containsExactly(scopeChange(1, SPANNING), scopeChange(2, SPANNING));
        assertThat(outcome.toReconcile())
                .as("where all is seen nothing spans")
                .contains(new KeyScopeChange("person", ANN, LOCAL));
        assertThat(outcome.emitted())
                .contains(new GenericKeyResolved("person", "n", List.of("ann")));
        assertThat(outcome.emitsLater()).isFalse();
    }

    @Test
    void aChangedCountOfAGenericValueIsEmittedLater() {
        for (int i = 0; i < 4; i++) {
            come(1);
        }
        Outcome more = come(7);
        assertThat(more.emitted()).isEmpty();
        assertThat(more.toReconcile()).isEmpty();
        assertThat(more.toShards()).containsExactly(scopeChange(7, GENERIC));
        assertThat(more.emitsLater()).isTrue();

        Reemitted reemitted = directory.reemit(known.orElseThrow()).orElseThrow();
        assertThat(reemitted.update()).isEqualTo(open(5));
        known = Optional.of(reemitted.after());
        assertThat(directory.reemit(known.orElseThrow())).isEmpty();
        assertThat(come(7).emitsLater()).isTrue();
        Outcome back = go(7);
        assertThat(back.emitsLater()).as("as emitted").isFalse();
        assertThat(go(7).toShards()).containsExactly(scopeChange(7, LOCAL));
    }

    @Test
    void onlyGenericValuesAreReemitted() {
        come(1);
        come(2);
        assertThat(directory.reemit(known.orElseThrow())).isEmpty();
    }

    @Test
    void aKeyWithoutLimitIsNeverGeneric() {
        for (int i = 0; i < 2000; i++) {
            assertThat(any(NONE, in(1)).scope()).isEqualTo(LOCAL);
        }
    }

    @Test
    void removingFromAShardWithoutRecordsFails() {
        come(1);
        assertThatThrownBy(() -> go(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a record leaves shard 2, which has none: KeyChange[");
    }

    @Test
    void unknownKeysAreRejected() {
        assertThatThrownBy(() -> take("nix", NONE, in(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the ontology has no key nix of person");
    }

    private void withAnyNumberIn(int... shards) {
        for (int shard : shards) {
            any(NONE, in(shard));
        }
    }

    private Outcome any(OptionalInt from, OptionalInt to) {
        return take("any", from, to);
    }

    private Outcome come(int shard) {
        return take("n", NONE, in(shard));
    }

    private Outcome go(int shard) {
        return take("n", in(shard), NONE);
    }

    private Outcome take(String key, OptionalInt from, OptionalInt to) {
        ByteKey signature = new ByteKey(Signature.ofKey("person", key, List.of("ann")));
        Outcome outcome =
                directory.accept(
                        known, new KeyChange(signature, "person", key, List.of("ann"), from, to));
        known = outcome.after();
        return outcome;
    }

    private static void assertSilent(Outcome outcome) {
        assertThat(outcome.toShards()).isEmpty();
        assertThat(outcome.toReconcile()).isEmpty();
        assertThat(outcome.emitted()).isEmpty();
        assertThat(outcome.emitsLater()).isFalse();
    }

    private static GenericKeyOpen open(long records) {
        return new GenericKeyOpen(new GenericKey("person", "n", List.of("ann"), records));
    }

    private static ScopeChange scopeChange(int shard, KeyScope scope) {
        return new ScopeChange(shard, new KeyScopeChange("person", ANN, scope));
    }

    private static ScopeChange anyScopeChange(int shard, KeyScope scope) {
        ByteKey signature = new ByteKey(Signature.ofKey("person", "any", List.of("ann")));
        return new ScopeChange(shard, new KeyScopeChange("person", signature, scope));
    }

    private static OptionalInt in(int shard) {
        return OptionalInt.of(shard);
    }

    private static IdentityKey key(String name, OptionalLong maxRecords) {
        return new IdentityKey(name, List.of(new KeyAttribute("name", List.of())), maxRecords);
    }
}
