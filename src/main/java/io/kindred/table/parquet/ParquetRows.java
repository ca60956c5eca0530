package io.kindred.table.parquet;

import io.kindred.table.Table;
import io.kindred.table.TableRow;
import io.kindred.temporal.Timeline;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes rows of a table as a Parquet file, compressed with zstd. Holds up to {@value
 * #ROW_GROUP_BYTES} bytes of rows in memory. The file is complete when it is closed.
 */
public final class ParquetRows implements Closeable {

    /** Small, because each subtask of each output holds one. */
    static final int ROW_GROUP_BYTES = 16 << 20;

    private static final int PAGE_BYTES = 256 << 10;

    private final ParquetWriter<TableRow> writer;

    /**
     * Begins a file.
     *
     * @param out to the beginning of a file; is flushed at the end, and stays open
     */
    public ParquetRows(Table table, Timeline timeline, OutputStream out) throws IOException {
        this.writer =
                new Builder(new StreamFile(out), new RowWriteSupport(table, timeline))
                        .withConf(new PlainParquetConfiguration())
                        .withCompressionCodec(CompressionCodecName.ZSTD)
                        .withCodecFactory(new ZstdCodecFactory())
                        .withRowGroupSize(ROW_GROUP_BYTES)
                        .withPageSize(PAGE_BYTES)
                        .build();
    }

    /** Adds a row of the table. */
    public void write(TableRow row) throws IOException {
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class Builder extends ParquetWriter.Builder<TableRow, Builder> {
        private final RowWriteSupport support;

        Builder(OutputFile file, RowWriteSupport support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<TableRow> getWriteSupport(Configuration unused) {
            return support;
        }

        @Override
        protected WriteSupport<TableRow> getWriteSupport(ParquetConfiguration unused) {
            return support;
        }
    }
}
