package io.kindred.flink.internal;

import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.streaming.api.graph.StreamGraphHasherV2;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The content of the file {@code _metadata} of a savepoint or retained checkpoint. */
public final class SavedMetadata {

    private final String path;
    private final CheckpointMetadata metadata;

    private SavedMetadata(String path, CheckpointMetadata metadata) {
        this.path = path;
        this.metadata = metadata;
    }

    /**
     * Reads the file.
     *
     * @param path the file or its folder; a URI if it is not on a local disk
     * @throws java.io.FileNotFoundException if there is none
     * @throws DamagedStateException if it is not a metadata file, or a damaged one
     * @throws IOException if it cannot be accessed
     */
    public static SavedMetadata read(String path) throws IOException {
        byte[] content;
        try (InputStream in =
                AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(path)
                        .getMetadataHandle()
                        .openInputStream()) {
            content = in.readAllBytes();
        }
        return new SavedMetadata(path, parse(path, content));
    }

    private static CheckpointMetadata parse(String path, byte[] content)
            throws DamagedStateException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
            return Checkpoints.loadCheckpointMetadata(
                    in, SavedMetadata.class.getClassLoader(), path);
        } catch (EOFException e) {
            throw new DamagedStateException(
                    path,
                    "not a savepoint or checkpoint that can be read: its file _metadata is damaged,"
                            + " it ends too early, after "
                            + content.length
                            + " bytes",
                    e);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // A damaged length may ask for any amount of memory. What the parser says is of no use
            // then.
            throw new DamagedStateException(
                    path,
                    "not a savepoint or checkpoint that can be read: its file _metadata is damaged,"
                            + " or belongs to something else",
                    e);
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

    /** All operators, also those without state. */
    public List<SavedOperator> operators() {
        return metadata.getOperatorStates().stream().map(SavedOperator::new).toList();
    }

    /**
     * Checks that the files of the state are there, and as long as they were when written. Costs
     * one listing of each folder.
     *
     * @throws DamagedStateException naming the first file that is not
     * @throws IOException if a folder cannot be accessed
     */
    public void checkFiles() throws IOException {
        StateFiles.check(path, metadata.getOperatorStates());
    }

    /** The same for the files of some operators only. */
    public void checkFiles(Set<String> uids) throws IOException {
        Set<OperatorID> ids = ids(uids);
        StateFiles.check(
                path,
                metadata.getOperatorStates().stream()
                        .filter(state -> ids.contains(state.getOperatorID()))
                        .toList());
    }

    /**
     * Adds to a savepoint the operators of another state that it does not have, such as the sources
     * of a job whose other operators a run has gone on with. Their state is copied, so that the
     * savepoint needs nothing else. Its file {@code _metadata} is replaced at the end.
     *
     * @param savepoint the path of the savepoint
     * @param other the state whose operators are added
     * @param dropped the uids of operators to remove from the savepoint, which must have no state
     * @throws IOException if a file cannot be read or written
     */
    public static void complete(String savepoint, SavedMetadata other, Set<String> dropped)
            throws IOException {
        CheckpointMetadata own = read(savepoint).metadata;
        Set<OperatorID> without = ids(dropped);
        Map<OperatorID, OperatorState> operators = new LinkedHashMap<>();
        for (OperatorState operator : own.getOperatorStates()) {
            if (!without.contains(operator.getOperatorID())) {
                operators.put(operator.getOperatorID(), operator);
            } else if (new SavedOperator(operator).hasState()) {
                throw new IllegalStateException("state is dropped: " + operator);
            }
        }
        Path folder = new Path(savepoint);
        CopiedState copied = new CopiedState(folder);
        for (OperatorState operator : other.metadata.getOperatorStates()) {
            if (!operators.containsKey(operator.getOperatorID())) {
                operators.put(operator.getOperatorID(), copied.of(operator));
            }
        }
        Path file = new Path(folder, AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME);
        try (FSDataOutputStream out =
                file.getFileSystem().create(file, FileSystem.WriteMode.OVERWRITE)) {
            Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(
                            own.getCheckpointId(),
                            operators.values(),
                            own.getMasterStates(),
                            own.getCheckpointProperties()),
                    out);
        }
    }

    private static Set<OperatorID> ids(Set<String> uids) {
        return uids.stream()
                .map(uid -> new OperatorID(StreamGraphHasherV2.generateUserSpecifiedHash(uid)))
                .collect(Collectors.toSet());
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
