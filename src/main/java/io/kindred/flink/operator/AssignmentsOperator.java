package io.kindred.flink.operator;

import io.kindred.flink.config.OutputMode;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.RecordMove;
import io.kindred.temporal.Timeline;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

import java.time.Duration;

/**
 * Publishes the assignments of records where several owners speak of them, and tells entities which
 * of their records went where. Moves are the output; in mode {@code final}, where no entity is
 * retired, there are none.
 *
 * <p>State: see {@link AbstractPublishOperator}.
 */
public final class AssignmentsOperator extends AbstractPublishOperator<RecordMove>
        implements OneInputStreamOperator<OwnedUpdate, RecordMove>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    /**
     * With how times are shown and which rows are.
     *
     * @param delay how long a withdrawal waits for another update
     */
    public AssignmentsOperator(Timeline timeline, OutputMode mode, Duration delay) {
        super(timeline, mode, delay);
    }

    @Override
    public void processElement(StreamRecord<OwnedUpdate> element) {
        accept(element.getValue());
    }

    @Override
    public void endInput() throws Exception {
        publishAll();
    }

    @Override
    public void move(RecordMove move) {
        output.collect(new StreamRecord<>(move));
    }
}
