package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.temporal.Timeline;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * A {@link PublishOperator} that may be asked, too: its second input are questions, whose answers
 * go to the side output {@link PublishOperator#ANSWERS}.
 *
 * <p>State: see {@link AbstractOnlyPublishOperator}.
 */
public final class AskedPublishOperator extends AbstractOnlyPublishOperator
        implements TwoInputStreamOperator<OwnedUpdate, RowQuestion, OutputRow>, BoundedMultiInput {

    private static final long serialVersionUID = 1L;

    private final OpenInputs inputs = new OpenInputs(2);

    /** With how times are shown and which rows are. */
    public AskedPublishOperator(Timeline timeline, OutputMode mode) {
        super(timeline, mode);
    }

    @Override
    public void processElement1(StreamRecord<OwnedUpdate> element) throws Exception {
        accept(element.getValue());
    }

    @Override
    public void processElement2(StreamRecord<RowQuestion> element) throws Exception {
        answer(element.getValue());
    }

    @Override
    public void endInput(int inputId) throws Exception {
        if (inputs.endOne()) {
            publishAll();
        }
    }
}
