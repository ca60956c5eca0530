package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.model.OutputKey.Stream;
import io.kindred.storage.keyed.Owners;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import static io.kindred.testkit.SampleUpdates.C1;
import static io.kindred.testkit.SampleUpdates.E2;
import static org.assertj.core.api.Assertions.assertThat;

/** Rows of golden values, with several owners. */
class GoldenOutputsHarnessTest {

    private static final int SHARD = 3;
    private static final String ID = "0f".repeat(16);
    private static final SinkStreams WITH = new SinkStreams(Set.of(Stream.GOLDEN_VALUES), Set.of());

    @Test
    void aChangeOfTheRecordsAloneIsARow() throws Exception {
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG, WITH)) {
            running.say(SHARD, SampleUpdates.golden(C1, E2), SampleUpdates.golden(C1, E2));
            running.say(SHARD, SampleUpdates.golden(E2));
            assertThat(rows(running)).containsExactly("active 1 [crm, erp]", "active 2 [erp]");
        }
    }

    @Test
    void revisionsContinueWhenAValueComesBackAfterARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG, WITH)) {
            running.say(SHARD, SampleUpdates.golden(), SampleUpdates.goldenRetired());
            running.at(1_000);
            assertThat(rows(running)).containsExactly("active 1 [crm, erp]", "retired 2 []");
            snapshot = running.snapshot();
        }
        try (PublishHarness<RecordMove> running = create(OutputMode.CHANGELOG, WITH)) {
            running.restore(snapshot, 1, 0);
            running.say(Owners.RECONCILE, SampleUpdates.golden());
            assertThat(rows(running)).containsExactly("active 3 [crm, erp]");
        }
    }

    @Test
    void whatMovesToAnotherOwnerIsNoRow() throws Exception {
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG, WITH)) {
            running.say(SHARD, SampleUpdates.golden(), SampleUpdates.goldenRetired());
            running.say(Owners.RECONCILE, SampleUpdates.golden());
            running.at(1_000);
            assertThat(rows(running)).containsExactly("active 1 [crm, erp]");
        }
    }

    @Test
    void aSinkThatComesBackGetsWhatIsThereAsItWas() throws Exception {
        OperatorSubtaskState with;
        try (PublishHarness<RecordMove> running = start(OutputMode.CHANGELOG, WITH)) {
            running.say(SHARD, SampleUpdates.golden(C1), SampleUpdates.golden());
            with = running.snapshot();
        }
        OperatorSubtaskState without;
        try (PublishHarness<RecordMove> running = create(OutputMode.CHANGELOG, SinkStreams.NONE)) {
            running.restore(with, 1, 0);
            without = running.snapshot();
        }
        try (PublishHarness<RecordMove> running = create(OutputMode.CHANGELOG, WITH)) {
            running.restore(without, 1, 0);
            running.at(1_000);
            running.say(SHARD, SampleUpdates.golden());
            assertThat(rows(running)).containsExactly("active 2 [crm, erp]");
        }
    }

    @Test
    void theLastRowsAreEmittedAtTheEnd() throws Exception {
        try (PublishHarness<RecordMove> running = start(OutputMode.FINAL, WITH)) {
            running.say(SHARD, SampleUpdates.golden(C1), SampleUpdates.golden());
            assertThat(running.rows()).isEmpty();
            running.end();
            assertThat(rows(running)).containsExactly("active 1 [crm, erp]");
        }
    }

    private static List<String> rows(PublishHarness<RecordMove> running) throws Exception {
        return running.outputs(PublishOperator.tag(Stream.GOLDEN_VALUES)).stream()
                .map(
                        row -> {
                            assertThat(row.key()).isEqualTo(ID);
                            String json = row.toString();
                            boolean isActive = json.contains("\"status\":\"active\"");
                            assertThat(row.gone()).isEqualTo(!isActive);
                            String perspectives =
                                    isActive
                                            ? json.replaceAll(
                                                    ".*\"perspectives\":\\[(.*)\\]}", "$1")
                                            : "";
                            return (isActive ? "active " : "retired ")
                                    + row.revision()
                                    + " ["
                                    + perspectives.replace("\"", "").replace(",", ", ")
                                    + "]";
                        })
                .toList();
    }

    private static PublishHarness<RecordMove> start(OutputMode mode, SinkStreams sinks)
            throws Exception {
        PublishHarness<RecordMove> running = create(mode, sinks);
        running.open();
        return running;
    }

    private static PublishHarness<RecordMove> create(OutputMode mode, SinkStreams sinks)
            throws Exception {
        return PublishHarness.moved(
                PublishOperator.ofOthers(Timeline.INTEGER, mode, Duration.ofMillis(100)).to(sinks),
                1,
                0);
    }
}
