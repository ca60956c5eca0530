package io.kindred.flink.operator;

import io.kindred.flink.internal.KeyTimers;
import io.kindred.flink.internal.OneInputOperator;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyTimersHarnessTest {

    static Stream<StateBackend> backends() {
        return Stream.of(new EmbeddedRocksDBStateBackend(), new HashMapStateBackend());
    }

    @Test
    void schedulingTwiceKeepsTheFirstTimeAndFiresOnce() throws Exception {
        try (Running running = start()) {
            running.say("defer a");
            running.at(60);
            running.say("defer a", "defer b");
            running.at(99);
            assertThat(running.done()).isEmpty();
            running.at(100);
            assertThat(running.done()).containsExactly("a");
            running.at(1000);
            assertThat(running.done()).containsExactly("a", "b");
        }
    }

    @Test
    void aKeyCanBeScheduledAgainAfterItsTimerFired() throws Exception {
        try (Running running = new Running(1, 0)) {
            running.on(new HashMapStateBackend());
            running.open();
            running.say("ask a", "defer a", "ask a");
            running.at(100);
            running.say("ask a", "defer a");
            running.at(199);
            assertThat(running.done()).containsExactly("a is not", "a is", "a", "a is not");
            running.at(200);
            assertThat(running.done()).endsWith("a is not", "a");
            assertThat(running.stateEntries()).isZero();
            assertThat(running.timers()).isZero();
        }
    }

    @Test
    void aCancelledTimerNeverFires() throws Exception {
        try (Running running = start()) {
            running.say("undefer a", "defer a", "defer b", "undefer a", "ask a");
            running.at(1000);
            assertThat(running.done()).containsExactly("a is not", "b");
            running.end();
            assertThat(running.done()).containsExactly("a is not", "b");
        }
    }

    @Test
    void cancellingAndSchedulingAgainFiresAtTheLaterTime() throws Exception {
        try (Running running = start()) {
            running.say("defer a");
            running.at(50);
            running.say("undefer a", "defer a");
            running.at(149);
            assertThat(running.done()).isEmpty();
            running.at(150);
            assertThat(running.done()).containsExactly("a");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theEndOfTheInputFiresEveryTimerOnce(StateBackend backend) throws Exception {
        int keys = 60_000;
        try (Running running = new Running(1, 0)) {
            running.on(backend);
            running.open();
            for (int i = 0; i < keys; i++) {
                running.say("defer " + i);
            }
            running.say("undefer 7");
            running.end();
            assertThat(running.done())
                    .hasSize(keys - 1)
                    .doesNotHaveDuplicates()
                    .doesNotContain("7");
            running.at(1000);
            assertThat(running.done()).hasSize(keys - 1);
            assertThat(running.timers()).isZero();
        }
    }

    @Test
    void schedulingAfterTheEndOfTheInputFails() throws Exception {
        try (Running running = start()) {
            running.end();
            assertThatThrownBy(() -> running.say("defer a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cannot schedule work after the end of the input");
        }
    }

    @Test
    void timersSurviveARestartWithAnotherParallelism() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = start()) {
            running.say("defer a", "defer b", "defer c", "defer d", "undefer c");
            snapshot = running.snapshot();
        }
        List<String> onTime = new ArrayList<>();
        List<String> atTheEnd = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            try (Running running = restore(snapshot, 3, subtask)) {
                running.at(99);
                assertThat(running.done()).isEmpty();
                running.at(100);
                onTime.addAll(running.done());
            }
            try (Running running = restore(snapshot, 3, subtask)) {
                running.end();
                atTheEnd.addAll(running.done());
            }
        }
        assertThat(onTime).containsExactlyInAnyOrder("a", "b", "d");
        assertThat(atTheEnd).containsExactlyInAnyOrder("a", "b", "d");
    }

    @Test
    void endingTheInputAgainAfterARestoreFiresNothing() throws Exception {
        OperatorSubtaskState snapshot;
        try (Running running = start()) {
            running.say("defer a");
            running.end();
            snapshot = running.snapshot();
        }
        try (Running running = restore(snapshot, 1, 0)) {
            running.end();
            running.at(1000);
            assertThat(running.done()).isEmpty();
        }
    }

    @Test
    void rejectsEventTimeTimers() throws Exception {
        CommandOperator operator = new CommandOperator();
        try (OperatorHarness<String> running =
                new OneInputHarness<>(operator, command -> command, Types.STRING, 1, 0)) {
            running.open();
            assertThatThrownBy(() -> operator.timers.onEventTime(noTimer()))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @SuppressWarnings("NullAway")
    private static <K, N> InternalTimer<K, N> noTimer() {
        return null;
    }

    private static Running start() throws Exception {
        Running running = new Running(1, 0);
        running.open();
        return running;
    }

    private static Running restore(OperatorSubtaskState snapshot, int parallelism, int subtask)
            throws Exception {
        Running running = new Running(parallelism, subtask);
        running.restore(snapshot, parallelism, subtask);
        return running;
    }

    /** Runs commands such as {@code "defer a"}, and emits the key when its timer fires. */
    private static final class CommandOperator extends OneInputOperator<String, String> {

        private static final long serialVersionUID = 1L;

        private transient KeyTimers timers;

        @Override
        public void open() throws Exception {
            super.open();
            timers = new KeyTimers(this, this::onDue);
        }

        @Override
        protected void accept(String command) {
            switch (command.split(" ")[0]) {
                case "defer" -> timers.schedule(100);
                case "undefer" -> timers.cancel();
                default -> emit(getCurrentKey() + (timers.isScheduled() ? " is" : " is not"));
            }
        }

        private void onDue() {
            assertThat(timers.isScheduled()).isFalse();
            emit((String) getCurrentKey());
        }

        @Override
        public void endInput() throws Exception {
            timers.end();
        }
    }

    private static final class Running extends OneInputHarness<String, String, String> {

        Running(int parallelism, int subtask) throws Exception {
            super(
                    new CommandOperator(),
                    command -> command.split(" ")[1],
                    Types.STRING,
                    parallelism,
                    subtask);
        }

        void say(String... commands) throws Exception {
            takeAll(List.of(commands));
        }

        List<String> done() {
            return outputs();
        }
    }
}
