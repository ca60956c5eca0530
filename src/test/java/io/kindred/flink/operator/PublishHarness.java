package io.kindred.flink.operator;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputKey;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** An {@link OperatorHarness} of a publishing operator. */
final class PublishHarness<T> extends OperatorHarness<RecordMove> {

    private static final String TOKEN = "t";

    private final KeyedTwoInputStreamOperatorTestHarness<String, OwnedUpdate, T, RecordMove> inputs;

    private PublishHarness(
            KeyedTwoInputStreamOperatorTestHarness<String, OwnedUpdate, T, RecordMove> inputs,
            TypeInformation<T> second) {
        super(inputs);
        this.inputs = inputs;
        setInputs(FormatTypeInformation.OWNED_UPDATE, second);
    }

    /** Of an operator that answers questions. */
    static PublishHarness<RowQuestion> asked(
            PublishOperator<RowQuestion> operator, int parallelism, int subtask) throws Exception {
        return of(
                operator,
                RowQuestion::key,
                TypeInformation.of(RowQuestion.class),
                parallelism,
                subtask);
    }

    /** For an operator that receives moves. */
    static PublishHarness<RecordMove> moved(
            PublishOperator<RecordMove> operator, int parallelism, int subtask) throws Exception {
        return of(
                operator,
                PublishOperator::key,
                FormatTypeInformation.RECORD_MOVE,
                parallelism,
                subtask);
    }

    private static <T> PublishHarness<T> of(
            PublishOperator<T> operator,
            KeySelector<T, String> key,
            TypeInformation<T> second,
            int parallelism,
            int subtask)
            throws Exception {
        return new PublishHarness<>(
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        operator,
                        PublishOperator::key,
                        key,
                        Types.STRING,
                        KEY_GROUPS,
                        parallelism,
                        subtask),
                second);
    }

    void say(int owner, Update... updates) throws Exception {
        for (Update update : updates) {
            inputs.processElement1(new StreamRecord<>(OwnedUpdate.of(owner, update)));
        }
    }

    void say(OwnedUpdate update) throws Exception {
        inputs.processElement1(new StreamRecord<>(update));
    }

    void tell(T value) throws Exception {
        inputs.processElement2(new StreamRecord<>(value));
    }

    /** What is shown of a record. */
    static Optional<ShownRow> ask(PublishHarness<RowQuestion> running, RecordIdentity record)
            throws Exception {
        running.tell(RowQuestion.about(record, TOKEN));
        List<AnswerMessage> answers = running.outputs(PublishOperator.ANSWERS);
        AnswerMessage last = answers.get(answers.size() - 1);
        assertThat(last.token()).isEqualTo(TOKEN);
        return ((AnswerMessage.Shown) last).row();
    }

    /** Sets the clock by which revisions are forgotten. */
    void forgetAt(Duration time) throws Exception {
        harness.setStateTtlProcessingTime(time.toMillis());
    }

    /** Whether a snapshot of the state, uncompressed, contains a text. */
    boolean stateContains(String text) throws Exception {
        OperatorSubtaskState snapshot =
                harness.snapshotWithLocalState(
                                7, 7, SavepointType.savepoint(SavepointFormatType.CANONICAL))
                        .getJobManagerOwnedState();
        for (KeyedStateHandle handle : snapshot.getManagedKeyedState()) {
            try (InputStream in = ((StreamStateHandle) handle).openInputStream()) {
                if (contains(in.readAllBytes(), text)) {
                    return true;
                }
            }
        }
        for (OperatorStateHandle handle : snapshot.getManagedOperatorState()) {
            try (InputStream in = handle.openInputStream()) {
                if (contains(in.readAllBytes(), text)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean contains(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .contains(
                        new String(
                                text.getBytes(StandardCharsets.UTF_8),
                                StandardCharsets.ISO_8859_1));
    }

    void endUpdates() throws Exception {
        inputs.endInput1();
    }

    void endSecond() throws Exception {
        inputs.endInput2();
    }

    @Override
    void end() throws Exception {
        endUpdates();
        endSecond();
    }

    int timers() {
        return inputs.numProcessingTimeTimers();
    }

    List<RecordMove> moves() {
        return outputs();
    }

    List<OutputRow> rows() {
        List<OutputRow> rows = new ArrayList<>();
        for (OutputKey.Stream stream : OutputKey.Stream.values()) {
            rows.addAll(outputs(PublishOperator.tag(stream)));
        }
        return rows;
    }

    List<String> json() {
        return rows().stream().map(OutputRow::toString).toList();
    }
}
