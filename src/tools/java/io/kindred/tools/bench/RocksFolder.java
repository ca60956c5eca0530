package io.kindred.tools.bench;

import io.kindred.tools.bench.StateSizes.StateSize;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.util.FileUtils;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.ConfigOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.OptionsUtil;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The RocksDB database of one subtask, restored from the files of a native savepoint. Table files,
 * manifest and options file get the names that they had on the disk of the task.
 */
final class RocksFolder {

    private static final String TABLE_FILE = ".sst";

    private final Path folder;

    /**
     * @param folder must not exist; it is deleted once the sizes are known
     */
    RocksFolder(Path folder) {
        this.folder = folder;
    }

    /** Links or copies the files of the savepoint into the folder. */
    RocksFolder restore(IncrementalRemoteKeyedStateHandle files) throws IOException {
        Files.createDirectories(folder);
        for (HandleAndLocalPath file : files.getSharedState()) {
            restore(file);
        }
        for (HandleAndLocalPath file : files.getPrivateState()) {
            restore(file);
        }
        return this;
    }

    private void restore(HandleAndLocalPath file) throws IOException {
        Path target = folder.resolve(file.getLocalPath());
        // RocksDB never changes an existing table file, so a hard link is safe. Others are copied.
        if (file.getLocalPath().endsWith(TABLE_FILE)
                && file.getHandle() instanceof FileStateHandle saved) {
            try {
                Files.createLink(target, Path.of(saved.getFilePath().getPath()));
                return;
            } catch (IOException | UnsupportedOperationException e) {
                // The savepoint is on another file system: the file is copied below.
                Files.deleteIfExists(target);
            }
        }
        try (FSDataInputStream in = file.getHandle().openInputStream()) {
            Files.copy(in, target);
        }
    }

    /** Compacts each state with the options of the job, measures it, and deletes the folder. */
    List<StateSize> compactedSizes(String operator) throws IOException {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (DBOptions options = new DBOptions();
                ConfigOptions lenient = new ConfigOptions().setIgnoreUnknownOptions(true)) {
            OptionsUtil.loadLatestOptions(lenient, folder.toString(), options, families);
            // The folders of the task no longer exist.
            options.setDbLogDir(folder.toString()).setWalDir(folder.toString());
            return compactedSizes(operator, options, families);
        } catch (RocksDBException e) {
            throw new IOException(
                    "cannot open the RocksDB of '" + operator + "' from the savepoint", e);
        } finally {
            families.forEach(family -> family.getOptions().close());
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private List<StateSize> compactedSizes(
            String operator, DBOptions options, List<ColumnFamilyDescriptor> families)
            throws RocksDBException {
        List<StateSize> sizes = new ArrayList<>();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (RocksDB db = RocksDB.open(options, folder.toString(), families, handles);
                CompactRangeOptions all =
                        new CompactRangeOptions()
                                .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
            for (ColumnFamilyHandle handle : handles) {
                db.compactRange(handle, null, null, all);
                sizes.add(
                        new StateSize(
                                operator,
                                new String(handle.getName(), StandardCharsets.UTF_8),
                                db.getLongProperty(handle, "rocksdb.live-sst-files-size"),
                                db.getLongProperty(handle, "rocksdb.estimate-num-keys")));
            }
            handles.forEach(ColumnFamilyHandle::close);
        }
        return sizes;
    }
}
