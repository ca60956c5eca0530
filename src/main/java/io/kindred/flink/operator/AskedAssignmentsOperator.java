package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.time.Duration;

/**
 * An {@link AssignmentsOperator} that may be asked, too: its second input are questions, whose
 * answers go to the side output {@link PublishOperator#ANSWERS}.
 *
 * <p>State: see {@link AbstractPublishOperator}.
 */
public final class AskedAssignmentsOperator extends AbstractPublishOperator<RecordMove>
        implements TwoInputStreamOperator<OwnedUpdate, RowQuestion, RecordMove>, BoundedMultiInput {

    private static final long serialVersionUID = 1L;

    private final OpenInputs inputs = new OpenInputs(2);

    /**
     * With how times are shown and which rows are.
     *
     * @param delay how long a withdrawal waits for another update
     */
    public AskedAssignmentsOperator(Timeline timeline, OutputMode mode, Duration delay) {
        super(timeline, mode, delay);
    }

    @Override
    public void processElement1(StreamRecord<OwnedUpdate> element) {
        accept(element.getValue());
    }

    @Override
    public void processElement2(StreamRecord<RowQuestion> element) {
        answer(element.getValue());
    }

    @Override
    public void endInput(int inputId) throws Exception {
        if (inputs.endOne()) {
            publishAll();
        }
    }

    @Override
    public void move(RecordMove move) {
        output.collect(new StreamRecord<>(move));
    }
}
