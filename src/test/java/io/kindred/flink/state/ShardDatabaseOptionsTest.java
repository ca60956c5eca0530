package io.kindred.flink.state;

import org.junit.jupiter.api.Test;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ShardDatabaseOptionsTest {

    /** Flink gives it a third of managed memory, of which a slot of an embedded run has 256 MiB. */
    private static final long UNFLUSHED = (256L << 20) / 3;

    /** Of all operators of a job with several shards, those for timers too. */
    private static final int STATES_OF_A_SLOT = 60;

    @Test
    void buffersThatHoldNothingTakeLittleOfWhatTheyShare() throws Exception {
        List<AutoCloseable> opened = new ArrayList<>();
        try (ColumnFamilyOptions given = new ColumnFamilyOptions();
                ColumnFamilyOptions options =
                        new ShardDatabaseOptions().createColumnOptions(given, opened)) {
            double filter = options.memtablePrefixBloomSizeRatio() * options.writeBufferSize();
            double empty = STATES_OF_A_SLOT * (filter + options.arenaBlockSize());
            assertThat(empty).isPositive().isLessThan(UNFLUSHED / 3.0);
        } finally {
            for (AutoCloseable each : opened) {
                each.close();
            }
        }
    }

    /** It names the keys at which files began and ended, also those of erased records. */
    @Test
    void theListOfFormerFilesIsNotKeptForLong() throws Exception {
        try (DBOptions given = new DBOptions();
                DBOptions options =
                        new ShardDatabaseOptions().createDBOptions(given, new ArrayList<>())) {
            assertThat(options.maxManifestFileSize()).isBetween(64L << 10, 1L << 20);
        }
    }
}
