package io.kindred.flink.internal;

import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;

/** The content of the file {@code _metadata} of a savepoint or retained checkpoint. */
public final class SavedMetadata {

    private final CheckpointMetadata metadata;

    private SavedMetadata(CheckpointMetadata metadata) {
        this.metadata = metadata;
    }

    /**
     * Reads the file.
     *
     * @param path the file or its folder; a URI if it is not on a local disk
     * @throws java.io.FileNotFoundException if there is none
     * @throws IOException if it cannot be read or is not a metadata file
     */
    public static SavedMetadata read(String path) throws IOException {
        var location = AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(path);
        try (DataInputStream in =
                new DataInputStream(location.getMetadataHandle().openInputStream())) {
            return new SavedMetadata(
                    Checkpoints.loadCheckpointMetadata(
                            in, SavedMetadata.class.getClassLoader(), path));
        }
    }

    /** The operator with a uid. */
    public Optional<SavedOperator> operator(String uid) {
        OperatorID id = new OperatorID(StreamGraphHasherV2.generateUserSpecifiedHash(uid));
        return metadata.getOperatorStates().stream()
                .filter(state -> state.getOperatorID().equals(id))
                .map(SavedOperator::new)
                .findFirst();
    }

    /** Whether there are in-flight records, as in an unaligned checkpoint. */
    public boolean hasInFlightRecords() {
        return metadata.getOperatorStates().stream()
                .flatMap(operator -> operator.getStates().stream())
                .anyMatch(SavedMetadata::hasInFlightRecords);
    }

    private static boolean hasInFlightRecords(OperatorSubtaskState subtask) {
        return !subtask.getInputChannelState().isEmpty()
                || !subtask.getResultSubpartitionState().isEmpty();
    }
}
