package io.kindred.resolve;

import io.kindred.model.Decision;
import io.kindred.model.DecisionHalf;
import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.SourceRecord.Op;
import io.kindred.model.SplitReason;
import io.kindred.model.Update;
import io.kindred.model.Verdict;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.DeclarationRule;
import io.kindred.storage.shard.RecordStore;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** What is emitted of the records themselves. */
class RecordRowsTest {

    private static final RecordIdentity ONE = Sample.identity("crm", "1");
    private static final RecordIdentity TWO = Sample.identity("crm", "2");

    private static final DigestKey KEY = DigestKey.random();

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final List<Update> emitted = new ArrayList<>();
    private ShardEngine engine = open(true);

    @Test
    void valuesAreAsReceivedAndSorted() {
        Descriptor name = new Descriptor("name", " ANN ", new Interval(0, 5));
        Descriptor email = new Descriptor("email", "Ann@X.org", Interval.ALWAYS);
        engine.accept(SourceRecord.upsert(ONE, OptionalLong.empty(), List.of(name, email, name)));
        assertThat(emitted())
                .containsExactly(
                        new Update.RecordUpsert(
                                ONE, List.of(email, name, name), Optional.empty(), List.of()));

        engine.accept(SourceRecord.upsert(ONE, OptionalLong.of(1), List.of(name, email, name)));
        assertThat(emitted()).as("a version with the same content").isEmpty();

        engine.accept(SourceRecord.delete(ONE, OptionalLong.of(2)));
        assertThat(emitted()).containsExactly(new Update.RecordRetired(ONE, false));
    }

    @Test
    void twoRowsAreADecidedPairAndHaveTheReasonTogether() {
        engine.accept(named(ONE));
        engine.accept(named(TWO));
        decide(1, Op.UPSERT, "seen twice on one day");
        Update.RecordUpsert one = (Update.RecordUpsert) emitted().get(0);
        Update.RecordUpsert two = (Update.RecordUpsert) emitted.get(1);
        DecisionHalf ofOne = one.decisions().get(0);
        DecisionHalf ofTwo = two.decisions().get(0);
        assertThat(ofOne.other()).isEqualTo(two.digest().orElseThrow());
        assertThat(ofTwo.other()).isEqualTo(one.digest().orElseThrow());
        assertThat(ofOne.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(SplitReason.joined(ofOne.reasonHalf(), ofTwo.reasonHalf()))
                .contains("seen twice on one day");

        decide(2, Op.DELETE, "");
        assertThat(emitted())
                .containsExactlyInAnyOrder(
                        new Update.RecordUpsert(
                                ONE, one.descriptors(), Optional.empty(), List.of()),
                        new Update.RecordUpsert(
                                TWO, two.descriptors(), Optional.empty(), List.of()));
    }

    @Test
    void anErasedRecordIsForgottenAndTheOtherKeepsItsHalf() {
        engine.accept(named(ONE));
        engine.accept(named(TWO));
        decide(1, Op.UPSERT, "a reason");
        assertThat(emitted()).hasSize(2);
        engine.accept(SourceRecord.erase(ONE, OptionalLong.empty()));
        assertThat(emitted()).containsExactly(new Update.RecordRetired(ONE, true));

        engine.accept(SourceRecord.delete(TWO, OptionalLong.empty()));
        engine.accept(named(TWO));
        assertThat(emitted())
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(((Update.RecordUpsert) row).decisions())
                                        .singleElement()
                                        .matches(half -> !half.reasonHalf().isEmpty()));
    }

    /**
     * Else a row would stay that nobody corrects, and with several shards its values in the state.
     */
    @Test
    void withoutTheSinkARowGoesAsSoonAsItsRecordChanges() {
        engine.accept(named(ONE));
        engine.accept(named(TWO));
        assertThat(emitted()).hasSize(2);
        engine = open(false);
        engine.accept(SourceRecord.upsert(ONE, OptionalLong.of(2), List.of()));
        engine.accept(SourceRecord.erase(TWO, OptionalLong.of(2)));
        assertThat(emitted())
                .containsExactly(
                        new Update.RecordRetired(ONE, false), new Update.RecordRetired(TWO, true));
    }

    /** The updates of records with the next flush. */
    private List<Update> emitted() {
        emitted.clear();
        engine.flush(
                update -> {
                    if (update.key().stream() == Stream.RECORDS) {
                        emitted.add(update.update());
                    }
                });
        return List.copyOf(emitted);
    }

    private void decide(long version, Op op, String reason) {
        Decision.about(ONE, TWO, OptionalLong.of(version), op, Verdict.DIFFERENT, reason)
                .sides(version)
                .forEach(engine::accept);
    }

    private static SourceRecord named(RecordIdentity identity) {
        return SourceRecord.upsert(
                identity,
                OptionalLong.empty(),
                List.of(new Descriptor("name", "Ann", Interval.ALWAYS)));
    }

    private ShardEngine open(boolean hasSink) {
        ShardEngine opened =
                new ShardEngine(
                        new ShardState(
                                Sample.ONTOLOGY,
                                tables,
                                true,
                                new OptionalOutputs(false, hasSink),
                                RecordStore.HELD),
                        Timeline.INTEGER,
                        EmissionLimit.NONE,
                        () -> 0,
                        KEY,
                        false);
        opened.tieTo("declaration", DeclarationRule.SAME);
        return opened;
    }
}
