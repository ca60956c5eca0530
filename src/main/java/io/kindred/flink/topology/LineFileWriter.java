package io.kindred.flink.topology;

import io.kindred.flink.operator.OutputRow;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriter;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A writer that buffers lines. It flushes them at {@value #BUFFER_BYTES} bytes, before a
 * checkpoint, and at the end of the input. This adds no latency, because a file becomes visible
 * only with a checkpoint.
 */
final class LineFileWriter
        implements StatefulSinkWriter<OutputRow, FileWriterBucketState>,
                CommittingSinkWriter<OutputRow, FileSinkCommittable> {

    static final int BUFFER_BYTES = 64 * 1024;

    private final FileWriter<byte[]> files;
    private List<FileSinkCommittable> finished;
    private ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    /**
     * Wraps a writer.
     *
     * @param finished files in another folder, to be committed with the next checkpoint
     */
    LineFileWriter(FileWriter<byte[]> files, Collection<FileSinkCommittable> finished) {
        this.files = files;
        this.finished = List.copyOf(finished);
    }

    @Override
    public void write(OutputRow row, Context context) throws IOException, InterruptedException {
        buffer.writeBytes(row.json());
        buffer.write('\n');
        if (buffer.size() >= BUFFER_BYTES) {
            flushBuffer();
        }
    }

    /** Called before each checkpoint and at the end of the input. */
    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        flushBuffer();
        files.flush(endOfInput);
    }

    @Override
    public Collection<FileSinkCommittable> prepareCommit() throws IOException {
        List<FileSinkCommittable> all = new ArrayList<>(finished);
        all.addAll(files.prepareCommit());
        finished = List.of();
        return all;
    }

    @Override
    public List<FileWriterBucketState> snapshotState(long checkpointId) throws IOException {
        return files.snapshotState(checkpointId);
    }

    @Override
    public void close() {
        files.close();
    }

    private void flushBuffer() throws IOException, InterruptedException {
        if (buffer.size() > 0) {
            files.write(buffer.toByteArray(), NoTime.INSTANCE);
            // A new buffer, so that one very long row does not occupy memory from then on.
            buffer = new ByteArrayOutputStream();
        }
    }

    /** A context without timestamp and watermark; folders do not depend on time. */
    private enum NoTime implements Context {
        INSTANCE;

        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
            return Long.MIN_VALUE;
        }
    }
}
