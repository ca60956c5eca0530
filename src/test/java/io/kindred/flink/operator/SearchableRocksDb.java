package io.kindred.flink.operator;

import io.kindred.flink.state.ShardDatabaseOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.PlaceholderStreamStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend;
import org.apache.flink.state.rocksdb.RocksDBKeyedStateBackend.RocksDbKvStateInfo;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * RocksDB with the options of jobs, but so that whatever its files have can be found in their
 * bytes: without compression, and with each key in full.
 */
final class SearchableRocksDb implements RocksDBOptionsFactory {

    private static final long serialVersionUID = 1L;

    private final ShardDatabaseOptions ofJobs = new ShardDatabaseOptions();
    private final Manifest manifest;

    private SearchableRocksDb(Manifest manifest) {
        this.manifest = manifest;
    }

    /** When RocksDB begins a new list of its files, without those that it no longer has. */
    enum Manifest {
        /** As in a job, after more changes than there are in a test. */
        AS_IN_JOBS,
        /** With every change, as if there had been so many changes before. */
        ALWAYS_NEW
    }

    /** Its checkpoints are incremental, and so native. */
    static StateBackend backend(Manifest manifest) {
        EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend(true);
        backend.setRocksDBOptions(new SearchableRocksDb(manifest));
        return backend;
    }

    @Override
    public DBOptions createDBOptions(DBOptions options, Collection<AutoCloseable> handlesToClose) {
        DBOptions created = ofJobs.createDBOptions(options, handlesToClose);
        return manifest == Manifest.AS_IN_JOBS ? created : created.setMaxManifestFileSize(1);
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions options, Collection<AutoCloseable> handlesToClose) {
        ColumnFamilyOptions created = ofJobs.createColumnOptions(options, handlesToClose);
        BlockBasedTableConfig table = (BlockBasedTableConfig) created.tableFormatConfig();
        return created.setTableFormatConfig(table.setUseDeltaEncoding(false))
                .setCompressionPerLevel(List.of())
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setBottommostCompressionType(CompressionType.NO_COMPRESSION);
    }

    /** Writes all states, those of timers too, to files that have only what is current. */
    static void compact(KeyedStateBackend<?> backend) throws Exception {
        RocksDB db = (RocksDB) field(backend, "db");
        List<ColumnFamilyHandle> families = new ArrayList<>();
        families.add((ColumnFamilyHandle) field(backend, "defaultColumnFamily"));
        for (Object state : ((Map<?, ?>) field(backend, "kvStateInformation")).values()) {
            families.add(((RocksDbKvStateInfo) state).columnFamilyHandle);
        }
        try (CompactRangeOptions everything =
                new CompactRangeOptions()
                        .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
            for (ColumnFamilyHandle family : families) {
                db.compactRange(family, null, null, everything);
            }
        }
    }

    private static Object field(KeyedStateBackend<?> backend, String name) throws Exception {
        Field field = RocksDBKeyedStateBackend.class.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(backend);
    }

    /**
     * The contents of all files of a checkpoint, by name; without those that a restored checkpoint
     * had already.
     */
    static Map<String, byte[]> files(OperatorSubtaskState checkpoint) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (KeyedStateHandle each : checkpoint.getManagedKeyedState()) {
            IncrementalRemoteKeyedStateHandle keyed = (IncrementalRemoteKeyedStateHandle) each;
            files.put("meta", read(keyed.getMetaDataStateHandle()));
            for (HandleAndLocalPath file : keyed.getSharedState()) {
                // Otherwise it is a file of the restored checkpoint.
                if (!(file.getHandle() instanceof PlaceholderStreamStateHandle)) {
                    files.put(file.getLocalPath(), read(file.getHandle()));
                }
            }
            for (HandleAndLocalPath file : keyed.getPrivateState()) {
                files.put(file.getLocalPath(), read(file.getHandle()));
            }
        }
        for (OperatorStateHandle each : checkpoint.getManagedOperatorState()) {
            files.put("operator", read(each.getDelegateStateHandle()));
        }
        if (!checkpoint.getRawKeyedState().isEmpty()
                || !checkpoint.getRawOperatorState().isEmpty()) {
            throw new IllegalStateException("raw state, which nothing here searches");
        }
        return files;
    }

    private static byte[] read(StreamStateHandle handle) throws IOException {
        try (InputStream stream = handle.openInputStream()) {
            return stream.readAllBytes();
        }
    }
}
