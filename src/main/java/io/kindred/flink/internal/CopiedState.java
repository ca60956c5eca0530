package io.kindred.flink.internal;

import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.PhysicalStateHandleID;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Copies the state of operators into the folder of a savepoint, which then does not need the files
 * that the state was in. Each file is copied once, even if several states are in it. Small state
 * stays in the metadata.
 */
final class CopiedState {

    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final Map<PhysicalStateHandleID, StreamStateHandle> copies = new HashMap<>();

    /**
     * Creates a copier.
     *
     * @param folder the folder of the savepoint
     */
    CopiedState(Path folder) {
        this.folder = folder;
    }

    /** The operator with all its state in the folder or in memory. */
    OperatorState of(OperatorState operator) throws IOException {
        if (operator.isFullyFinished()) {
            return operator;
        }
        OperatorState copy =
                new OperatorState(
                        operator.getOperatorName().orElse(null),
                        operator.getOperatorUid().orElse(null),
                        operator.getOperatorID(),
                        operator.getParallelism(),
                        operator.getMaxParallelism());
        copy.setCoordinatorState(operator.getCoordinatorState());
        for (Map.Entry<Integer, OperatorSubtaskState> subtask :
                operator.getSubtaskStates().entrySet()) {
            OperatorSubtaskState state = subtask.getValue();
            // One that has finished has no state, but is marked.
            copy.putState(subtask.getKey(), state.isFinished() ? state : of(state));
        }
        return copy;
    }

    private OperatorSubtaskState of(OperatorSubtaskState state) throws IOException {
        return OperatorSubtaskState.builder()
                .setManagedOperatorState(lists(state.getManagedOperatorState()))
                .setRawOperatorState(lists(state.getRawOperatorState()))
                .setManagedKeyedState(keyed(state.getManagedKeyedState()))
                .setRawKeyedState(keyed(state.getRawKeyedState()))
                .build();
    }

    private StateObjectCollection<OperatorStateHandle> lists(
            Collection<OperatorStateHandle> handles) throws IOException {
        List<OperatorStateHandle> copied = new ArrayList<>();
        for (OperatorStateHandle handle : handles) {
            copied.add(
                    new OperatorStreamStateHandle(
                            handle.getStateNameToPartitionOffsets(),
                            of(handle.getDelegateStateHandle())));
        }
        return new StateObjectCollection<>(copied);
    }

    private StateObjectCollection<KeyedStateHandle> keyed(Collection<KeyedStateHandle> handles)
            throws IOException {
        List<KeyedStateHandle> copied = new ArrayList<>();
        for (KeyedStateHandle handle : handles) {
            copied.add(of(handle));
        }
        return new StateObjectCollection<>(copied);
    }

    private KeyedStateHandle of(KeyedStateHandle handle) throws IOException {
        if (handle instanceof KeyGroupsSavepointStateHandle keys) {
            return new KeyGroupsSavepointStateHandle(
                    keys.getGroupRangeOffsets(), of(keys.getDelegateStateHandle()));
        }
        if (handle instanceof KeyGroupsStateHandle keys) {
            return new KeyGroupsStateHandle(
                    keys.getGroupRangeOffsets(), of(keys.getDelegateStateHandle()));
        }
        if (handle instanceof IncrementalRemoteKeyedStateHandle files) {
            return new IncrementalRemoteKeyedStateHandle(
                    files.getBackendIdentifier(),
                    files.getKeyGroupRange(),
                    files.getCheckpointId(),
                    files(files.getSharedState()),
                    files(files.getPrivateState()),
                    of(files.getMetaDataStateHandle()));
        }
        throw new IOException("cannot copy a state of " + handle.getClass().getSimpleName());
    }

    private List<HandleAndLocalPath> files(List<HandleAndLocalPath> files) throws IOException {
        List<HandleAndLocalPath> copied = new ArrayList<>();
        for (HandleAndLocalPath file : files) {
            copied.add(HandleAndLocalPath.of(of(file.getHandle()), file.getLocalPath()));
        }
        return copied;
    }

    private StreamStateHandle of(StreamStateHandle handle) throws IOException {
        if (handle instanceof ByteStreamStateHandle) {
            return handle;
        }
        StreamStateHandle copy = copies.get(handle.getStreamStateHandleID());
        if (copy == null) {
            copy = copy(handle);
            copies.put(handle.getStreamStateHandleID(), copy);
        }
        return copy;
    }

    private StreamStateHandle copy(StreamStateHandle handle) throws IOException {
        String name = UUID.randomUUID().toString();
        Path file = new Path(folder, name);
        long length = 0;
        try (FSDataInputStream in = handle.openInputStream();
                FSDataOutputStream out =
                        file.getFileSystem().create(file, FileSystem.WriteMode.NO_OVERWRITE)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                length += read;
            }
        }
        return new RelativeFileStateHandle(file, name, length);
    }
}
