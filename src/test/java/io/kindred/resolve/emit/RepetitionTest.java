package io.kindred.resolve.emit;

import io.kindred.model.Descriptor;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.SourceRecord;
import io.kindred.model.Update;
import io.kindred.resolve.Sample;
import io.kindred.resolve.ShardEngine;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class RepetitionTest {

    private static final int MANY = 40;

    private final List<Update> updates = new ArrayList<>();
    private final ShardEngine engine =
            new ShardEngine(
                    Sample.ONTOLOGY,
                    Timeline.INTEGER,
                    new InMemoryShardTables(),
                    new EmissionLimit(2, Duration.ofMillis(10)),
                    () -> 1_000);

    @Test
    void onlyTheAnchorOfADelayedEntityEndsTheDelay() {
        takeAndFlush(record("1", "a"), record("2", "a"), record("3", "a"));
        takeAndFlush(record("4", "a"));
        assertThat(engine.nextTimer()).hasValue(1_010);

        slice(1, 2);
        assertThat(updates).hasSize(2).allMatch(Update.Assigned.class::isInstance);

        updates.clear();
        slice(0, 1);
        assertThat(entities().get(0).entity().records()).hasSize(4);
    }

    @Test
    void manyEntitiesOfOneComponentAreRepeatedOnceWhileNothingChanges() {
        for (int i = 0; i < MANY; i++) {
            engine.accept(record("" + i, "same", new Descriptor("ssn", "" + i, Interval.ALWAYS)));
        }
        takeAndFlush();

        OptionalLong next = slice(0, 1);
        assertThat(next).hasValue(1);
        assertThat(entities()).hasSize(MANY);
        while (next.isPresent()) {
            next = slice(next.getAsLong(), 1);
        }
        assertThat(entities()).hasSize(MANY);

        takeAndFlush(record("other", "other"));
        slice(MANY - 1, 1);
        assertThat(entities()).as("after a change").hasSize(MANY);
    }

    @Test
    void aSliceHasAtLeastTheRecordsItIsToHave() {
        for (int i = 0; i < MANY; i++) {
            engine.accept(record("" + i, "e" + i));
        }
        takeAndFlush();

        assertThat(slice(0, 1)).hasValue(1);
        assertThat(slice(1, 30)).hasValue(31);
        assertThat(slice(31, 30)).isEmpty();
        assertThat(entities()).hasSize(MANY);
    }

    private OptionalLong slice(long from, int ids) {
        return engine.repeat(
                from,
                ids,
                1,
                EnumSet.allOf(Stream.class),
                ShardOutput.of(update -> updates.add(update.update())));
    }

    private List<Update.EntityUpsert> entities() {
        return updates.stream()
                .filter(Update.EntityUpsert.class::isInstance)
                .map(Update.EntityUpsert.class::cast)
                .toList();
    }

    private void takeAndFlush(SourceRecord... records) {
        List.of(records).forEach(engine::accept);
        engine.flush(ShardOutput.of(unused -> {}));
        updates.clear();
    }

    private static SourceRecord record(String uid, String email, Descriptor... more) {
        List<Descriptor> descriptors = new ArrayList<>(List.of(more));
        descriptors.add(new Descriptor("email", email + "@x.org", Interval.ALWAYS));
        return SourceRecord.upsert(Sample.identity("crm", uid), OptionalLong.of(1), descriptors);
    }
}
