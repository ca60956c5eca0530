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
 * The RocksDB of one subtask, made again from the files of a native savepoint: its table and
 * bookkeeping files under the names that they had on the task's disk, the options file among them.
 */
final class RocksFolder {

    private static final String TABLE_FILE = ".sst";

    private final Path folder;

    /** In a folder that is not there yet, and gone afterwards. */
    RocksFolder(Path folder) {
        this.folder = folder;
    }

    /** Links or copies the savepoint's files. */
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
        // RocksDB never writes to a table file that is there; the others it may.
        if (file.getLocalPath().endsWith(TABLE_FILE)
                && file.getHandle() instanceof FileStateHandle saved) {
            try {
                Files.createLink(target, Path.of(saved.getFilePath().getPath()));
                return;
            } catch (IOException | UnsupportedOperationException e) {
                // On another file system: copied below.
                Files.deleteIfExists(target);
            }
        }
        try (FSDataInputStream in = file.getHandle().openInputStream()) {
            Files.copy(in, target);
        }
    }

    /** Compacts each state with the options that the job had, and removes the folder. */
    List<StateSize> compactedSizes(String operator) throws IOException {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        try (DBOptions options = new DBOptions();
                ConfigOptions lenient = new ConfigOptions().setIgnoreUnknownOptions(true)) {
            OptionsUtil.loadLatestOptions(lenient, folder.toString(), options, families);
            // Those of the task are gone with it.
            options.setDbLogDir(folder.toString()).setWalDir(folder.toString());
            return compactedSizes(operator, options, families);
        } catch (RocksDBException e) {
            throw new IOException("cannot open the RocksDB of '" + operator + "' again", e);
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
