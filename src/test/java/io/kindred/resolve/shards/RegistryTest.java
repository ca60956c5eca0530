package io.kindred.resolve.shards;

import io.kindred.model.DecisionSide;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.Erasure;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.Question.Neighbors;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.Verdict;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.resolve.Sample;
import io.kindred.resolve.record.Effect;
import io.kindred.resolve.record.HomeShard;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.record.Signature;
import io.kindred.resolve.shards.Registry.Decision;
import io.kindred.resolve.shards.Registry.Outcome;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Registration;
import io.kindred.storage.keyed.Registration.Status;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class RegistryTest {

    private static final int SHARDS = 1000;
    private static final RecordIdentity ANN = Sample.identity("crm", "1");
    private static final RecordIdentity BEA = Sample.identity("erp", "7");
    private static final DigestKey KEY = DigestKey.random();
    private static final Registry AGING =
            new Registry(
                    new Ontology(
                            Map.of(
                                    "person",
                                    new EntityTypeRules(
                                            Sample.RULES.identityKeys(),
                                            List.of(),
                                            List.of(),
                                            Sample.RULES.attributes(),
                                            new Retention(10))),
                            Map.of()),
                    SHARDS);
    private static final OptionalInt NONE = OptionalInt.empty();
    private static final int A = home("a.x");
    private static final int B = home("b.x");

    private final Registry registry = new Registry(Sample.ONTOLOGY, SHARDS);
    private Optional<Registration> known = Optional.empty();
    private long now = 0;

    @Test
    void aNewRecordIsSentToItsHomeShard() {
        Outcome outcome = accept(upsert(3, "email=A.x "));
        assertThat(outcome.decision()).isEqualTo(Decision.ACCEPTED);
        assertThat(outcome.more()).isEqualTo(1);
        assertThat(outcome.changes()).containsExactly(put(A, 1, "email=A.x "));
        assertThat(outcome.keyChanges()).containsExactly(email("a.x", NONE, in(A)));
        assertThat(outcome.after())
                .isEqualTo(
                        new Registration(true, OptionalLong.of(3), 1, descriptors("email=A.x ")));
    }

    @Test
    void anUpdateWithinTheHomeShardIsOneChange() {
        accept(upsert(1, "email=a.x", "city=Oslo"));
        Outcome outcome = accept(upsert(2, "email=a.x", "city=Rome"));
        assertThat(outcome.more()).isZero();
        assertThat(outcome.changes()).containsExactly(put(A, 2, "email=a.x", "city=Rome"));
        assertThat(outcome.keyChanges()).isEmpty();
    }

    @Test
    void addedAndRemovedKeyValuesAreReported() {
        accept(upsert(1, "email=a.x", "email=c.x"));
        Outcome outcome = accept(upsert(2, "email=a.x", "email=d.x"));
        assertThat(outcome.changes()).containsExactly(put(A, 2, "email=a.x", "email=d.x"));
        assertThat(outcome.keyChanges())
                .containsExactlyInAnyOrder(email("c.x", in(A), NONE), email("d.x", NONE, in(A)));
    }

    @Test
    void keyChangesHaveNameAndValues() {
        Outcome outcome = accept(upsert(1, "name=Robert", "dob=1970"));
        assertThat(outcome.keyChanges())
                .singleElement()
                .satisfies(
                        change -> {
                            assertThat(change.key()).isEqualTo("name_dob");
                            assertThat(change.values()).containsExactly("R163", "1970");
                            assertThat(change.signature())
                                    .isEqualTo(
                                            new ByteKey(
                                                    Signature.ofKey(
                                                            "person",
                                                            "name_dob",
                                                            List.of("R163", "1970"))));
                        });
    }

    /** With one number for both, a removal that comes late would not be known to be older. */
    @Test
    void aMoveRemovesFirstAndAddsWithAGreaterNumber() {
        accept(upsert(1, "email=a.x", "email=z.x"));
        Outcome outcome = accept(upsert(2, "email=b.x", "email=z.x"));
        assertThat(outcome.more()).isZero();
        assertThat(outcome.changes())
                .containsExactly(gone(A, 2), put(B, 3, "email=b.x", "email=z.x"));
        assertThat(outcome.keyChanges())
                .containsExactlyInAnyOrder(
                        email("a.x", in(A), NONE),
                        email("b.x", NONE, in(B)),
                        email("z.x", in(A), in(B)));
        assertThat(outcome.after().change()).isEqualTo(3);
    }

    @Test
    void aDeleteRemovesTheRecordFromItsShard() {
        accept(upsert(1, "email=a.x"));
        Outcome outcome = accept(delete(2));
        assertThat(outcome.decision()).isEqualTo(Decision.ACCEPTED);
        assertThat(outcome.more()).isEqualTo(-1);
        assertThat(outcome.changes()).containsExactly(gone(A, 2));
        assertThat(outcome.keyChanges()).containsExactly(email("a.x", in(A), NONE));
        assertThat(outcome.after())
                .isEqualTo(new Registration(false, OptionalLong.of(2), 2, List.of()));
    }

    @Test
    void aRecordAfterADeleteContinuesTheChangeNumbers() {
        accept(upsert(1, "email=a.x"));
        accept(delete(2));
        assertThat(accept(upsert(2, "email=a.x")).decision()).isEqualTo(Decision.OUTDATED);
        Outcome outcome = accept(upsert(3, "email=b.x"));
        assertThat(outcome.more()).isEqualTo(1);
        assertThat(outcome.changes()).containsExactly(put(B, 3, "email=b.x"));
    }

    @Test
    void aDeleteOfAnUnknownRecordIsStoredButNotSent() {
        Outcome outcome = accept(delete(5));
        assertThat(outcome.decision()).isEqualTo(Decision.ACCEPTED);
        assertThat(outcome.more()).isZero();
        assertThat(outcome.changes()).isEmpty();
        assertThat(outcome.keyChanges()).isEmpty();
        assertThat(accept(upsert(4, "email=a.x")).decision()).isEqualTo(Decision.OUTDATED);
        assertThat(accept(upsert(6, "email=a.x")).changes())
                .containsExactly(put(A, 1, "email=a.x"));
    }

    @Test
    void aNewVersionWithEqualContentIsStoredButNotSent() {
        accept(upsert(1, "email=a.x"));
        Outcome outcome = accept(upsert(5, "email=a.x"));
        assertThat(outcome.decision()).isEqualTo(Decision.ACCEPTED);
        assertThat(outcome.changes()).isEmpty();
        assertThat(outcome.keyChanges()).isEmpty();
        assertThat(accept(upsert(4, "email=b.x")).decision()).isEqualTo(Decision.OUTDATED);
        assertThat(accept(upsert(6, "email=a.x", "city=Rome")).changes())
                .containsExactly(put(A, 2, "email=a.x", "city=Rome"));
    }

    @Test
    void anotherSpellingOfAKeyValueChangesTheRecordOnly() {
        accept(upsert(1, "email=a.x"));
        Outcome outcome = accept(upsert(2, "email=A.X"));
        assertThat(outcome.changes()).containsExactly(put(A, 2, "email=A.X"));
        assertThat(outcome.keyChanges()).isEmpty();
    }

    @Test
    void replayedAndOutdatedVersionsChangeNothing() {
        Registration first = accept(upsert(3, "email=b.x")).after();
        Outcome replayed = accept(upsert(3, "email=b.x"));
        assertThat(replayed)
                .isEqualTo(
                        new Outcome(
                                Decision.REPLAYED, 0, Effect.OTHER, first, List.of(), List.of()));
        Outcome older = accept(upsert(2, "email=c.x"));
        assertThat(older)
                .isEqualTo(
                        new Outcome(
                                Decision.OUTDATED, 0, Effect.OTHER, first, List.of(), List.of()));
        assertThat(accept(upsert(3, "email=a.x")).decision())
                .as("of lesser content")
                .isEqualTo(Decision.OUTDATED);
        assertThat(accept(upsert(3, "email=c.x")).decision())
                .as("of greater content")
                .isEqualTo(Decision.ACCEPTED);
    }

    @Test
    void descriptorsOfADeleteAreIgnored() {
        accept(upsert(1, "email=a.x"));
        SourceRecord carrying =
                new SourceRecord(ANN, OptionalLong.of(2), Op.DELETE, descriptors("email=z.x"));
        assertThat(accept(carrying).after().descriptors()).isEmpty();
        assertThat(accept(carrying).decision()).isEqualTo(Decision.REPLAYED);
        assertThat(accept(delete(2)).decision()).isEqualTo(Decision.REPLAYED);
    }

    @Test
    void withoutVersionTheOrderOfArrivalCounts() {
        accept(upsert(3, "email=a.x"));
        SourceRecord unversioned =
                SourceRecord.upsert(ANN, OptionalLong.empty(), descriptors("email=b.x"));
        Outcome outcome = accept(unversioned);
        assertThat(outcome.changes()).containsExactly(gone(A, 2), put(B, 3, "email=b.x"));
        assertThat(outcome.after().version()).hasValue(3);
        assertThat(accept(unversioned).decision()).isEqualTo(Decision.REPLAYED);
        assertThat(accept(SourceRecord.delete(ANN, OptionalLong.empty())).changes())
                .containsExactly(gone(B, 4));
        assertThat(accept(SourceRecord.delete(ANN, OptionalLong.empty())).decision())
                .isEqualTo(Decision.REPLAYED);
    }

    @Test
    void aRecordWithoutKeysIsPlacedByItsIdentity() {
        Outcome outcome = accept(upsert(1, "city=Rome"));
        assertThat(outcome.changes())
                .containsExactly(put(home(Sample.record("crm", "1")), 1, "city=Rome"));
        assertThat(outcome.keyChanges()).isEmpty();
    }

    @Test
    void unknownEntityTypesAreRejected() {
        SourceRecord stone =
                SourceRecord.upsert(
                        new RecordIdentity("stone", "crm", "1"), OptionalLong.of(1), List.of());
        assertThatThrownBy(() -> registry.accept(Optional.empty(), stone, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stone");
    }

    @Test
    void shardsAreSentOnlyWhatHasNotExpired() {
        now = 20;
        Outcome outcome = acceptAging(aging(1, "a.x", 10, "b.x", 11));
        assertThat(outcome.changes())
                .extracting(change -> change.record().descriptors())
                .containsExactly(List.of(until("b.x", 11)));
        assertThat(outcome.keyChanges())
                .extracting(KeyChange::values)
                .containsExactly(List.of("b.x"));
        assertThat(outcome.after().expired()).containsExactly(until("a.x", 10));
    }

    @Test
    void theVersionRuleComparesWhatWasReceived() {
        acceptAging(aging(1, "a.x", 10, "b.x", 20));
        now = 25;
        expireAging();
        assertThat(acceptAging(aging(1, "a.x", 10, "b.x", 20)).decision())
                .isEqualTo(Decision.REPLAYED);
        assertThat(acceptAging(aging(1, "b.x", 20)).decision()).isEqualTo(Decision.ACCEPTED);
        assertThat(acceptAging(aging(1, "a.x", 10, "b.x", 20)).decision())
                .as("of lesser content")
                .isEqualTo(Decision.OUTDATED);
    }

    @Test
    void whatExpiresIsAChangeAndNothingElseIs() {
        acceptAging(aging(1, "a.x", 10, "b.x", 20));
        now = 19;
        assertThat(expireAging().decision()).isEqualTo(Decision.REPLAYED);
        now = 20;
        Outcome outcome = expireAging();
        assertThat(outcome.more()).isZero();
        assertThat(outcome.changes())
                .extracting(change -> change.record().descriptors())
                .contains(List.of(until("b.x", 20)));
        assertThat(expireAging().decision()).isEqualTo(Decision.REPLAYED);
    }

    /** A record that is asked about is sent as it would be if it arrived, and stored nowhere. */
    @Test
    void asksForTheNeighborsOfWhatCounts() {
        accept(upsert(3, "email=a.x"));
        decide(Verdict.SAME, Op.UPSERT, 1);
        HeldDecisions decisions = known.orElseThrow().decisions();

        assertThat(registry.neighbors(known, upsert(1, "email=b.x"), now))
                .isEqualTo(
                        new Neighbors(
                                upsert(3, "email=b.x").with(decisions),
                                Optional.of(upsert(2, "email=a.x").with(decisions))));
        assertThat(AGING.neighbors(Optional.empty(), aging(3, "a.x", 10), 20))
                .isEqualTo(new Neighbors(delete(1), Optional.empty()));
        assertThat(AGING.neighbors(Optional.empty(), aging(3, "a.x", 10), 19).arriving().isUpsert())
                .isTrue();
    }

    @Test
    void aRecordOfWhichAllHasExpiredIsGoneButItsVersionCounts() {
        acceptAging(aging(3, "a.x", 10));
        now = 20;
        Outcome outcome = expireAging();
        assertThat(outcome.more()).isEqualTo(-1);
        assertThat(outcome.changes()).containsExactly(gone(A, 2));
        assertThat(outcome.keyChanges()).containsExactly(email("a.x", in(A), NONE));
        assertThat(outcome.after().status()).isEqualTo(Status.GONE);
        assertThat(acceptAging(aging(2, "a.x", 99)).decision()).isEqualTo(Decision.OUTDATED);
        assertThat(acceptAging(aging(3, "a.x", 10)).decision()).isEqualTo(Decision.REPLAYED);
        Outcome back = acceptAging(aging(4, "a.x", 99));
        assertThat(back.more()).isEqualTo(1);
        assertThat(back.changes())
                .extracting(change -> change.record().version())
                .containsExactly(OptionalLong.of(3));
    }

    @Test
    void aRecordThatComesTooLateIsNeverSent() {
        now = 20;
        Outcome outcome = acceptAging(aging(1, "a.x", 10));
        assertThat(outcome.decision()).isEqualTo(Decision.ACCEPTED);
        assertThat(outcome.more()).isZero();
        assertThat(outcome.changes()).isEmpty();
        assertThat(outcome.after().status()).isEqualTo(Status.GONE);
    }

    @Test
    void aDecisionAboutAnUnknownRecordDoesNotMakeItKnown() {
        Outcome outcome = decide(Verdict.SAME, Op.UPSERT, 1);
        assertThat(outcome.decision()).isEqualTo(Decision.ACCEPTED);
        assertThat(outcome.changes()).isEmpty();
        assertThat(outcome.keyChanges()).isEmpty();
        assertThat(accept(delete(1)).effect()).isEqualTo(Effect.UNKNOWN_DELETE);
        SourceRecord record = accept(upsert(2, "email=a.x")).changes().get(0).record();
        assertThat(record.decisions().all())
                .extracting(HeldDecision::verdict)
                .containsExactly(Verdict.SAME);
    }

    @Test
    void aDecisionAboutAPresentRecordIsAChangeOfIt() {
        accept(upsert(1, "email=a.x"));
        Outcome outcome = decide(Verdict.SAME, Op.UPSERT, 1);
        assertThat(outcome.more()).isZero();
        assertThat(outcome.changes())
                .extracting(RecordChange::shard, change -> change.record().version())
                .containsExactly(tuple(A, OptionalLong.of(2)));
        assertThat(outcome.keyChanges())
                .extracting(KeyChange::key, KeyChange::from, KeyChange::to)
                .containsExactly(tuple(IdentityKey.DECISION.name(), NONE, in(A)));
        assertThat(decide(Verdict.DIFFERENT, Op.UPSERT, 1).decision())
                .as("same prevails at equal versions")
                .isEqualTo(Decision.OUTDATED);

        Outcome withdrawn = decide(Verdict.SAME, Op.DELETE, 2);
        assertThat(withdrawn.changes()).containsExactly(put(A, 3, "email=a.x"));
        assertThat(withdrawn.keyChanges())
                .extracting(KeyChange::from, KeyChange::to)
                .containsExactly(tuple(in(A), NONE));
    }

    @Test
    void anErasureIsSentToEveryShardOnce() {
        accept(upsert(1, "email=a.x", "email=c.x"));
        decide(Verdict.SAME, Op.UPSERT, 1);
        Outcome outcome = accept(SourceRecord.erase(ANN, OptionalLong.of(2)));
        assertThat(outcome.more()).isEqualTo(-1);
        assertThat(outcome.effect()).isEqualTo(Effect.DELETED);
        assertThat(outcome.changes())
                .extracting(RecordChange::shard)
                .containsExactlyElementsOf(IntStream.range(0, SHARDS).boxed().toList());
        assertThat(outcome.changes())
                .extracting(RecordChange::record)
                .containsOnly(SourceRecord.erase(ANN, OptionalLong.of(3)));
        assertThat(outcome.keyChanges()).hasSize(3).allMatch(change -> change.to().isEmpty());
        assertThat(outcome.erasure()).contains(new Erasure(ANN, OptionalLong.of(2), 2, 2, 1));
        Outcome again = accept(SourceRecord.erase(ANN, OptionalLong.of(3)));
        assertThat(again.decision()).isEqualTo(Decision.ACCEPTED);
        assertThat(again.changes()).isEmpty();
    }

    @Test
    void ofAnErasedRecordOnlyVersionAndDecisionsAreLeft() {
        accept(upsert(1, "email=a.x"));
        decide(Verdict.SAME, Op.UPSERT, 1);
        Registration after = accept(SourceRecord.erase(ANN, OptionalLong.of(2))).after();
        assertThat(after.status()).isEqualTo(Status.ERASED);
        assertThat(after.descriptors()).isEmpty();
        assertThat(after.decisions().all())
                .extracting(HeldDecision::reasonHalf)
                .containsExactly("");
        assertThat(accept(delete(2)).decision())
                .as("an erasure is greater than a delete")
                .isEqualTo(Decision.OUTDATED);
        assertThat(decide(Verdict.DIFFERENT, Op.UPSERT, 2).after().decisions().all())
                .extracting(HeldDecision::reasonHalf)
                .containsExactly("");

        Outcome back = accept(upsert(3, "email=b.x"));
        assertThat(back.more()).isEqualTo(1);
        assertThat(back.changes())
                .extracting(RecordChange::shard, change -> change.record().version())
                .containsExactly(tuple(B, OptionalLong.of(4)));
        assertThat(back.changes().get(0).record().decisions().all()).hasSize(1);
    }

    @Test
    void aNewerDeleteLeavesARecordErased() {
        accept(upsert(1, "email=a.x"));
        accept(SourceRecord.erase(ANN, OptionalLong.of(2)));

        Outcome outcome = accept(delete(5));

        assertThat(outcome.after().status()).isEqualTo(Status.ERASED);
        assertThat(outcome.changes()).isEmpty();
        assertThat(outcome.erasure()).isEmpty();
        assertThat(accept(upsert(4, "email=a.x")).decision()).isEqualTo(Decision.OUTDATED);
        assertThat(accept(upsert(6, "email=a.x")).more()).isEqualTo(1);
    }

    @Test
    void anErasureOfWhatNoShardEverHadIsNotSent() {
        accept(delete(1));
        Outcome outcome = accept(SourceRecord.erase(ANN, OptionalLong.of(2)));
        assertThat(outcome.changes()).isEmpty();
        assertThat(outcome.erasure()).contains(new Erasure(ANN, OptionalLong.of(2), 0, 0, 0));
        assertThat(accept(upsert(2, "email=a.x")).decision()).isEqualTo(Decision.OUTDATED);
    }

    private Outcome decide(Verdict verdict, Op op, long version) {
        Outcome outcome =
                registry.accept(
                        known,
                        new DecisionSide(
                                ANN, BEA, OptionalLong.of(version), version, op, verdict, "aGV5"),
                        KEY);
        known = Optional.of(outcome.after());
        return outcome;
    }

    /** E-mail addresses, each with the time at which it ends; they count for 10 after that. */
    private static SourceRecord aging(long version, Object... emailsAndEnds) {
        List<Descriptor> descriptors = new ArrayList<>();
        for (int i = 0; i < emailsAndEnds.length; i += 2) {
            descriptors.add(until((String) emailsAndEnds[i], (Integer) emailsAndEnds[i + 1]));
        }
        return SourceRecord.upsert(ANN, OptionalLong.of(version), descriptors);
    }

    private static Descriptor until(String email, long end) {
        return new Descriptor("email", email, new Interval(0, end));
    }

    private Outcome acceptAging(SourceRecord incoming) {
        Outcome outcome = AGING.accept(known, incoming, now);
        known = Optional.of(outcome.after());
        return outcome;
    }

    private Outcome expireAging() {
        Outcome outcome = AGING.expire(known.orElseThrow(), ANN, now);
        known = Optional.of(outcome.after());
        return outcome;
    }

    private Outcome accept(SourceRecord incoming) {
        Outcome outcome = registry.accept(known, incoming, now);
        known = Optional.of(outcome.after());
        return outcome;
    }

    private static SourceRecord upsert(long version, String... values) {
        return SourceRecord.upsert(ANN, OptionalLong.of(version), descriptors(values));
    }

    private static SourceRecord delete(long version) {
        return SourceRecord.delete(ANN, OptionalLong.of(version));
    }

    private static RecordChange put(int shard, long number, String... values) {
        return new RecordChange(shard, upsert(number, values));
    }

    private static RecordChange gone(int shard, long number) {
        return new RecordChange(shard, delete(number));
    }

    private static KeyChange email(String value, OptionalInt from, OptionalInt to) {
        return new KeyChange(
                new ByteKey(Signature.ofKey("person", "email", List.of(value))),
                "person",
                "email",
                List.of(value),
                from,
                to);
    }

    private static OptionalInt in(int shard) {
        return OptionalInt.of(shard);
    }

    private static int home(String email) {
        return home(Sample.record("crm", "1", "email=" + email));
    }

    private static int home(NormalizedRecord record) {
        return new HomeShard(SHARDS).of(record.identity(), RecordTerms.keys(record, Sample.RULES));
    }

    private static List<Descriptor> descriptors(String... values) {
        return Stream.of(values)
                .map(value -> value.split("=", -1))
                .map(value -> new Descriptor(value[0], value[1], Interval.ALWAYS))
                .sorted()
                .toList();
    }
}
