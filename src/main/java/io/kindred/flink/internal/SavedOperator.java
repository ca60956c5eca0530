package io.kindred.flink.internal;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.util.IOUtils;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The metadata of one operator in a savepoint or checkpoint: handles of its state, not the state
 * itself.
 */
public final class SavedOperator implements Serializable {

    private static final long serialVersionUID = 1L;

    private final OperatorState state;

    SavedOperator(OperatorState state) {
        this.state = state;
    }

    /** The uid, if the version of Flink that wrote the state has noted it. */
    public Optional<String> uid() {
        return state.getOperatorUid();
    }

    /** The name, if the version of Flink that wrote the state has noted it. */
    public Optional<String> name() {
        return state.getOperatorName();
    }

    /** The number of key groups, which is the maximum parallelism. */
    public int keyGroups() {
        return state.getMaxParallelism();
    }

    /** Whether it had finished, and so has no state. */
    public boolean isFinished() {
        return state.isFullyFinished();
    }

    /** Whether some of its subtasks had finished. */
    public boolean hasBegunToEnd() {
        return isFinished()
                || state.getStates().stream().anyMatch(OperatorSubtaskState::isFinished);
    }

    /** Whether it has state, without which Flink does not miss the operator in a job. */
    public boolean hasState() {
        return state.getCoordinatorState() != null
                || state.getStates().stream().anyMatch(OperatorSubtaskState::hasState);
    }

    /**
     * The bytes of its operator state: of each subtask those of all lists that are not empty, with
     * names and serializers. Reads files if the state is large.
     */
    public List<byte[]> operatorState() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (OperatorSubtaskState subtask : state.getStates()) {
            for (OperatorStateHandle lists : subtask.getManagedOperatorState()) {
                if (lists.getStateNameToPartitionOffsets().values().stream()
                        .anyMatch(list -> list.getOffsets().length > 0)) {
                    try (InputStream in = lists.openInputStream()) {
                        all.add(in.readAllBytes());
                    }
                }
            }
        }
        return all;
    }

    /**
     * The elements of a union list in its operator state; none if there is no such list. Restores
     * all of the operator state in memory.
     */
    public <T> List<T> unionList(ListStateDescriptor<T> list) throws Exception {
        List<OperatorStateHandle> handles =
                state.getStates().stream()
                        .flatMap(subtask -> subtask.getManagedOperatorState().stream())
                        .toList();
        List<T> all = new ArrayList<>();
        try (CloseableRegistry streams = new CloseableRegistry()) {
            OperatorStateBackend backend =
                    new DefaultOperatorStateBackendBuilder(
                                    SavedOperator.class.getClassLoader(),
                                    new ExecutionConfig(),
                                    false,
                                    handles,
                                    streams)
                            .build();
            try {
                backend.getUnionListState(list).get().forEach(all::add);
            } finally {
                IOUtils.closeQuietly(backend);
                backend.dispose();
            }
        }
        return all;
    }

    OperatorState state() {
        return state;
    }
}
