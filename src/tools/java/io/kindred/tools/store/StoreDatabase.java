package io.kindred.tools.store;

import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status.Code;
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
import java.util.concurrent.Semaphore;
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
        /** Events of entities, and former entities of records. */
        LOG;

        private byte[] bytes() {
            return this == META
                    ? RocksDB.DEFAULT_COLUMN_FAMILY
                    : name().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Memtables get the memory divided by this. */
    private static final int MEMTABLE_SHARE = 3;

    private static final int BLOOM_BITS = 10;
    private static final int BLOCK_BYTES = 8 * 1024;

    /** Files older than this are rewritten, so that what was removed is not kept in them. */
    private static final long REWRITE_SECONDS = TimeUnit.DAYS.toSeconds(1);

    private static final int MOST_USERS = Integer.MAX_VALUE;
    private static final int CLOSE_SECONDS = 5;

    private final Semaphore users = new Semaphore(MOST_USERS);
    private volatile boolean isClosing;
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
        loadLibrary();
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
        } catch (RocksDBException failure) {
            resources.forEach(AbstractImmutableNativeReference::close);
            throw new StoreException(
                    "the store in " + folder + " cannot be opened: " + reason(failure), failure);
        } catch (IOException failure) {
            throw new StoreException(
                    "the store in " + folder + " cannot be opened: expected a folder (--store)",
                    failure);
        }
    }

    /** RocksDB unpacks its library into the folder of temporary files. */
    private static void loadLibrary() {
        try {
            RocksDB.loadLibrary();
        } catch (RuntimeException | UnsatisfiedLinkError failure) {
            throw new StoreException(
                    "RocksDB cannot be loaded: expected a folder that can be written at"
                            + " java.io.tmpdir, which is "
                            + System.getProperty("java.io.tmpdir"),
                    failure);
        }
    }

    private static String reason(RocksDBException failure) {
        String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        if (message.contains("/LOCK:") || message.contains("lock hold")) {
            return "another process uses it; stop that one, or name another folder with --store";
        }
        if (failure.getStatus() != null && failure.getStatus().getCode() == Code.IOError) {
            return message;
        }
        return "it is damaged ("
                + message
                + "); remove the folder, and it is made anew from the outputs (--store)";
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
                // Rewriting alone leaves a removal at its level, above what it removes.
                .setTtl(REWRITE_SECONDS)
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
            throw StoreException.writing(failure);
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

    /** Brings all writes to files, so that the log of writes is removed. */
    void flush() {
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            db.flush(options, handles);
        } catch (RocksDBException failure) {
            throw StoreException.writing(failure);
        }
    }

    /** Writes all files anew. */
    void compact() {
        try (CompactRangeOptions options =
                new CompactRangeOptions()
                        .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
            for (ColumnFamilyHandle handle : handles) {
                db.compactRange(handle, null, null, options);
            }
        } catch (RocksDBException failure) {
            throw StoreException.writing(failure);
        }
    }

    /** Bytes of its files. */
    long fileBytes() {
        enter();
        try {
            return tableBytes();
        } finally {
            leave();
        }
    }

    private long tableBytes() {
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

    /**
     * Keeps the database open until {@link #leave}.
     *
     * @throws StoreException if it is closed
     */
    void enter() {
        if (isClosing || !users.tryAcquire()) {
            throw new StoreException("the store is closed");
        }
    }

    void leave() {
        users.release();
    }

    /**
     * Closes the database when nobody reads any more. If somebody reads for very long, the handles
     * are left to the end of the process, since nothing else is safe. To close it twice has no
     * effect.
     */
    @Override
    public void close() {
        if (isClosing) {
            return;
        }
        isClosing = true;
        boolean isFree;
        try {
            isFree = users.tryAcquire(MOST_USERS, CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            isFree = users.tryAcquire(MOST_USERS);
        }
        if (isFree && db.isOwningHandle()) {
            handles.forEach(ColumnFamilyHandle::close);
            db.close();
            resources.forEach(AbstractImmutableNativeReference::close);
        }
    }
}
