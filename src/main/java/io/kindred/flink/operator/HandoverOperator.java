package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.model.OutputKey.Stream;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.time.Duration;

/**
 * Publishes entities, conflicts and generic keys where several owners speak of them. The first
 * input is what they say; the second are the moves that {@link AssignmentsOperator} tells, by which
 * a retired entity's successors are known. There is no output but rows.
 *
 * <p>State: see {@link AbstractPublishOperator}.
 */
public final class HandoverOperator extends AbstractPublishOperator<OutputRow>
        implements TwoInputStreamOperator<OwnedUpdate, RecordMove, OutputRow>, BoundedMultiInput {

    private static final long serialVersionUID = 1L;

    private final OpenInputs inputs = new OpenInputs(2);

    /**
     * With how times are shown and which rows are.
     *
     * @param delay how long a withdrawal waits for another update
     */
    public HandoverOperator(Timeline timeline, OutputMode mode, Duration delay) {
        super(timeline, mode, delay);
    }

    /** The key of the entity that is told of a move, as {@link PublishOperator#key} gives it. */
    public static String key(RecordMove move) {
        return Stream.ENTITIES.name() + '/' + move.from();
    }

    @Override
    public void processElement1(StreamRecord<OwnedUpdate> element) {
        accept(element.getValue());
    }

    @Override
    public void processElement2(StreamRecord<RecordMove> element) {
        accept(element.getValue());
    }

    @Override
    public void endInput(int inputId) throws Exception {
        if (inputs.endOne()) {
            publishAll();
        }
    }

    @Override
    public void move(RecordMove move) {
        throw new IllegalStateException("an assignment came where none are published: " + move);
    }
}
