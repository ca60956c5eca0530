package io.kindred.flink.state;

import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;

import java.util.Collection;

/**
 * What Flink's options cannot say of a RocksDB that holds shards; applied on top of them.
 *
 * <p>A shard writes to a dozen column families at once out of one budget of write buffers, by one
 * thread, and most of what it asks for by key is not there.
 */
public final class ShardDatabaseOptions implements RocksDBOptionsFactory {

    private static final long serialVersionUID = 1L;

    /**
     * An eighth of a write buffer, as is the default, would be 8 MiB for each column family. With
     * several shards a slot has some fifty of them, which share one budget for what is not flushed
     * yet: if most of it is taken before they hold anything, RocksDB flushes without end.
     */
    private static final long ARENA_BLOCK_BYTES = 128L << 10;

    /**
     * Of a write buffer: of the 64 MiB that it may be, 256 KiB, taken for each column family as
     * soon as it is there. That is ten bits a key for 200,000 entries; few have more before a
     * checkpoint.
     */
    private static final double MEMTABLE_BLOOM_RATIO = 0.004;

    private static final double BLOCK_HASH_LOAD = 0.75;

    /**
     * Every checkpoint writes what is in the buffers to small files of level 0. To merge fewer of
     * them with all of level 1 at a time would cost more than asking more of their filters.
     */
    private static final int LEVEL_0_FILES = 8;

    /** For Flink, which creates it by name. */
    public ShardDatabaseOptions() {}

    @Override
    public DBOptions createDBOptions(DBOptions options, Collection<AutoCloseable> handlesToClose) {
        // There is one writer; what lets several write at once costs it more.
        return options.setAllowConcurrentMemtableWrite(false)
                .setEnableWriteThreadAdaptiveYield(false);
    }

    @Override
    public ColumnFamilyOptions createColumnOptions(
            ColumnFamilyOptions options, Collection<AutoCloseable> handlesToClose) {
        BlockBasedTableConfig table =
                options.tableFormatConfig() instanceof BlockBasedTableConfig configured
                        ? configured
                        : new BlockBasedTableConfig();
        // Look-ups by key find their entry in a block by a hash instead of a search.
        table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
        table.setDataBlockHashTableUtilRatio(BLOCK_HASH_LOAD);
        return options.setTableFormatConfig(table)
                .setArenaBlockSize(ARENA_BLOCK_BYTES)
                .setLevel0FileNumCompactionTrigger(LEVEL_0_FILES)
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO);
    }
}
