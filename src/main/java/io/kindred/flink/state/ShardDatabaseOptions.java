package io.kindred.flink.state;

import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;

import java.util.Collection;

/**
 * RocksDB options of shards that Flink's own options do not cover; applied on top of them.
 *
 * <p>A shard writes with one thread to a dozen column families, which share one budget of write
 * buffers. Most of its point lookups find nothing.
 */
public final class ShardDatabaseOptions implements RocksDBOptionsFactory {

    private static final long serialVersionUID = 1L;

    /**
     * The size of an arena block. The default, an eighth of a write buffer, would be 8 MiB for each
     * column family. With several shards a slot has about fifty column families that share one
     * write buffer budget. If empty ones used up most of it, RocksDB would flush all the time.
     */
    private static final long ARENA_BLOCK_BYTES = 128L << 10;

    /**
     * The part of a write buffer that is allocated for its Bloom filter: 256 KiB of 64 MiB, as soon
     * as the column family exists. That is ten bits per key for 200,000 entries; few column
     * families get more before a checkpoint.
     */
    private static final double MEMTABLE_BLOOM_RATIO = 0.004;

    private static final double BLOCK_HASH_LOAD = 0.75;

    /**
     * Every checkpoint flushes the write buffers to small level-0 files. Merging fewer of them at a
     * time with all of level 1 would cost more than looking up more Bloom filters.
     */
    private static final int LEVEL_0_FILES = 8;

    /**
     * The size of the list of files (manifest) at which RocksDB begins a new one. The list has the
     * least and the greatest key of all files since it was begun, also of those that a compaction
     * has replaced: these may be uids of records that were erased. Besides, each checkpoint copies
     * it, and RocksDB's default is a gigabyte. A change is about 200 bytes; there is one for each
     * flush of a state and each compaction.
     */
    private static final long MANIFEST_BYTES = 256L << 10;

    /** For Flink, which creates it by name. */
    public ShardDatabaseOptions() {}

    @Override
    public DBOptions createDBOptions(DBOptions options, Collection<AutoCloseable> handlesToClose) {
        // There is a single writer; support for concurrent writers would only slow it down.
        return options.setAllowConcurrentMemtableWrite(false)
                .setEnableWriteThreadAdaptiveYield(false)
                .setMaxManifestFileSize(MANIFEST_BYTES);
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions options, Collection<AutoCloseable> handlesToClose) {
        BlockBasedTableConfig table =
                options.tableFormatConfig() instanceof BlockBasedTableConfig configured
                        ? configured
                        : new BlockBasedTableConfig();
        // Point lookups find their entry in a block by hash instead of binary search.
        table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
        table.setDataBlockHashTableUtilRatio(BLOCK_HASH_LOAD);
        return options.setTableFormatConfig(table)
                .setArenaBlockSize(ARENA_BLOCK_BYTES)
                .setLevel0FileNumCompactionTrigger(LEVEL_0_FILES)
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO);
    }
}
