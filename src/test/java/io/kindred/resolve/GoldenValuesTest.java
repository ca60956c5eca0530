package io.kindred.resolve;

import io.kindred.model.Descriptor;
import io.kindred.model.DigestKey;
import io.kindred.model.GoldenRow;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.resolve.emit.EmissionLimit;
import io.kindred.resolve.state.OptionalOutputs;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.storage.shard.RecordStore;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** What the engine says of golden values, in examples. */
class GoldenValuesTest {

    private static final RecordIdentity ONE = new RecordIdentity("person", "crm", "1");
    private static final RecordIdentity TWO = new RecordIdentity("person", "crm", "2");

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final FoldedUpdates folded = new FoldedUpdates();
    private final List<Update> emitted = new ArrayList<>();
    private ShardEngine engine = open(true);

    @Test
    void aValueThatOneOfTwoDropsChangesItsRecordsAndNotTheEntity() {
        take(ONE, 1, email(), name(0, 100));
        take(TWO, 1, email(), name(50, 100));
        assertThat(recordsOfName()).containsExactly(ONE, TWO);
        String id = name().id();
        emitted.clear();

        take(TWO, 2, email());

        assertThat(recordsOfName()).containsExactly(ONE);
        assertThat(name().id()).isEqualTo(id);
        assertThat(emitted).hasOnlyElementsOfType(Update.GoldenUpsert.class).hasSize(1);
    }

    @Test
    void aLaterEndKeepsTheIdAndAnotherStartDoesNot() {
        take(ONE, 1, email(), name(0, 100));
        String id = name().id();
        take(ONE, 2, email(), name(0, 200));
        assertThat(name().id()).isEqualTo(id);
        take(ONE, 3, email(), name(1, 200));
        assertThat(name().id()).isNotEqualTo(id);
    }

    @Test
    void withoutThemNothingOfThemIsEmittedOrKept() {
        engine = open(false);
        take(ONE, 1, email());
        InMemoryShardTables with = tables;
        assertThat(emitted).noneMatch(Update.GoldenUpsert.class::isInstance);
        assertThat(new ShardState(Sample.ONTOLOGY, with, true).components().emitted(-1).golden())
                .isEmpty();
    }

    @Test
    void whatChangesInAJobWithoutThemIsRetracted() {
        take(ONE, 1, email());
        assertThat(folded.goldenValues()).hasSize(1);
        engine = open(false);
        take(ONE, 2, email(), name(0, 100));
        assertThat(folded.goldenValues()).isEmpty();
    }

    private void take(RecordIdentity record, long version, Descriptor... descriptors) {
        engine.accept(SourceRecord.upsert(record, OptionalLong.of(version), List.of(descriptors)));
        engine.flush(
                update -> {
                    emitted.add(update.update());
                    folded.accept(update);
                });
    }

    private ShardEngine open(boolean emitsGolden) {
        return new ShardEngine(
                new ShardState(
                        Sample.ONTOLOGY,
                        tables,
                        true,
                        new OptionalOutputs(emitsGolden, false),
                        RecordStore.HELD),
                Timeline.INTEGER,
                EmissionLimit.NONE,
                () -> 0,
                DigestKey.random(),
                false);
    }

    private List<RecordIdentity> recordsOfName() {
        return name().cell().orElseThrow().records();
    }

    private GoldenRow name() {
        return folded.goldenValues().stream()
                .filter(row -> row.cell().orElseThrow().value().attribute().equals("name"))
                .reduce(
                        (one, other) -> {
                            throw new AssertionError(one + " and " + other);
                        })
                .orElseThrow();
    }

    private static Descriptor email() {
        return new Descriptor("email", "a@x.org", Interval.ALWAYS);
    }

    private static Descriptor name(long start, long end) {
        return new Descriptor("name", "Ann", new Interval(start, end));
    }
}
