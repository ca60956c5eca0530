package io.kindred.flink.topology;

import io.kindred.flink.operator.OutputRow;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.IOException;
import java.util.Collection;

/**
 * Flink's {@link FileSink}, given many lines at a time. It asks the file for its position and makes
 * a system call for each element, which costs more than the row itself. Its state and its files are
 * what they are without this.
 */
final class LineFileSink
        implements Sink<OutputRow>,
                SupportsWriterState<OutputRow, FileWriterBucketState>,
                SupportsWriterState.WithCompatibleState,
                SupportsCommitter<FileSinkCommittable> {

    private static final long serialVersionUID = 1L;

    private final FileSink<byte[]> files;

    /** With a sink that writes bytes as they are. */
    LineFileSink(FileSink<byte[]> files) {
        this.files = files;
    }

    @Override
    public LineFileWriter createWriter(WriterInitContext context) throws IOException {
        return new LineFileWriter(files.createWriter(context));
    }

    @Override
    public LineFileWriter restoreWriter(
            WriterInitContext context, Collection<FileWriterBucketState> state) throws IOException {
        return new LineFileWriter(files.restoreWriter(context, state));
    }

    @Override
    public SimpleVersionedSerializer<FileWriterBucketState> getWriterStateSerializer() {
        return files.getWriterStateSerializer();
    }

    @Override
    public Collection<String> getCompatibleWriterStateNames() {
        return files.getCompatibleWriterStateNames();
    }

    @Override
    public Committer<FileSinkCommittable> createCommitter(CommitterInitContext context)
            throws IOException {
        return files.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<FileSinkCommittable> getCommittableSerializer() {
        return files.getCommittableSerializer();
    }
}
