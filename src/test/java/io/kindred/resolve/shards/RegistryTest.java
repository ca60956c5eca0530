package io.kindred.resolve.shards;

import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
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
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.ShardMessage.RecordChange;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistryTest {

    private static final int SHARDS = 1000;
    private static final RecordIdentity ANN = Sample.identity("crm", "1");
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
