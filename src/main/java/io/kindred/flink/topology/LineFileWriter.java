package io.kindred.flink.topology;

import io.kindred.flink.operator.OutputRow;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriter;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * Gathers lines and writes them when there are {@value #GATHERED_BYTES} bytes of them, and before a
 * checkpoint and the end of the input. A file is not visible before a checkpoint, so that nobody
 * waits for gathered lines.
 */
final class LineFileWriter
        implements StatefulSinkWriter<OutputRow, FileWriterBucketState>,
                CommittingSinkWriter<OutputRow, FileSinkCommittable> {

    static final int GATHERED_BYTES = 64 * 1024;

    private final FileWriter<byte[]> files;
    private ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    LineFileWriter(FileWriter<byte[]> files) {
        this.files = files;
    }

    @Override
    public void write(OutputRow row, Context context) throws IOException, InterruptedException {
        gathered.writeBytes(row.json());
        gathered.write('\n');
        if (gathered.size() >= GATHERED_BYTES) {
            writeGathered();
        }
    }

    /** Called before each checkpoint and at the end of the input. */
    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        writeGathered();
        files.flush(endOfInput);
    }

    @Override
    public Collection<FileSinkCommittable> prepareCommit() throws IOException {
        return files.prepareCommit();
    }

    @Override
    public List<FileWriterBucketState> snapshotState(long checkpointId) throws IOException {
        return files.snapshotState(checkpointId);
    }

    @Override
    public void close() {
        files.close();
    }

    private void writeGathered() throws IOException, InterruptedException {
        if (gathered.size() > 0) {
            files.write(gathered.toByteArray(), NoTime.INSTANCE);
            // Not the room of a very long row.
            gathered = new ByteArrayOutputStream();
        }
    }

    /** Lines have no time; folders do not depend on it. */
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
