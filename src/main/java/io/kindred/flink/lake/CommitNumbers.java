package io.kindred.flink.lake;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.paimon.flink.sink.Committable;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * Numbers what the writers of Paimon (1.3) commit at the end of their input. They commit with the
 * number of a checkpoint, and at the end with the greatest number that there is. A committer that
 * is restored takes a commit for done if the table has one of its own with the same number or a
 * greater one. So after a drain it would take all commits for done, and their rows would be lost.
 *
 * <p>Here, what is committed at the end has the number after that of the last checkpoint. As the
 * only subtask before the committer, this function sees the barrier of that checkpoint when the
 * committer does. So all numbers that the committer has taken over are less, and those of later
 * runs, whose checkpoints go on from the restored one, are greater.
 */
final class CommitNumbers implements MapFunction<Committable, Committable>, CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private static final long AT_END = Long.MAX_VALUE;
    private static final ListStateDescriptor<Long> CHECKPOINT =
            new ListStateDescriptor<>("last-checkpoint", Types.LONG);

    private transient @Nullable ListState<Long> checkpoint;
    private transient long last;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        checkpoint = context.getOperatorStateStore().getListState(CHECKPOINT);
        for (long restored : checkpoint.get()) {
            last = restored;
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        last = context.getCheckpointId();
        Objects.requireNonNull(checkpoint).update(List.of(last));
    }

    @Override
    public Committable map(Committable made) {
        return made.checkpointId() == AT_END
                ? new Committable(last + 1, made.kind(), made.wrappedCommittable())
                : made;
    }
}
