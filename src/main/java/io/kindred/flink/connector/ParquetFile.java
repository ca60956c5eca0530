package io.kindred.flink.connector;

import io.kindred.codec.RejectedInputException;
import io.kindred.codec.RowTokens;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * A file of Parquet. A position in it is a row group and the rows read of it. The pages of one row
 * group are in memory, compressed.
 */
final class ParquetFile implements RowFile {

    private final ParquetInput input;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private final List<BlockMetaData> groups;

    /** The index of the row group that the next row is in. */
    private int group;

    /** The number of rows before it in that group. */
    private long rows;

    private @Nullable RecordReader<Group> open;
    private long row;

    private ParquetFile(ParquetInput input, ParquetFileReader reader) {
        this.input = input;
        this.reader = reader;
        this.schema = reader.getFileMetaData().getSchema();
        this.groups = reader.getRowGroups();
    }

    /**
     * Opens a file.
     *
     * @param offset of a row group, or the end of the file; 0 for the first row group
     * @param rows the rows to skip from there on
     */
    static ParquetFile open(Path path, long offset, long rows) throws IOException {
        try {
            ParquetInput input = ParquetInput.open(path);
            ParquetReadOptions options =
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .withCodecFactory(new ParquetCodecs())
                            .build();
            ParquetFile file = new ParquetFile(input, new ParquetFileReader(input, options));
            file.goTo(offset, rows);
            return file;
        } catch (IOException | RuntimeException e) {
            throw RowScanner.failure(path, e);
        }
    }

    private void goTo(long offset, long skipped) throws IOException {
        while (group < groups.size() && groups.get(group).getStartingPos() < offset) {
            row += groups.get(group).getRowCount();
            group++;
        }
        if (skipped > 0) {
            RecordReader<Group> skipping = reader();
            for (; rows < skipped; rows++) {
                skipping.read();
            }
            row += skipped;
        }
        settle();
    }

    /** Goes on to a row group with a row. */
    private void settle() {
        while (group < groups.size() && rows >= groups.get(group).getRowCount()) {
            group++;
            rows = 0;
            open = null;
        }
    }

    private RecordReader<Group> reader() throws IOException {
        RecordReader<Group> current = open;
        if (current == null) {
            PageReadStore pages = reader.readRowGroup(group);
            current =
                    new ColumnIOFactory()
                            .getColumnIO(schema)
                            .getRecordReader(pages, new GroupRecordConverter(schema));
            open = current;
        }
        return current;
    }

    @Override
    public Set<String> fields() {
        return ParquetRows.fields(schema);
    }

    @Override
    public boolean next(RowTokens out) throws IOException {
        if (group == groups.size()) {
            return false;
        }
        row++;
        try {
            ParquetRows.write(reader().read(), out);
        } catch (RejectedInputException | RuntimeException e) {
            throw new IOException(position() + ": " + e.getMessage(), e);
        }
        rows++;
        settle();
        return true;
    }

    @Override
    public String position() {
        return "row " + row;
    }

    @Override
    public long offset() {
        return group == groups.size() ? input.getLength() : groups.get(group).getStartingPos();
    }

    @Override
    public long rows() {
        return rows;
    }

    /** The rows of a row group are taken to be of the same size. */
    @Override
    public long stored() {
        if (group == groups.size()) {
            return input.getLength();
        }
        BlockMetaData reading = groups.get(group);
        return reading.getStartingPos()
                + reading.getCompressedSize() * rows / Math.max(1, reading.getRowCount());
    }

    @Override
    public CheckedBytes bytes() {
        return input;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
