package io.kindred.flink.internal;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Passes on all elements, and has state: the number of the last checkpoint. Only operators with
 * state in their chain get from Flink the number of the checkpoint that they are restored from.
 */
public final class RestoredChain<T> extends AbstractStreamOperator<T>
        implements OneInputStreamOperator<T, T> {

    private static final long serialVersionUID = 1L;

    private static final ListStateDescriptor<Long> CHECKPOINT =
            new ListStateDescriptor<>("restored-checkpoint", Types.LONG);

    private transient @Nullable ListState<Long> checkpoint;

    private RestoredChain() {}

    /**
     * Adds the operator to the chain of another one, which has one subtask.
     *
     * @param global the output of the other, as sent to the first subtask of what follows
     * @param name of the operator, which is its uid, too
     * @return the same output
     */
    @SuppressWarnings("unchecked") // a partition has the type of its input
    public static <T> DataStream<T> after(DataStream<T> global, String name) {
        Transformation<T> other = (Transformation<T>) global.getTransformation().getInputs().get(0);
        SingleOutputStreamOperator<T> passed =
                new DataStream<>(global.getExecutionEnvironment(), other)
                        .transform(name, other.getOutputType(), new RestoredChain<>())
                        .setParallelism(1)
                        .setMaxParallelism(1);
        passed.getTransformation().setUid(name);
        return passed.global();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        checkpoint = context.getOperatorStateStore().getListState(CHECKPOINT);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        Objects.requireNonNull(checkpoint).update(List.of(context.getCheckpointId()));
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        output.collect(element);
    }
}
