package io.kindred.flink.topology;

import io.kindred.flink.operator.OutputRow;
import io.kindred.table.OutputTables;
import io.kindred.table.Table;
import io.kindred.table.TableRowReader;
import io.kindred.table.parquet.ParquetRows;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;

import java.io.IOException;

/** Writes the rows of an output to a Parquet file. */
final class ParquetFileWriter implements BulkWriter<OutputRow> {

    private final TableRowReader reader;
    private final ParquetRows rows;

    private ParquetFileWriter(Table table, Timeline timeline, FSDataOutputStream out)
            throws IOException {
        this.reader = new TableRowReader(table, timeline);
        this.rows = new ParquetRows(table, timeline, out);
    }

    /**
     * A factory of writers.
     *
     * @param table the name of the table that the rows are of
     */
    static BulkWriter.Factory<OutputRow> factory(String table, Timeline timeline) {
        return out -> {
            if (out.getPos() > 0) {
                throw new IOException(
                        "cannot write Parquet files of "
                                + table
                                + ": in the restored state this sink has an open file of another"
                                + " format, and the format of a sink cannot change");
            }
            return new ParquetFileWriter(OutputTables.named(table), timeline, out);
        };
    }

    @Override
    public void addElement(OutputRow row) throws IOException {
        rows.write(reader.read(row.json()));
    }

    /** Does nothing: what is buffered can only be written at the end of a row group. */
    @Override
    public void flush() {}

    @Override
    public void finish() throws IOException {
        rows.close();
    }
}
