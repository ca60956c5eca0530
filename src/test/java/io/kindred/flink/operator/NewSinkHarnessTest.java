package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.model.Entity;
import io.kindred.model.OutputKey.Stream;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle.StateMetaInfo;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Publishing with several owners to sinks that are not there from the beginning. */
class NewSinkHarnessTest {

    private static final int SHARD = 3;

    /** More than are visited at a time. */
    private static final int ENTITIES = 2_300;

    private static final SinkStreams CONFLICTS = sinks(EnumSet.of(Stream.CONFLICTS));
    private static final SinkStreams BOTH = sinks(EnumSet.of(Stream.CONFLICTS, Stream.ENTITIES));

    @Test
    void aNewSinkGetsTheRowsThatAreShownOnceInSlicesAndOverARescale() throws Exception {
        OperatorSubtaskState before = entitiesWithoutSink();
        List<String> rows = new ArrayList<>();
        OperatorSubtaskState between;
        try (PublishHarness<RecordMove> running = create(BOTH, 1, 0)) {
            running.restore(before, 1, 0);
            running.at(5);
            assertThat(running.rows()).hasSizeBetween(1, ENTITIES - 1);
            // Whether or not the walk has come to it, a row that changes is there once.
            running.say(SHARD, entity(1, 2), entity(ENTITIES - 1, 2));
            rows.addAll(running.json());
            between = running.snapshot();
        }
        for (int subtask = 0; subtask < 2; subtask++) {
            try (PublishHarness<RecordMove> running = create(BOTH, 2, subtask)) {
                running.restore(between, 2, subtask);
                for (int at = 0; at < 100; at += 5) {
                    running.at(at);
                }
                rows.addAll(running.json());
            }
        }

        assertThat(new TreeSet<>(rows)).as("no row twice").hasSameSizeAs(rows);
        Map<String, String> last = new HashMap<>();
        for (String row : rows) {
            String id = row.replaceAll(".*\"entity_id\":\"([^\"]*)\".*", "$1");
            String earlier = last.put(id, row);
            if (earlier != null) {
                assertThat(earlier).contains("\"revision\":1");
                assertThat(row).contains("\"revision\":2");
            }
        }
        assertThat(last).hasSize(ENTITIES);
        assertThat(last.get("person-1")).contains("\"revision\":2");
    }

    @Test
    void aSinkThatWasThereGetsNothingAgain() throws Exception {
        OperatorSubtaskState filled;
        try (PublishHarness<RecordMove> running = create(BOTH, 1, 0)) {
            running.restore(entitiesWithoutSink(), 1, 0);
            int timers = running.activeTimers();
            running.end();
            assertThat(running.rows()).hasSize(ENTITIES);
            assertThat(running.activeTimers()).as("none is added").isEqualTo(timers);
            filled = running.snapshot();
        }
        try (PublishHarness<RecordMove> running = create(BOTH, 1, 0)) {
            running.restore(filled, 1, 0);
            running.at(100);
            running.end();
            assertThat(running.rows()).isEmpty();
        }
    }

    @Test
    void aSinkThatWasTakenOutGetsEverythingWhenItComesBack() throws Exception {
        OperatorSubtaskState without;
        try (PublishHarness<RecordMove> running = create(BOTH, 1, 0)) {
            running.open();
            running.say(SHARD, entity(1, 1), entity(2, 1));
            OperatorSubtaskState with = running.snapshot();
            try (PublishHarness<RecordMove> next = create(CONFLICTS, 1, 0)) {
                next.restore(with, 1, 0);
                next.say(SHARD, entity(2, 2));
                without = next.snapshot();
            }
        }
        try (PublishHarness<RecordMove> running = create(BOTH, 1, 0)) {
            running.restore(without, 1, 0);
            running.end();
            assertThat(running.json())
                    .hasSize(2)
                    .anyMatch(row -> row.contains("person-1") && row.contains("\"revision\":1"))
                    .anyMatch(row -> row.contains("person-2") && row.contains("\"revision\":2"));
        }
    }

    /** Then the metadata says which sinks are new. */
    @Test
    void statesOfEarlierReleasesDoNotKnowTheirSinks() throws Exception {
        OperatorSubtaskState earlier = withoutFills(entitiesWithoutSink());
        try (PublishHarness<RecordMove> running = create(BOTH, 1, 0)) {
            running.restore(earlier, 1, 0);
            running.end();
            assertThat(running.rows()).isEmpty();
        }
        SinkStreams added = new SinkStreams(BOTH.all(), Set.of(Stream.ENTITIES));
        try (PublishHarness<RecordMove> running = create(added, 1, 0)) {
            running.restore(earlier, 1, 0);
            running.end();
            assertThat(running.rows()).hasSize(ENTITIES);
        }
    }

    private static OperatorSubtaskState withoutFills(OperatorSubtaskState snapshot) {
        List<OperatorStateHandle> handles = new ArrayList<>();
        for (OperatorStateHandle handle : snapshot.getManagedOperatorState()) {
            Map<String, StateMetaInfo> lists =
                    new HashMap<>(handle.getStateNameToPartitionOffsets());
            assertThat(lists.remove("sink-fills")).isNotNull();
            handles.add(new OperatorStreamStateHandle(lists, handle.getDelegateStateHandle()));
        }
        return snapshot.toBuilder()
                .setManagedOperatorState(new StateObjectCollection<>(handles))
                .build();
    }

    private static OperatorSubtaskState entitiesWithoutSink() throws Exception {
        try (PublishHarness<RecordMove> running = create(CONFLICTS, 1, 0)) {
            running.open();
            for (int i = 0; i < ENTITIES; i++) {
                running.say(SHARD, entity(i, 1));
            }
            // What is retracted is not shown.
            running.say(SHARD, entity(ENTITIES, 1));
            running.say(SHARD, new Update.EntityRetired("person", "person-" + ENTITIES, List.of()));
            running.at(1);
            return running.snapshot();
        }
    }

    private static SinkStreams sinks(Set<Stream> streams) {
        return new SinkStreams(streams, Set.of());
    }

    private static PublishHarness<RecordMove> create(
            SinkStreams sinks, int parallelism, int subtask) throws Exception {
        return PublishHarness.moved(
                PublishOperator.ofOthers(Timeline.INTEGER, OutputMode.CHANGELOG, Duration.ZERO)
                        .to(sinks),
                parallelism,
                subtask);
    }

    private static Update entity(int number, int records) {
        List<RecordIdentity> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            all.add(new RecordIdentity("person", "crm", "R" + number + "-" + i));
        }
        return new Update.EntityUpsert(new Entity("person-" + number, "person", all, List.of()));
    }
}
