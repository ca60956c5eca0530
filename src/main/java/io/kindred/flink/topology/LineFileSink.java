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
 * A {@link FileSink} that writes many lines at a time. Flink's sink makes a system call for each
 * element to get the file position, which costs more than writing the row. Its state and its files
 * are those of {@link FileSink}.
 */
final class LineFileSink
        implements Sink<OutputRow>,
                SupportsWriterState<OutputRow, FileWriterBucketState>,
                SupportsWriterState.WithCompatibleState,
                SupportsCommitter<FileSinkCommittable> {

    private static final long serialVersionUID = 1L;

    private final FileSink<byte[]> files;

    /** Wraps a sink that writes bytes unchanged. */
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
