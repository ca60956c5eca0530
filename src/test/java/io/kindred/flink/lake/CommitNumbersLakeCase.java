package io.kindred.flink.lake;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.paimon.flink.sink.Committable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitNumbersLakeCase {

    @Test
    void whatIsCommittedAtTheEndHasTheNumberOfTheNextCheckpoint() throws Exception {
        OperatorSubtaskState saved;
        try (OneInputStreamOperatorTestHarness<Committable, Committable> first = harness()) {
            first.open();
            commit(first, Long.MAX_VALUE);
            first.snapshot(7, 0);
            commit(first, 8);
            saved = first.snapshot(8, 0);
            commit(first, Long.MAX_VALUE);
            assertThat(numbers(first)).containsExactly(1L, 8L, 9L);
        }
        try (OneInputStreamOperatorTestHarness<Committable, Committable> restored = harness()) {
            restored.initializeState(saved);
            restored.open();
            commit(restored, Long.MAX_VALUE);
            assertThat(numbers(restored)).containsExactly(9L);
        }
    }

    private static OneInputStreamOperatorTestHarness<Committable, Committable> harness()
            throws Exception {
        OneInputStreamOperatorTestHarness<Committable, Committable> harness =
                new OneInputStreamOperatorTestHarness<>(new StreamMap<>(new CommitNumbers()));
        harness.setup();
        return harness;
    }

    private static void commit(
            OneInputStreamOperatorTestHarness<Committable, Committable> harness, long checkpoint)
            throws Exception {
        harness.processElement(
                new Committable(checkpoint, Committable.Kind.FILE, "files"), checkpoint);
    }

    private static Iterable<Long> numbers(
            OneInputStreamOperatorTestHarness<Committable, Committable> harness) {
        return harness.extractOutputValues().stream().map(Committable::checkpointId).toList();
    }
}
