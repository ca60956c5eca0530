package io.kindred.flink.operator;

import io.kindred.codec.Notice;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.flink.config.CountLimit;
import io.kindred.flink.operator.InputCount.Topic;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@SuppressWarnings("try") // closing a harness may throw InterruptedException
class InputCountsFunctionTest {

    private static final CountLimit TENTH = new CountLimit.Share(new BigDecimal("0.1"), 100);

    @Test
    void failsWithTheCommonestReasonsWhenThereAreTooManyDeadLetters() throws Exception {
        try (var harness = open(new CountLimit.Number(3), null)) {
            take(harness, 100, 2, "a");
            take(harness, 100, 1, "b");

            assertThatThrownBy(() -> take(harness, 1000, 1, "b"))
                    .as("trying again cannot help")
                    .isInstanceOf(SuppressRestartsException.class)
                    .cause()
                    .isInstanceOf(TooManyDeadLettersException.class)
                    .hasMessage(
                            "more dead letters than max_dead_letters allows (3): 4 of 1,200 inputs"
                                    + " are dead letters; the commonest reasons: 2 × \"a\", such as f"
                                    + " line 1: a; 2 × \"b\", such as f line 1: b");
        }
    }

    @Test
    void aShareIsJudgedAfterSoManyInputsOfAllSubtasksTogether() throws Exception {
        try (var harness = open(TENTH, null)) {
            take(harness, 50, 50, "a");
            take(harness, 49, 0, "a");

            assertThatThrownBy(() -> take(harness, 1, 0, "a"))
                    .isInstanceOf(SuppressRestartsException.class)
                    .cause()
                    .hasMessageContaining("allows (the share 0.1): 50 of 100 inputs");
        }
        try (var harness = open(TENTH, null)) {
            take(harness, 900, 0, "a");
            take(harness, 100, 100, "a");

            assertThat(sum(harness, Topic.DEAD_LETTER_REASONS)).isEqualTo(100);
        }
    }

    @Test
    void goesOnWithItsCountsAndFailsAtOnceUnderALowerLimit() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = open(TENTH, null)) {
            take(harness, 200, 20, "a");
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = open(new CountLimit.Number(20), snapshot)) {
            assertThat(sum(harness, Topic.INPUTS_READ)).isEqualTo(200);
            assertThatThrownBy(() -> take(harness, 1, 1, "b"))
                    .isInstanceOf(SuppressRestartsException.class);
        }
        assertThatThrownBy(() -> open(new CountLimit.Number(19), snapshot))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .hasMessageContaining("20 of 200 inputs");
    }

    @Test
    void withoutALimitEverythingMayBeADeadLetter() throws Exception {
        try (var harness = open(null, null)) {
            take(harness, 5000, 5000, "a");

            assertThat(sum(harness, Topic.DEAD_LETTER_REASONS)).isEqualTo(5000);
        }
    }

    @Test
    void addsUpWhatIsFound() throws Exception {
        String notice = "s\u001f" + Notice.MISSING_FIELD + "\u001femail";
        try (var harness = open(null, null)) {
            for (int i = 0; i < 2; i++) {
                harness.processElement(
                        new InputCount(Topic.INPUT_NOTICES, notice, 3, "f line " + i), 0);
            }

            assertThat(tally(harness, Topic.INPUT_NOTICES).values())
                    .containsExactly(new Tally.Counted(notice, 6, "f line 0"));
        }
    }

    @Test
    void countsAreSentWithoutKryo() {
        assertThat(DecodeFunction.COUNTS.getTypeInfo()).isInstanceOf(PojoTypeInfo.class);
    }

    private static void take(
            OneInputStreamOperatorTestHarness<InputCount, Void> harness,
            long inputs,
            long deadLetters,
            String reason)
            throws Exception {
        harness.processElement(new InputCount(Topic.INPUTS_READ, "s", inputs, ""), 0);
        if (deadLetters > 0) {
            harness.processElement(
                    new InputCount(
                            Topic.DEAD_LETTER_REASONS, reason, deadLetters, "f line 1: " + reason),
                    0);
        }
    }

    private static long sum(
            OneInputStreamOperatorTestHarness<InputCount, Void> harness, Topic topic) {
        return Tally.sum(tally(harness, topic));
    }

    private static Map<String, Tally.Counted> tally(
            OneInputStreamOperatorTestHarness<InputCount, Void> harness, Topic topic) {
        ProcessOperator<?, ?> operator = (ProcessOperator<?, ?>) harness.getOperator();
        Tally tally = (Tally) (Object) operator.getRuntimeContext().getAccumulator(topic.id());
        return tally.getLocalValue();
    }

    private static OneInputStreamOperatorTestHarness<InputCount, Void> open(
            @Nullable CountLimit limit, @Nullable OperatorSubtaskState snapshot) throws Exception {
        OntologyDocument ontology =
                OntologyDocument.of(
                        StrictYaml.read("ontology.yaml", "{entity_types: {person: {}}}"));
        var harness =
                new OneInputStreamOperatorTestHarness<InputCount, Void>(
                        new ProcessOperator<>(new InputCountsFunction(ontology, limit)));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }
}
