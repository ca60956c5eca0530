package io.kindred.flink.operator;

import io.kindred.flink.serde.FormatTypeInformation;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputUpdate;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.keyed.ShownRow;
import io.kindred.storage.wire.AnswerMessage;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** A publishing operator that runs by itself, on RocksDB unless told otherwise. */
abstract class PublishHarness<O> implements AutoCloseable {

    static final int KEY_GROUPS = 16;

    final AbstractStreamOperatorTestHarness<O> harness;

    private PublishHarness(AbstractStreamOperatorTestHarness<O> harness) {
        this.harness = harness;
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
    }

    abstract void say(int owner, OutputUpdate update) throws Exception;

    abstract void end() throws Exception;

    PublishHarness<O> started() throws Exception {
        harness.open();
        return this;
    }

    PublishHarness<O> on(StateBackend backend) {
        harness.setStateBackend(backend);
        return this;
    }

    void say(int owner, OutputUpdate... updates) throws Exception {
        for (OutputUpdate update : updates) {
            say(owner, update);
        }
    }

    void at(long time) throws Exception {
        harness.setProcessingTime(time);
    }

    List<OutputRow> rows() {
        List<OutputRow> rows = new ArrayList<>();
        for (OutputKey.Stream stream : OutputKey.Stream.values()) {
            var ofStream = harness.getSideOutput(PublishOperator.tag(stream));
            if (ofStream != null) {
                ofStream.forEach(row -> rows.add(row.getValue()));
            }
        }
        return rows;
    }

    List<String> json() {
        return rows().stream().map(OutputRow::toString).toList();
    }

    long count(String name) {
        return (Long)
                harness.getOperator().getRuntimeContext().getAccumulator(name).getLocalValue();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }

    static final class OfAssignments extends Unasked<RecordMove> {

        OfAssignments(AssignmentsOperator operator, int parallelism, int subtask) throws Exception {
            super(operator, parallelism, subtask);
        }

        List<RecordMove> moves() {
            return input.extractOutputValues();
        }
    }

    static final class OfTheRest extends PublishHarness<OutputRow> {

        private final KeyedTwoInputStreamOperatorTestHarness<
                        String, OwnedUpdate, RecordMove, OutputRow>
                inputs;

        OfTheRest(HandoverOperator operator, int parallelism, int subtask) throws Exception {
            this(
                    new KeyedTwoInputStreamOperatorTestHarness<>(
                            operator,
                            PublishOperator::key,
                            HandoverOperator::key,
                            Types.STRING,
                            KEY_GROUPS,
                            parallelism,
                            subtask));
        }

        private OfTheRest(
                KeyedTwoInputStreamOperatorTestHarness<String, OwnedUpdate, RecordMove, OutputRow>
                        inputs) {
            super(inputs);
            this.inputs = inputs;
            setInputs(
                    inputs,
                    FormatTypeInformation.OWNED_STATEMENT,
                    FormatTypeInformation.RECORD_MOVE);
        }

        @Override
        void say(int owner, OutputUpdate update) throws Exception {
            inputs.processElement1(new StreamRecord<>(OwnedUpdate.of(owner, update)));
        }

        void tell(RecordMove move) throws Exception {
            inputs.processElement2(new StreamRecord<>(move));
        }

        void endStatements() throws Exception {
            inputs.endInput1();
        }

        void endMoves() throws Exception {
            inputs.endInput2();
        }

        @Override
        void end() throws Exception {
            endStatements();
            endMoves();
        }
    }

    /** Where nothing is asked. */
    static class Unasked<O> extends PublishHarness<O> {

        final KeyedOneInputStreamOperatorTestHarness<String, OwnedUpdate, O> input;

        Unasked(OneInputStreamOperator<OwnedUpdate, O> operator) throws Exception {
            this(operator, 1, 0);
        }

        Unasked(OneInputStreamOperator<OwnedUpdate, O> operator, int parallelism, int subtask)
                throws Exception {
            this(
                    new KeyedOneInputStreamOperatorTestHarness<String, OwnedUpdate, O>(
                            operator,
                            PublishOperator::key,
                            Types.STRING,
                            KEY_GROUPS,
                            parallelism,
                            subtask));
        }

        private Unasked(KeyedOneInputStreamOperatorTestHarness<String, OwnedUpdate, O> input) {
            super(input);
            this.input = input;
            setInputs(input, FormatTypeInformation.OWNED_STATEMENT);
        }

        @Override
        void say(int owner, OutputUpdate update) throws Exception {
            input.processElement(new StreamRecord<>(OwnedUpdate.of(owner, update)));
        }

        @Override
        void end() throws Exception {
            input.endInput();
        }
    }

    /** Where what is shown of a record may be asked. */
    static final class Asked<O> extends PublishHarness<O> {

        private static final String TOKEN = "t";

        private final KeyedTwoInputStreamOperatorTestHarness<String, OwnedUpdate, RowQuestion, O>
                inputs;

        Asked(TwoInputStreamOperator<OwnedUpdate, RowQuestion, O> operator) throws Exception {
            this(
                    new KeyedTwoInputStreamOperatorTestHarness<String, OwnedUpdate, RowQuestion, O>(
                            operator,
                            PublishOperator::key,
                            RowQuestion::key,
                            Types.STRING,
                            KEY_GROUPS,
                            1,
                            0));
        }

        private Asked(
                KeyedTwoInputStreamOperatorTestHarness<String, OwnedUpdate, RowQuestion, O>
                        inputs) {
            super(inputs);
            this.inputs = inputs;
            setInputs(
                    inputs,
                    FormatTypeInformation.OWNED_STATEMENT,
                    TypeInformation.of(RowQuestion.class));
        }

        @Override
        void say(int owner, OutputUpdate update) throws Exception {
            inputs.processElement1(new StreamRecord<>(OwnedUpdate.of(owner, update)));
        }

        /** What is shown of a record. */
        Optional<ShownRow> ask(RecordIdentity record) throws Exception {
            inputs.processElement2(new StreamRecord<>(RowQuestion.about(record, TOKEN)));
            var answers = List.copyOf(inputs.getSideOutput(PublishOperator.ANSWERS));
            AnswerMessage last = answers.get(answers.size() - 1).getValue();
            assertThat(last.token()).isEqualTo(TOKEN);
            return ((AnswerMessage.Shown) last).row();
        }

        void endStatements() throws Exception {
            inputs.endInput1();
        }

        void endQuestions() throws Exception {
            inputs.endInput2();
        }

        @Override
        void end() throws Exception {
            endStatements();
            endQuestions();
        }
    }

    static void setInputs(
            AbstractStreamOperatorTestHarness<?> harness, TypeInformation<?>... types) {
        var serializers = new TypeSerializer<?>[types.length];
        for (int i = 0; i < types.length; i++) {
            serializers[i] =
                    types[i].createSerializer(harness.getExecutionConfig().getSerializerConfig());
        }
        harness.getStreamConfig().setupNetworkInputs(serializers);
    }

    void restore(OperatorSubtaskState snapshot, int parallelism, int subtask) throws Exception {
        harness.initializeState(
                AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        snapshot, KEY_GROUPS, 1, parallelism, subtask));
        harness.open();
    }
}
