package io.kindred.flink.topology;

import io.kindred.flink.connector.RawInput;
import io.kindred.flink.internal.DamagedStateException;
import io.kindred.flink.internal.RestoringSource;
import io.kindred.flink.internal.SavedMetadata;
import io.kindred.flink.internal.SavedOperator;
import io.kindred.flink.operator.RestoredDigestKey;
import io.kindred.flink.operator.RestoredNow;
import io.kindred.flink.operator.RowPieces;
import io.kindred.flink.operator.SavedRecordsFunction;
import io.kindred.model.DigestKey;
import io.kindred.offline.InvalidRequestException;
import io.kindred.offline.OfflineTask;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A savepoint, native or canonical, or a retained checkpoint, read without its job.
 *
 * <p>To read it, its shards are restored into a bounded job in this process. That job copies the
 * state to a temporary folder and never changes the original. Only what a task reads is restored:
 * the shards, the registry, the directory, the uniqueness operator, the published rows.
 */
public final class SavedState {

    /** The RocksDB memory of a subtask, whose random reads may span a large state. */
    private static final MemorySize MANAGED_MEMORY_EACH = MemorySize.ofMebiBytes(256);

    /** A higher parallelism would need much network memory, which grows with its square. */
    private static final int MAX_PARALLELISM = 32;

    /**
     * Small buffers: there are many channels, from all subtasks to all, with little data in each.
     */
    private static final MemorySize BUFFER = MemorySize.ofMebiBytes(1).divide(128);

    /** The number of all-to-all exchanges between operators, and some to spare. */
    private static final int EXCHANGES = 16;

    private static final MemorySize LEAST_NETWORK_MEMORY = MemorySize.ofMebiBytes(64);

    private static final String JOB = "offline";

    /** The operators whose state may be read. */
    private static final Set<String> READ =
            Set.of(
                    Operators.SHARD,
                    Operators.RECONCILE,
                    Operators.REGISTRY,
                    Operators.DIRECTORY,
                    Operators.UNIQUENESS,
                    Operators.PUBLISH,
                    Operators.PUBLISH_ASSIGNMENTS);

    private final String path;
    private final int shards;
    private final boolean hasReconcile;
    private final SavedOperator identities;
    private final boolean isSettled;

    private SavedState(
            String path,
            int shards,
            boolean hasReconcile,
            SavedOperator identities,
            boolean isSettled) {
        this.path = path;
        this.shards = shards;
        this.hasReconcile = hasReconcile;
        this.identities = identities;
        this.isSettled = isSettled;
    }

    /**
     * Opens a state.
     *
     * @param path the folder or its file {@code _metadata}; a URI if it is not on a local disk
     * @throws InvalidRequestException if it does not exist or is not a state of Kindred
     */
    public static SavedState open(String path) {
        SavedMetadata metadata = metadata(path);
        checkFiles(metadata, path);
        SavedOperator shard = running(metadata, Operators.SHARD, path);
        int shards = shard.keyGroups();
        return new SavedState(
                path,
                shards,
                shards > 1 && metadata.operator(Operators.RECONCILE).isPresent(),
                shards > 1 ? running(metadata, Operators.REGISTRY, path) : shard,
                !metadata.hasInFlightRecords());
    }

    /**
     * Opens a state whose records must be complete.
     *
     * @throws InvalidRequestException as {@link #open} does, and if it is not {@linkplain
     *     #isSettled() settled}
     */
    public static SavedState openSettled(String path) {
        SavedState state = open(path);
        if (!state.isSettled) {
            throw new InvalidRequestException(
                    path
                            + ": an unaligned checkpoint that contains in-flight records, which"
                            + " only the job can process; start the job from it and take a"
                            + " savepoint");
        }
        return state;
    }

    private static SavedOperator running(SavedMetadata metadata, String uid, String path) {
        SavedOperator operator =
                metadata.operator(uid)
                        .orElseThrow(
                                () ->
                                        new InvalidRequestException(
                                                path
                                                        + ": not a state of Kindred: it has no"
                                                        + " operator '"
                                                        + uid
                                                        + "'"));
        if (operator.isFinished()) {
            throw new InvalidRequestException(
                    path
                            + ": the job had ended when this was written, so it contains no shards;"
                            + " take the savepoint while the job runs");
        }
        return operator;
    }

    private static SavedMetadata metadata(String path) {
        try {
            return SavedMetadata.read(path);
        } catch (FileNotFoundException e) {
            throw new InvalidRequestException(path + ": no such savepoint or checkpoint");
        } catch (DamagedStateException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, e);
        }
    }

    /** Checks the files of the operators that tools read, so that a run does not fail in them. */
    private static void checkFiles(SavedMetadata metadata, String path) {
        try {
            metadata.checkFiles(READ);
        } catch (DamagedStateException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static InvalidRequestException unreadable(String path, Exception failure) {
        String message = failure.getMessage();
        return new InvalidRequestException(
                path + ": cannot be read: " + (message == null ? failure : message));
    }

    /**
     * Whether the state contains all records that were read before it was taken. An unaligned
     * checkpoint may also contain in-flight records, which only the job itself can process.
     */
    public boolean isSettled() {
        return isSettled;
    }

    /** The number of shards, not counting the lanes of reconcile. */
    public int shards() {
        return shards;
    }

    /**
     * The key of the digests by which erased records, and the other records of decisions, are
     * known; empty if the state is of a release that had none.
     *
     * @throws InvalidRequestException if it cannot be read
     */
    Optional<DigestKey> digestKey() {
        try {
            return RestoredDigestKey.of(identities);
        } catch (Exception e) {
            throw unreadable(path, e);
        }
    }

    /**
     * The time of the job, which decides what has expired; the least of all without retention.
     *
     * @throws InvalidRequestException if it cannot be read
     */
    public long now() {
        try {
            return RestoredNow.of(identities);
        } catch (Exception e) {
            throw unreadable(path, e);
        }
    }

    /**
     * A source of what is known of each identity: an upsert of each record with its version, also
     * of those that are gone, a delete of each deleted record, decisions, and what is left of
     * erased records.
     *
     * @param key of the job that reads
     * @return a stream without name and uid
     */
    DataStreamSource<RawInput> records(StreamExecutionEnvironment env, DigestKey key) {
        boolean isSameKey =
                digestKey().map(own -> Arrays.equals(own.secret(), key.secret())).orElse(false);
        Configuration options = JobEnvironment.rocksDb();
        options.set(RocksDBConfigurableOptions.USE_INGEST_DB_RESTORE_MODE, true);
        return RestoringSource.add(
                env,
                "saved records",
                TypeInformation.of(RawInput.class),
                new SavedRecordsFunction(path, identities.keyGroups(), isSameKey),
                identities,
                options);
    }

    /**
     * Runs a task on what it reads of the state: its shards, its other keyed operators, or both. As
     * many shards are processed in parallel as there are processors, at most {@value
     * #MAX_PARALLELISM}.
     *
     * @param folder the folder for a copy of the state, which needs as much disk space as the
     *     tables that the task reads; it is not removed
     * @param rows called with each row that the task emits, on the calling thread
     * @throws Exception with the task's failure among its causes
     */
    public void run(OfflineTask task, Path folder, Consumer<byte[]> rows) throws Exception {
        run(task, folder, Runtime.getRuntime().availableProcessors(), rows);
    }

    void run(OfflineTask task, Path folder, int parallelism, Consumer<byte[]> rows)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        options(Math.min(parallelism, MAX_PARALLELISM), folder));
        DataStream<byte[]> pieces = new SavedStateGraph(env, task).pieces(shards, hasReconcile);
        RowPieces whole = new RowPieces(rows);
        try (CloseableIterator<byte[]> all = pieces.executeAndCollect(JOB)) {
            all.forEachRemaining(whole);
        }
    }

    private Configuration options(int parallelism, Path folder) {
        Configuration options = new Configuration();
        options.addAll(JobEnvironment.rocksDb());
        options.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        options.set(StateRecoveryOptions.SAVEPOINT_PATH, path);
        options.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        // Restores the shards of other subtasks by file rather than by entry.
        options.set(RocksDBConfigurableOptions.USE_INGEST_DB_RESTORE_MODE, true);
        options.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        options.set(CoreOptions.TMP_DIRS, folder.toString());
        options.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
        options.set(
                TaskManagerOptions.MANAGED_MEMORY_SIZE,
                MANAGED_MEMORY_EACH.multiply(Math.max(2, parallelism)));
        MemorySize network = networkMemory(parallelism);
        options.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, BUFFER);
        options.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
        options.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
        options.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.STREAMING);
        options.set(PipelineOptions.GENERIC_TYPES, false);
        return options;
    }

    private static MemorySize networkMemory(int parallelism) {
        long buffers = (long) EXCHANGES * parallelism * (parallelism + EXCHANGES);
        return MemorySize.parse(
                Math.max(LEAST_NETWORK_MEMORY.getBytes(), buffers * BUFFER.getBytes()) + "b");
    }
}
