package io.kindred.testkit;

import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.FinishedOperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.FullyFinishedOperatorState;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.OperatorStateHandle.Mode;
import org.apache.flink.runtime.state.OperatorStateHandle.StateMetaInfo;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A savepoint that no job has written: its metadata, and files of no use. */
public final class MadeSavepoint {

    private final java.nio.file.Path folder;
    private final List<OperatorState> operators = new ArrayList<>();

    public MadeSavepoint(java.nio.file.Path folder) {
        this.folder = folder;
    }

    /** Adds an operator without state. */
    public MadeSavepoint operator(String uid, String name) {
        return operator(uid, name, 1);
    }

    /** Adds an operator that had ended. */
    public MadeSavepoint finished(String uid, String name) {
        operators.add(new FullyFinishedOperatorState(name, uid, id(uid), 1, 1));
        return this;
    }

    /** Adds an operator of two subtasks, the first of which had ended. */
    public MadeSavepoint partlyFinished(String uid, String name) {
        OperatorState operator = new OperatorState(name, uid, id(uid), 2, 2);
        operator.putState(0, FinishedOperatorSubtaskState.INSTANCE);
        operator.putState(1, OperatorSubtaskState.builder().build());
        operators.add(operator);
        return this;
    }

    public MadeSavepoint operator(String uid, String name, int keyGroups) {
        operators.add(new OperatorState(name, uid, id(uid), 1, keyGroups));
        return this;
    }

    /** Adds an operator with a list of one element, which is in the metadata. */
    public MadeSavepoint operator(String uid, String name, byte[] state) {
        return operator(uid, name, state.length, new ByteStreamStateHandle(uid, state));
    }

    /** Adds an operator whose state is in a file. */
    public MadeSavepoint operatorWithFile(String uid, String file) throws IOException {
        Files.createDirectories(folder);
        java.nio.file.Path path = Files.writeString(folder.resolve(file), "state");
        long size = Files.size(path);
        return operator(uid, uid, (int) size, new FileStateHandle(new Path(path.toUri()), size));
    }

    private MadeSavepoint operator(String uid, String name, int size, StreamStateHandle bytes) {
        OperatorState operator = new OperatorState(name, uid, id(uid), 1, 1);
        operator.putState(
                0,
                OperatorSubtaskState.builder()
                        .setManagedOperatorState(
                                new OperatorStreamStateHandle(
                                        Map.of(
                                                "list",
                                                new StateMetaInfo(
                                                        size == 0 ? new long[0] : new long[1],
                                                        Mode.SPLIT_DISTRIBUTE)),
                                        bytes))
                        .build());
        operators.add(operator);
        return this;
    }

    private static OperatorID id(String uid) {
        return new OperatorID(StreamGraphHasherV2.generateUserSpecifiedHash(uid));
    }

    /** Writes the metadata. */
    public java.nio.file.Path write() throws IOException {
        Files.createDirectories(folder);
        try (OutputStream out = Files.newOutputStream(folder.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(1, operators, List.of()), out);
        }
        return folder;
    }
}
