package io.kindred.resolve.emit;

import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.SourceRecord;
import io.kindred.resolve.Sample;
import io.kindred.resolve.ShardEngine;
import io.kindred.storage.memory.InMemoryShardTables;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.FoldedUpdates;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

class EmissionThrottleTest {

    private static final EmissionLimit LIMIT = new EmissionLimit(2, Duration.ofMillis(10));

    private final InMemoryShardTables tables = new InMemoryShardTables();
    private final FoldedUpdates folded = new FoldedUpdates();
    private long now = 1_000;
    private ShardEngine engine = open();

    @Test
    void emitsALargeEntityWhenItsDelayIsOver() {
        takeAndFlush("a1", "a2", "a3");
        assertThat(sizes()).containsExactly(3);
        now = 1_004;
        takeAndFlush("a4");
        assertThat(sizes()).containsExactly(3);
        assertThat(engine.nextTimer()).hasValue(1_010);
        now = 1_009;
        takeAndFlush("a5");
        assertThat(sizes()).containsExactly(3);
        assertThat(engine.nextTimer()).as("does not move with what comes").hasValue(1_010);
        now = 1_010;
        flush();
        assertThat(sizes()).containsExactly(5);
        assertThat(engine.nextTimer()).isEmpty();
    }

    @Test
    void emitsSmallAndLongUnchangedEntitiesAtOnce() {
        takeAndFlush("a1");
        takeAndFlush("a2");
        assertThat(sizes()).containsExactly(2);
        takeAndFlush("a3");
        assertThat(sizes()).containsExactly(3);
        now = 1_010;
        takeAndFlush("a4");
        assertThat(sizes()).containsExactly(4);
        assertThat(engine.nextTimer()).isEmpty();
    }

    @Test
    void withoutAnIntervalNothingIsDelayed() {
        engine = open(new EmissionLimit(2, Duration.ZERO));
        for (int i = 1; i <= 5; i++) {
            takeAndFlush("a" + i);
            assertThat(sizes()).containsExactly(i);
            assertThat(engine.nextTimer()).isEmpty();
        }
    }

    @Test
    void losingARecordEmitsTheDelayedEntityAtOnce() {
        takeAndFlush("a1", "a2", "a3");
        takeAndFlush("a4", "a5");
        assertThat(sizes()).containsExactly(3);
        engine.accept(SourceRecord.delete(Sample.identity("crm", "a1"), OptionalLong.of(2)));
        flush();
        assertThat(sizes()).containsExactly(4);
        now = 1_010;
        int taken = folded.taken();
        flush();
        assertThat(folded.taken()).isEqualTo(taken);
        assertThat(engine.nextTimer()).isEmpty();
    }

    @Test
    void delaysSurviveARestart() {
        takeAndFlush("a1", "a2", "a3");
        takeAndFlush("a4");
        engine = open();
        assertThat(engine.nextTimer()).hasValue(1_010);
        flush();
        assertThat(sizes()).containsExactly(3);
        now = 1_010;
        flush();
        assertThat(sizes()).containsExactly(4);
        engine = open();
        assertThat(engine.nextTimer()).isEmpty();
    }

    @Test
    void mergingADelayedEntityEmitsTheMergedEntityOnce() {
        takeAndFlush("a1", "a2", "a3");
        takeAndFlush("b1", "b2");
        assertThat(sizes()).containsExactlyInAnyOrder(3, 2);
        engine.accept(record("ab", "a", "b"));
        flush();
        assertThat(sizes()).containsExactlyInAnyOrder(3, 2);
        engine.flushAll(folded);
        assertThat(sizes()).containsExactly(6);
    }

    @Test
    void aFlushEmitsALimitedNumberOfDelayedEntities() {
        for (int i = 0; i < 6; i++) {
            takeAndFlush(i + "1", i + "2", i + "3");
        }
        for (int i = 0; i < 6; i++) {
            takeAndFlush(i + "4");
        }
        assertThat(sizes()).containsOnly(3);
        now = 1_010;
        flush();
        assertThat(sizes()).filteredOn(size -> size == 4).hasSize(4);
        assertThat(engine.nextTimer()).hasValue(1_010);
        flush();
        assertThat(sizes()).hasSize(6).containsOnly(4);
        assertThat(engine.nextTimer()).isEmpty();
    }

    @Test
    void flushAllLeavesNoDelays() {
        for (int i = 0; i < 6; i++) {
            takeAndFlush(i + "1", i + "2", i + "3");
            takeAndFlush(i + "4");
        }
        engine.flushAll(folded);
        assertThat(sizes()).hasSize(6).containsOnly(4);
        assertThat(engine.nextTimer()).isEmpty();
        assertThat(tables.entryCounts()).doesNotContainKey("components-due");
    }

    private ShardEngine open() {
        return open(LIMIT);
    }

    private ShardEngine open(EmissionLimit limit) {
        return new ShardEngine(Sample.ONTOLOGY, Timeline.INTEGER, tables, limit, () -> now);
    }

    /** Records that share an email with those whose uid begins with the same letter. */
    private void takeAndFlush(String... uids) {
        for (String uid : uids) {
            engine.accept(record(uid, uid.substring(0, 1)));
        }
        flush();
    }

    private void flush() {
        engine.flush(folded);
    }

    private static SourceRecord record(String uid, String... emails) {
        return SourceRecord.upsert(
                Sample.identity("crm", uid),
                OptionalLong.of(1),
                List.of(emails).stream()
                        .map(email -> new Descriptor("email", email + "@x.org", Interval.ALWAYS))
                        .toList());
    }

    /** How many records the entities that are shown have. */
    private List<Integer> sizes() {
        return folded.result().entities().stream().map(Entity::records).map(List::size).toList();
    }
}
