package io.kindred.flink.operator;

import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.model.Answer.Matches;
import io.kindred.model.GoldenValue;
import io.kindred.model.Query;
import io.kindred.model.Query.Condition;
import io.kindred.model.QueryAnswer;
import io.kindred.model.QueryAnswer.Match;
import io.kindred.model.Question;
import io.kindred.storage.AnswerMessage;
import io.kindred.storage.AnswerMessage.Opened;
import io.kindred.storage.AnswerMessage.Part;
import io.kindred.storage.Owners;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerOperatorHarnessTest {

    private static final Question QUESTION =
            new Question(
                    "q",
                    100,
                    new Question.Values(
                            new Query(
                                    "person",
                                    List.of(new Condition("email", "a@x")),
                                    Interval.ALWAYS)));

    @Test
    void answersOnceAllPartsAreHereWhateverTheirOrder() throws Exception {
        try (Running running = new Running()) {
            running.take(part(1, "e1", 5, 9));
            running.take(new Opened("t", 0, 2, QUESTION));
            running.take(part(Owners.RECONCILE, "e2", 0, 7));
            assertThat(running.rows()).isEmpty();
            running.take(part(0, "e2", 3, 4));
            assertThat(running.rows())
                    .containsExactly(
                            "{\"id\":\"q\",\"outcome\":\"conflict\",\"matches\":["
                                    + "{\"entity_id\":\"e2\",\"start\":0,\"end\":7,\"golden\":[]},"
                                    + "{\"entity_id\":\"e1\",\"start\":5,\"end\":9,\"golden\":[]}"
                                    + "],\"conflict\":{\"start\":5,\"end\":7,"
                                    + "\"entities\":[\"e1\",\"e2\"]}}");
            running.isEmpty();
        }
    }

    @Test
    void answersAtTheDeadlineWithWhatIsHereAndDropsWhatIsLate() throws Exception {
        try (Running running = new Running()) {
            running.take(new Opened("t", 0, 2, QUESTION));
            running.take(part(1, "e1", 5, 9));
            running.harness.setProcessingTime(99);
            assertThat(running.rows()).isEmpty();
            running.harness.setProcessingTime(100);
            assertThat(running.rows())
                    .containsExactly(
                            "{\"id\":\"q\",\"outcome\":\"timeout\","
                                    + "\"missing\":[\"shard 0\",\"reconcile\"],\"matches\":["
                                    + "{\"entity_id\":\"e1\",\"start\":5,\"end\":9,\"golden\":[]}"
                                    + "]}");
            running.take(part(0, "e2", 3, 4));
            running.take(part(Owners.RECONCILE, "e2", 3, 4));
            assertThat(running.rows()).hasSize(1);
            running.isEmpty();
        }
    }

    @Test
    void theOnlyShardHasNobodyBesideIt() throws Exception {
        try (Running running = new Running()) {
            running.take(new Opened("t", 0, 1, QUESTION));
            running.take(new Opened("another", 0, 1, QUESTION));
            running.take(part(0, "e1", 5, 9));
            assertThat(running.rows()).hasSize(1);
        }
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = new Running()) {
            running.take(new Opened("t", 0, 2, QUESTION));
            running.take(part(1, "e1", 5, 9));
            snapshot = running.harness.snapshot(1, 1);
        }
        try (Running running = new Running(snapshot)) {
            running.take(part(0, "e2", 3, 4));
            running.take(part(Owners.RECONCILE, "e3", 3, 4));
            assertThat(running.rows()).hasSize(1);
            assertThat(running.rows().get(0)).contains("e1", "e2", "e3");
            running.isEmpty();
        }
        try (Running running = new Running(snapshot)) {
            running.harness.setProcessingTime(100);
            assertThat(running.rows().get(0)).contains("timeout", "shard 0", "e1");
        }
    }

    private static Part part(int owner, String entity, long start, long end) {
        return new Part(
                "t",
                owner,
                new Matches(
                        new QueryAnswer(
                                List.of(
                                        new Match(
                                                entity,
                                                new Interval(start, end),
                                                List.<GoldenValue>of())),
                                Optional.empty())));
    }

    private static final class Running implements AutoCloseable {
        final KeyedOneInputStreamOperatorTestHarness<String, AnswerMessage, OutputRow> harness;

        Running() throws Exception {
            harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new AnswerOperator(
                                    OntologyDocument.of(
                                            StrictYaml.read("test", "entity_types: {person: {}}")),
                                    Timeline.INTEGER),
                            AnswerOperator::key,
                            Types.STRING);
            harness.open();
        }

        Running(OperatorSubtaskState snapshot) throws Exception {
            harness =
                    new KeyedOneInputStreamOperatorTestHarness<>(
                            new AnswerOperator(
                                    OntologyDocument.of(
                                            StrictYaml.read("test", "entity_types: {person: {}}")),
                                    Timeline.INTEGER),
                            AnswerOperator::key,
                            Types.STRING);
            harness.initializeState(snapshot);
            harness.open();
        }

        void take(AnswerMessage message) throws Exception {
            harness.processElement(new StreamRecord<>(message));
        }

        List<String> rows() {
            return harness.extractOutputValues().stream().map(OutputRow::toString).toList();
        }

        void isEmpty() {
            assertThat(harness.numKeyedStateEntries()).isZero();
            assertThat(harness.numProcessingTimeTimers()).isZero();
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }
}
