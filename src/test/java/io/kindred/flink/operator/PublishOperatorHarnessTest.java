package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.Published;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PublishOperatorHarnessTest {

    @Test
    void theFirstUpdateIsRevision1() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(0, assigned("E1"));
            assertThat(running.rows()).containsExactly(outputRow(row("E1", 1), 1, false));
        }
    }

    @Test
    void anUnchangedUpdateGivesNoRow() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(0, assigned("E1"), assigned("E1"), assigned("E2"), assigned("E2"));
            assertThat(running.json()).containsExactly(row("E1", 1), row("E2", 2));
        }
    }

    @Test
    void aRetractionGivesARetractedRow() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(0, assigned("E1"), SampleUpdates.unassigned());
            running.say(0, SampleUpdates.unassigned());
            assertThat(running.rows())
                    .containsExactly(
                            outputRow(row("E1", 1), 1, false), outputRow(retiredRow(2), 2, true));
        }
    }

    @Test
    void retractingAnUnknownKeyGivesNoRow() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(
                    0,
                    SampleUpdates.unassigned(),
                    SampleUpdates.retired(),
                    SampleUpdates.resolved(),
                    SampleUpdates.genericResolved());
            assertThat(running.rows()).isEmpty();
            running.say(0, assigned("E1"));
            assertThat(running.json()).containsExactly(row("E1", 1));
        }
    }

    @Test
    void aKeyAfterARetractionContinuesItsRevisions() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(0, assigned("E1"), SampleUpdates.unassigned(), assigned("E1"));
            running.say(0, SampleUpdates.unassigned(), assigned("E2"));
            assertThat(running.json())
                    .containsExactly(
                            row("E1", 1), retiredRow(2), row("E1", 3), retiredRow(4), row("E2", 5));
        }
    }

    @Test
    void rowsGoToTheOutputOfTheirStream() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(
                    0,
                    SampleUpdates.entity(),
                    SampleUpdates.assigned(),
                    SampleUpdates.direct(),
                    SampleUpdates.generic(),
                    SampleUpdates.record());
            for (OutputKey.Stream stream :
                    EnumSet.complementOf(EnumSet.of(OutputKey.Stream.GOLDEN_VALUES))) {
                assertThat(running.outputs(PublishOperator.tag(stream)))
                        .as(stream.name())
                        .hasSize(1);
            }
            assertThat(running.moves()).isEmpty();
        }
    }

    @Test
    void keysOfTwoStreamsNeverMix() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.CHANGELOG)) {
            running.say(
                    0,
                    new Update.EntityUpsert(
                            new Entity("x", "person", List.of(SampleUpdates.C1), List.of())),
                    new Update.ConflictResolved("x"));
            assertThat(running.rows()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestoredKeyGoesOn(OutputMode mode) throws Exception {
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = start(mode)) {
            running.say(0, assigned("E1"), SampleUpdates.unassigned(), assigned("E2"));
            running.say(0, SampleUpdates.entity());
            snapshot = running.snapshot();
            running.say(0, SampleUpdates.unassigned(), SampleUpdates.retired());
        }
        try (PublishHarness<RowQuestion> running = restore(mode, snapshot, 1, 0)) {
            running.say(0, assigned("E2"), SampleUpdates.entity());
            assertThat(running.rows()).isEmpty();
            running.say(0, SampleUpdates.retired());
            running.end();
            if (mode == OutputMode.CHANGELOG) {
                assertThat(running.rows())
                        .singleElement()
                        .extracting(OutputRow::toString)
                        .asString()
                        .contains("\"retired\",\"revision\":2");
                running.say(0, assigned("E3"));
                assertThat(running.json()).contains(row("E3", 4));
            } else {
                assertThat(running.json()).containsExactly(row("E2", 1));
            }
        }
    }

    @Test
    void finalRowsWaitForTheEndOfTheInput() throws Exception {
        try (PublishHarness<RowQuestion> running = start(OutputMode.FINAL)) {
            running.say(0, assigned("E1"), SampleUpdates.entity(), SampleUpdates.direct());
            running.say(0, assigned("E2"), SampleUpdates.resolved(), assigned("E3"));
            running.say(0, SampleUpdates.generic(), SampleUpdates.genericResolved());
            running.say(0, SampleUpdates.generic());
            assertThat(running.rows()).isEmpty();

            running.end();

            assertThat(running.rows())
                    .as("one row of revision 1 for each key that is there")
                    .hasSize(3)
                    .allMatch(row -> row.toString().contains("\"revision\":1,") && !row.gone());
            assertThat(running.outputs(PublishOperator.tag(OutputKey.Stream.ASSIGNMENTS)))
                    .extracting(OutputRow::toString)
                    .containsExactly(row("E3", 1));
            assertThat(running.outputs(PublishOperator.tag(OutputKey.Stream.CONFLICTS))).isEmpty();
        }
    }

    @Test
    void finalRowsSurviveARestartWithAnotherParallelism() throws Exception {
        OperatorSubtaskState snapshot;
        int keys = 100;
        try (PublishHarness<RowQuestion> running = start(OutputMode.FINAL)) {
            for (int i = 0; i < keys; i++) {
                running.say(0, entity(i));
            }
            snapshot = running.snapshot();
        }
        List<OutputRow> rows = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            try (PublishHarness<RowQuestion> running =
                    restore(OutputMode.FINAL, snapshot, 3, subtask)) {
                running.end();
                assertThat(running.rows()).hasSizeLessThan(keys);
                rows.addAll(running.rows());
            }
        }
        assertThat(rows).extracting(OutputRow::key).hasSize(keys).doesNotHaveDuplicates();
    }

    /** A failure after the end comes back to rows that are in files already. */
    @Test
    void endingTheInputAgainAfterARestoreGivesNoRow() throws Exception {
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = start(OutputMode.FINAL)) {
            running.say(0, assigned("E1"), entity(1));
            running.end();
            assertThat(running.rows()).hasSize(2);
            snapshot = running.snapshot();
        }
        try (PublishHarness<RowQuestion> running = restore(OutputMode.FINAL, snapshot, 1, 0)) {
            running.say(0, assigned("E1"));
            running.end();
            assertThat(running.rows()).isEmpty();
        }
    }

    @Test
    void everyBackendWalksItsKeysWhileTheyChange() throws Exception {
        int keys = 3000;
        try (PublishHarness<RowQuestion> running = create(OutputMode.FINAL, 1, 0)) {
            running.on(new HashMapStateBackend());
            running.open();
            for (int i = 0; i < keys; i++) {
                running.say(0, entity(i));
            }
            running.end();
            assertThat(running.rows())
                    .extracting(OutputRow::key)
                    .hasSize(keys)
                    .doesNotHaveDuplicates();
        }
    }

    /** Release 0.1 had a timer for each key. */
    @Test
    void restoresStateThatHadTimers() throws Exception {
        OperatorSubtaskState snapshot;
        try (var before =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new WithTimers()),
                        PublishOperator::key,
                        Types.STRING,
                        OperatorHarness.KEY_GROUPS,
                        1,
                        0)) {
            before.setStateBackend(new EmbeddedRocksDBStateBackend());
            before.open();
            for (int i = 0; i < 3; i++) {
                before.processElement(new StreamRecord<>(OwnedUpdate.of(0, entity(i))));
            }
            snapshot = before.snapshot(1, 1);
        }
        try (PublishHarness<RowQuestion> running = restore(OutputMode.FINAL, snapshot, 1, 0)) {
            running.say(0, entity(1), entity(3));
            running.end();
            assertThat(running.rows())
                    .extracting(OutputRow::key)
                    .containsExactlyInAnyOrder("person-0", "person-1", "person-2", "person-3");
        }
    }

    /** Keeps an update and sets a timer, as publishing once did. */
    private static final class WithTimers
            extends KeyedProcessFunction<String, OwnedUpdate, OutputRow> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(OwnedUpdate owned, Context context, Collector<OutputRow> out)
                throws Exception {
            EncodedUpdate encoded = owned.encoded();
            getRuntimeContext()
                    .getState(
                            new ValueStateDescriptor<>(
                                    "published",
                                    PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO))
                    .update(
                            Published.FORMAT.write(
                                    new Published(
                                            1, encoded.shown(), Optional.of(encoded.bytes()))));
            context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stateOfTheOtherOutputIsRefused(OutputMode before) throws Exception {
        OutputMode now = before == OutputMode.FINAL ? OutputMode.CHANGELOG : OutputMode.FINAL;
        OperatorSubtaskState snapshot;
        try (PublishHarness<RowQuestion> running = start(before)) {
            running.say(0, assigned("E1"));
            snapshot = running.snapshot();
        }
        assertThatThrownBy(() -> restore(now, snapshot, 1, 0).close())
                .hasMessageContaining("output: " + before.name().toLowerCase(Locale.ROOT))
                .hasMessageContaining("output: " + now.name().toLowerCase(Locale.ROOT));
    }

    private static Update assigned(String entity) {
        return new Update.Assigned(SampleUpdates.E2, entity);
    }

    private static Update entity(int number) {
        return new Update.EntityUpsert(
                new Entity(
                        "person-" + number,
                        "person",
                        List.of(new RecordIdentity("person", "crm", "C" + number)),
                        List.of(new GoldenValue("a", "b", Interval.ALWAYS))));
    }

    private static OutputRow outputRow(String json, long revision, boolean gone) {
        return new OutputRow(
                SampleUpdates.E2.joined(), json.getBytes(StandardCharsets.UTF_8), revision, gone);
    }

    private static String row(String entity, int revision) {
        return "{\"entity_type\":\"person\",\"perspective\":\"erp\",\"uid\":\"E \\\"2\\\"\","
                + "\"status\":\"active\",\"revision\":"
                + revision
                + ",\"entity_id\":\""
                + entity
                + "\"}";
    }

    private static String retiredRow(int revision) {
        return "{\"entity_type\":\"person\",\"perspective\":\"erp\",\"uid\":\"E \\\"2\\\"\","
                + "\"status\":\"retired\",\"revision\":"
                + revision
                + "}";
    }

    private static PublishHarness<RowQuestion> create(OutputMode mode, int parallelism, int subtask)
            throws Exception {
        return PublishHarness.asked(
                PublishOperator.ofOnlyShard(Timeline.INTEGER, mode), parallelism, subtask);
    }

    private static PublishHarness<RowQuestion> start(OutputMode mode) throws Exception {
        PublishHarness<RowQuestion> running = create(mode, 1, 0);
        running.open();
        return running;
    }

    private static PublishHarness<RowQuestion> restore(
            OutputMode mode, OperatorSubtaskState snapshot, int parallelism, int subtask)
            throws Exception {
        PublishHarness<RowQuestion> running = create(mode, parallelism, subtask);
        running.restore(snapshot, parallelism, subtask);
        return running;
    }
}
