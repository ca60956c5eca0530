package io.kindred.tools.store;

import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A RocksDB database in a folder. Writes are atomic, and after a crash of the process or the
 * machine all writes up to some moment are there. Memory is bounded by what it is opened with.
 */
final class StoreDatabase implements AutoCloseable {

    /** Groups of keys that are laid out apart. The names are in the folder and never change. */
    enum Family {
        META,
        /** The last row of each output key. */
        ROWS,
        /** Entries that are found by their beginning. */
        INDEX,
        /** What was before. */
        LOG;

        private byte[] bytes() {
            return this == META
                    ? RocksDB.DEFAULT_COLUMN_FAMILY
                    : name().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Of the memory, the part of memtables. */
    private static final int MEMTABLE_SHARE = 3;

    private static final int BLOOM_BITS = 10;
    private static final int BLOCK_BYTES = 8 * 1024;

    /** Files older than this are rewritten, so that what was removed is not kept in them. */
    private static final long REWRITE_SECONDS = TimeUnit.DAYS.toSeconds(1);

    /** Greater than all keys, which begin with ASCII characters. */
    private static final byte[] AFTER_ALL = {(byte) 0xff};

    private final RocksDB db;
    private final List<ColumnFamilyHandle> handles;
    private final List<AbstractImmutableNativeReference> resources;
    private final WriteOptions writeOptions;

    private StoreDatabase(
            RocksDB db,
            List<ColumnFamilyHandle> handles,
            List<AbstractImmutableNativeReference> resources) {
        this.db = db;
        this.handles = handles;
        this.resources = resources;
        this.writeOptions = new WriteOptions();
        resources.add(writeOptions);
    }

    /**
     * Opens the database, or creates it.
     *
     * @param memory bytes for the block cache and memtables together
     * @throws StoreException if the folder cannot be used, is used by another process, or is
     *     damaged
     */
    static StoreDatabase open(Path folder, long memory) {
        RocksDB.loadLibrary();
        List<AbstractImmutableNativeReference> resources = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            Cache cache = new LRUCache(memory);
            WriteBufferManager buffers = new WriteBufferManager(memory / MEMTABLE_SHARE, cache);
            DBOptions options =
                    new DBOptions()
                            .setCreateIfMissing(true)
                            .setCreateMissingColumnFamilies(true)
                            .setWriteBufferManager(buffers)
                            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                            .setKeepLogFileNum(2)
                            .setMaxOpenFiles(512)
                            .setMaxBackgroundJobs(2);
            BloomFilter bloom = new BloomFilter(BLOOM_BITS, false);
            resources.addAll(List.of(options, buffers, cache, bloom));
            List<ColumnFamilyDescriptor> families = new ArrayList<>();
            for (Family family : Family.values()) {
                ColumnFamilyOptions each = options(cache, bloom);
                resources.add(0, each);
                families.add(new ColumnFamilyDescriptor(family.bytes(), each));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            RocksDB db = RocksDB.open(options, folder.toString(), families, handles);
            return new StoreDatabase(db, handles, resources);
        } catch (RocksDBException | IOException failure) {
            resources.forEach(AbstractImmutableNativeReference::close);
            throw new StoreException(
                    "the store in " + folder + " cannot be opened: " + failure.getMessage(),
                    failure);
        }
    }

    private static ColumnFamilyOptions options(Cache cache, BloomFilter bloom) {
        BlockBasedTableConfig table =
                new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(BLOCK_BYTES)
                        .setFilterPolicy(bloom)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFormatVersion(5);
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setLevelCompactionDynamicLevelBytes(true)
                .setPeriodicCompactionSeconds(REWRITE_SECONDS)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
    }

    RocksDB db() {
        return db;
    }

    ColumnFamilyHandle handle(Family family) {
        return handles.get(family.ordinal());
    }

    /** Writes all or nothing. */
    void write(WriteBatch batch) {
        try {
            db.write(writeOptions, batch);
        } catch (RocksDBException failure) {
            throw new StoreException(
                    "the store cannot be written: " + failure.getMessage(), failure);
        }
    }

    /** The values of keys, as they are in the database; keys that are not there are left out. */
    Map<byte[], byte[]> get(Family family, List<byte[]> keys) {
        Map<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
        if (keys.isEmpty()) {
            return found;
        }
        ColumnFamilyHandle handle = handle(family);
        try {
            List<byte[]> values = db.multiGetAsList(Collections.nCopies(keys.size(), handle), keys);
            for (int i = 0; i < keys.size(); i++) {
                if (values.get(i) != null) {
                    found.put(keys.get(i), values.get(i));
                }
            }
        } catch (RocksDBException failure) {
            throw StoreException.reading(failure);
        }
        return found;
    }

    /** Removes all entries, those of {@link Family#META} first. */
    void clear() {
        for (Family family : Family.values()) {
            try {
                db.deleteRange(handle(family), new byte[0], AFTER_ALL);
            } catch (RocksDBException failure) {
                throw new StoreException(
                        "the store cannot be emptied: " + failure.getMessage(), failure);
            }
        }
    }

    /** Bytes of its files. */
    long fileBytes() {
        long bytes = 0;
        for (ColumnFamilyHandle handle : handles) {
            try {
                bytes += db.getLongProperty(handle, "rocksdb.total-sst-files-size");
            } catch (RocksDBException failure) {
                throw StoreException.reading(failure);
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        handles.forEach(ColumnFamilyHandle::close);
        db.close();
        resources.forEach(AbstractImmutableNativeReference::close);
    }
}
