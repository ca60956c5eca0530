package io.kindred.flink.connector;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A file of a split that is being read. */
final class OpenFile implements Closeable {

    private final int index;
    private final InputFile file;
    private final LineReader reader;
    private final LineFileFormat format;
    private long counted;

    private OpenFile(LineFileFormat format, int index, InputFile file, LineReader reader) {
        this.format = format;
        this.index = index;
        this.file = file;
        this.reader = reader;
    }

    /**
     * Opens a file of a split.
     *
     * @param index of the file in the split
     * @throws IOException if it has changed or cannot be read
     */
    static OpenFile open(LineFileFormat format, FileSplit split, int index) throws IOException {
        FileCheck.Checked checked =
                FileCheck.beforeReading(
                        split.files().get(index),
                        index == 0 ? split.position() : ReadPosition.START,
                        format.prefixes());
        InputFile file = checked.file();
        ReadPosition position = checked.position();
        FileSourceSplit whole =
                new FileSourceSplit(
                        split.splitId(), file.path(), 0, file.size(), file.modified(), file.size());
        Configuration none = new Configuration();
        if (!position.isBegun()) {
            return new OpenFile(format, index, file, format.createReader(none, whole));
        }
        LineReader reader =
                format.restoreReader(
                        none,
                        whole.updateWithCheckpointedPosition(
                                new CheckpointedPosition(position.offset(), position.lines())));
        reader.bytes().continueChecksum(position);
        return new OpenFile(format, index, file, reader);
    }

    /** The next lines; empty at the end of the file. */
    List<FileLine> next() throws IOException {
        BulkFormat.RecordIterator<RawInput> batch = reader.readBatch();
        CheckedBytes bytes = reader.bytes();
        if (batch == null) {
            FileCheck.afterReading(
                    file,
                    new ReadPosition(bytes.checked(), 0, bytes.checked(), bytes.checksum()),
                    format.prefixes());
            return List.of();
        }
        List<FileLine> lines = new ArrayList<>();
        RecordAndPosition<RawInput> next;
        for (RecordAndPosition<RawInput> line = batch.next(); line != null; line = next) {
            next = batch.next();
            lines.add(
                    new FileLine(
                            line.getRecord(),
                            index,
                            file,
                            new ReadPosition(
                                    line.getOffset(),
                                    line.getRecordSkipCount(),
                                    bytes.checked(),
                                    bytes.checksum()),
                            next == null ? count(reader.stored()) : 0));
        }
        return lines;
    }

    /** What is not counted yet at the end of the file, so that all of it is. */
    long rest() {
        return count(file.size());
    }

    private long count(long stored) {
        long more = Math.min(stored, file.size()) - counted;
        counted += more;
        return more;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
