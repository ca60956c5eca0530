package io.kindred.resolve;

import io.kindred.model.GenericKey;
import io.kindred.model.Statement.GenericKeyOpen;
import io.kindred.model.Statement.GenericKeyResolved;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.Directory.Outcome;
import io.kindred.resolve.Directory.Restated;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyChange;
import io.kindred.storage.KeyCounts;
import io.kindred.storage.KeyNews;
import io.kindred.storage.KeyStanding;
import io.kindred.storage.ShardMessage.News;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import static io.kindred.storage.KeyStanding.GENERIC;
import static io.kindred.storage.KeyStanding.ORDINARY;
import static io.kindred.storage.KeyStanding.SPANNING;
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
    void ofValuesInOneShardNothingIsTold() {
        assertSilent(come(5));
        assertSilent(come(5));
        assertSilent(go(5));
        Outcome last = go(5);
        assertSilent(last);
        assertThat(last.after()).as("kept").isEmpty();
    }

    @Test
    void whoHasRecordsIsToldThatValuesSpan() {
        come(5);
        Outcome outcome = come(2);
        assertThat(outcome.before()).isEqualTo(ORDINARY);
        assertThat(outcome.standing()).isEqualTo(SPANNING);
        assertThat(outcome.toShards()).containsExactly(news(2, SPANNING), news(5, SPANNING));
        assertThat(outcome.toReconcile()).isEmpty();
        assertThat(outcome.stated()).isEmpty();
        assertSilent(come(2));
    }

    @Test
    void aShardThatJoinsIsToldAloneAndSoIsOneThatLeaves() {
        withAnyNumberIn(1, 2);
        assertThat(any(NONE, in(3)).toShards()).containsExactly(anyNews(3, SPANNING));
        assertThat(any(in(2), NONE).toShards()).containsExactly(anyNews(2, ORDINARY));
    }

    @Test
    void whenOneShardIsLeftBothAreToldThatValuesSpanNoMore() {
        come(1);
        come(2);
        Outcome outcome = go(1);
        assertThat(outcome.standing()).isEqualTo(ORDINARY);
        assertThat(outcome.toShards()).containsExactly(news(1, ORDINARY), news(2, ORDINARY));
        assertThat(outcome.toReconcile()).isEmpty();
    }

    @Test
    void aMoveOfTheOnlyRecordIsToldToNobody() {
        come(1);
        Outcome outcome = take("n", in(1), in(2));
        assertSilent(outcome);
        assertThat(outcome.after().orElseThrow().records()).isEqualTo(Map.of(2, 1L));
    }

    @Test
    void aMoveFromOneOfSeveralIsToldToBothEnds() {
        withAnyNumberIn(1, 2);
        assertThat(any(in(1), in(3)).toShards())
                .containsExactly(anyNews(1, ORDINARY), anyNews(3, SPANNING));
        assertThat(any(in(3), in(2)).toShards())
                .containsExactly(anyNews(2, ORDINARY), anyNews(3, ORDINARY));
    }

    @Test
    void aboveTheLimitValuesAreGenericInAllShardsAndForReconcile() {
        come(1);
        come(1);
        come(2);
        Outcome outcome = come(2);
        assertThat(outcome.before()).isEqualTo(SPANNING);
        assertThat(outcome.standing()).isEqualTo(GENERIC);
        assertThat(outcome.toShards()).containsExactly(news(1, GENERIC), news(2, GENERIC));
        assertThat(outcome.toReconcile()).contains(new KeyNews("person", ANN, GENERIC));
        assertThat(outcome.stated()).contains(open(4));
        assertThat(outcome.statesLater()).isFalse();
    }

    @Test
    void valuesOfOneShardAreGenericToo() {
        for (int i = 0; i < 3; i++) {
            assertSilent(come(1));
        }
        Outcome outcome = come(1);
        assertThat(outcome.toShards()).containsExactly(news(1, GENERIC));
        assertThat(outcome.toReconcile()).contains(new KeyNews("person", ANN, GENERIC));
        Outcome back = go(1);
        assertThat(back.toShards()).containsExactly(news(1, ORDINARY));
        assertThat(back.toReconcile()).contains(new KeyNews("person", ANN, ORDINARY));
        assertThat(back.stated()).contains(new GenericKeyResolved("person", "n", List.of("ann")));
    }

    @Test
    void backAtTheLimitShardsAreToldWhatValuesAreNow() {
        come(1);
        come(1);
        come(2);
        come(2);
        Outcome outcome = go(2);
        assertThat(outcome.standing()).isEqualTo(SPANNING);
        assertThat(outcome.toShards()).containsExactly(news(1, SPANNING), news(2, SPANNING));
        assertThat(outcome.toReconcile())
                .as("where all is seen nothing spans")
                .contains(new KeyNews("person", ANN, ORDINARY));
        assertThat(outcome.stated())
                .contains(new GenericKeyResolved("person", "n", List.of("ann")));
        assertThat(outcome.statesLater()).isFalse();
    }

    @Test
    void whileValuesStayGenericTheirNumberIsStatedLater() {
        for (int i = 0; i < 4; i++) {
            come(1);
        }
        Outcome more = come(7);
        assertThat(more.stated()).isEmpty();
        assertThat(more.toReconcile()).isEmpty();
        assertThat(more.toShards()).containsExactly(news(7, GENERIC));
        assertThat(more.statesLater()).isTrue();

        Restated restated = directory.restate(known.orElseThrow()).orElseThrow();
        assertThat(restated.statement()).isEqualTo(open(5));
        known = Optional.of(restated.after());
        assertThat(directory.restate(known.orElseThrow())).isEmpty();
        assertThat(come(7).statesLater()).isTrue();
        Outcome back = go(7);
        assertThat(back.statesLater()).as("as stated").isFalse();
        assertThat(go(7).toShards()).containsExactly(news(7, ORDINARY));
    }

    @Test
    void whatIsNotGenericIsNotRestated() {
        come(1);
        come(2);
        assertThat(directory.restate(known.orElseThrow())).isEmpty();
    }

    @Test
    void aKeyWithoutLimitIsNeverGeneric() {
        for (int i = 0; i < 2000; i++) {
            assertThat(any(NONE, in(1)).standing()).isEqualTo(ORDINARY);
        }
    }

    @Test
    void recordsAreNeverFewerThanNone() {
        come(1);
        assertThatThrownBy(() -> go(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a record leaves shard 2, which has none: KeyChange[");
    }

    @Test
    void keysThatTheOntologyDoesNotHaveAreRefused() {
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
        assertThat(outcome.stated()).isEmpty();
        assertThat(outcome.statesLater()).isFalse();
    }

    private static GenericKeyOpen open(long records) {
        return new GenericKeyOpen(new GenericKey("person", "n", List.of("ann"), records));
    }

    private static News news(int shard, KeyStanding standing) {
        return new News(shard, new KeyNews("person", ANN, standing));
    }

    private static News anyNews(int shard, KeyStanding standing) {
        ByteKey signature = new ByteKey(Signature.ofKey("person", "any", List.of("ann")));
        return new News(shard, new KeyNews("person", signature, standing));
    }

    private static OptionalInt in(int shard) {
        return OptionalInt.of(shard);
    }

    private static IdentityKey key(String name, OptionalLong maxRecords) {
        return new IdentityKey(name, List.of(new KeyAttribute("name", List.of())), maxRecords);
    }
}
