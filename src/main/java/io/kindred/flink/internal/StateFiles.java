package io.kindred.flink.internal;

import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.jspecify.annotations.Nullable;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The files that the state of a savepoint or checkpoint is in. Small state has no file. */
final class StateFiles {

    private StateFiles() {}

    /**
     * Checks that the files are there, and as long as they were when written.
     *
     * @param savepoint the path of the savepoint, for messages
     * @throws DamagedStateException naming the first file that is not
     */
    static void check(String savepoint, Collection<OperatorState> operators) throws IOException {
        Map<Path, Long> sizes = new LinkedHashMap<>();
        operators.stream()
                .flatMap(operator -> operator.getStates().stream())
                .flatMap(StateFiles::of)
                .forEach(file -> sizes.put(file.getFilePath(), file.getStateSize()));
        Map<Path, Map<String, Long>> folders = new HashMap<>();
        for (Map.Entry<Path, Long> file : sizes.entrySet()) {
            Path folder = file.getKey().getParent();
            Map<String, Long> found = folders.get(folder);
            if (found == null) {
                found = list(folder);
                folders.put(folder, found);
            }
            Long size = found.get(file.getKey().getName());
            if (size == null) {
                throw new DamagedStateException(
                        savepoint, "its state file " + file.getKey() + " is missing");
            }
            if (!size.equals(file.getValue())) {
                throw new DamagedStateException(
                        savepoint,
                        "its state file "
                                + file.getKey()
                                + " is damaged: it has "
                                + size
                                + " bytes instead of "
                                + file.getValue());
            }
        }
    }

    private static Map<String, Long> list(Path folder) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        FileSystem files = folder.getFileSystem();
        FileStatus @Nullable [] all;
        try {
            all = files.listStatus(folder);
        } catch (FileNotFoundException e) {
            all = null;
        }
        if (all != null) {
            for (FileStatus file : all) {
                sizes.put(file.getPath().getName(), file.getLen());
            }
        }
        return sizes;
    }

    private static Stream<FileStateHandle> of(OperatorSubtaskState subtask) {
        return Stream.<Collection<? extends StateObject>>of(
                        subtask.getManagedKeyedState(),
                        subtask.getRawKeyedState(),
                        subtask.getManagedOperatorState(),
                        subtask.getRawOperatorState())
                .flatMap(Collection::stream)
                .flatMap(StateFiles::of);
    }

    private static Stream<FileStateHandle> of(StateObject state) {
        if (state instanceof FileStateHandle file) {
            return Stream.of(file);
        }
        if (state instanceof KeyGroupsStateHandle keys) {
            return of(keys.getDelegateStateHandle());
        }
        if (state instanceof OperatorStateHandle operator) {
            return of(operator.getDelegateStateHandle());
        }
        if (state instanceof IncrementalRemoteKeyedStateHandle incremental) {
            return Stream.concat(
                            incremental.streamSubHandles(),
                            Stream.of(incremental.getMetaDataStateHandle()))
                    .flatMap(StateFiles::of);
        }
        return Stream.empty();
    }
}
