package io.kindred.tools.bench;

import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures the keyed states in a native savepoint, by operator and state. */
final class StateSizes {

    /** Stands for all states of an operator if the backend cannot measure them separately. */
    static final String ALL = "(all)";

    private final CheckpointMetadata metadata;
    private final Path folder;

    private StateSizes(CheckpointMetadata metadata, Path folder) {
        this.metadata = metadata;
        this.folder = folder;
    }

    /**
     * The size of a state.
     *
     * @param operator the operator's uid
     * @param entries RocksDB's estimate; null for other backends
     */
    record StateSize(String operator, String state, long bytes, @Nullable Long entries) {}

    /**
     * Reads the metadata of a savepoint. The savepoint is never changed.
     *
     * @param savepoint the folder of the savepoint
     * @param work a folder for copies; it needs as much space as the savepoint
     */
    static StateSizes of(Path savepoint, Path work) throws IOException {
        try (DataInputStream in =
                new DataInputStream(Files.newInputStream(savepoint.resolve("_metadata")))) {
            return new StateSizes(
                    Checkpoints.loadCheckpointMetadata(
                            in, StateSizes.class.getClassLoader(), savepoint.toString()),
                    work);
        }
    }

    /** The id of an operator in metrics, by its uid. */
    Optional<String> operatorId(String uid) {
        return metadata.getOperatorStates().stream()
                .filter(operator -> uid.equals(operator.getOperatorUid().orElse("")))
                .map(operator -> operator.getOperatorID().toString())
                .findAny();
    }

    /**
     * The sizes after compaction, largest first. For a backend other than RocksDB, the bytes that
     * each operator wrote.
     */
    List<StateSize> compacted() throws IOException {
        List<StateSize> sizes = new ArrayList<>();
        for (OperatorState operator : metadata.getOperatorStates()) {
            String uid = operator.getOperatorUid().orElse(operator.getOperatorID().toString());
            Map<String, StateSize> byState = new TreeMap<>();
            for (OperatorSubtaskState subtask : operator.getStates()) {
                for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                    for (StateSize size : sizes(uid, handle)) {
                        byState.merge(size.state(), size, StateSizes::sum);
                    }
                }
            }
            sizes.addAll(byState.values());
        }
        sizes.removeIf(size -> size.bytes() == 0);
        sizes.sort((a, b) -> Long.compare(b.bytes(), a.bytes()));
        return sizes;
    }

    private List<StateSize> sizes(String uid, KeyedStateHandle handle) throws IOException {
        if (handle instanceof IncrementalRemoteKeyedStateHandle files) {
            Path copy = folder.resolve(handle.getStateHandleId().getKeyString());
            return new RocksFolder(copy).restore(files).compactedSizes(uid);
        }
        return List.of(new StateSize(uid, ALL, handle.getStateSize(), null));
    }

    private static StateSize sum(StateSize a, StateSize b) {
        Long entries =
                a.entries() == null || b.entries() == null ? null : a.entries() + b.entries();
        return new StateSize(a.operator(), a.state(), a.bytes() + b.bytes(), entries);
    }
}
