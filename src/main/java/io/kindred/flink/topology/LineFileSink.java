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
import org.apache.flink.connector.file.sink.writer.FileWriter;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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

    private static final Logger LOG = LoggerFactory.getLogger(LineFileSink.class);

    private final Path folder;
    private final FileSink<byte[]> files;

    /**
     * Wraps a sink.
     *
     * @param folder of the sink
     * @param files writes bytes unchanged
     */
    LineFileSink(Path folder, FileSink<byte[]> files) {
        this.folder = folder;
        this.files = files;
    }

    @Override
    public LineFileWriter createWriter(WriterInitContext context) throws IOException {
        return new LineFileWriter(files.createWriter(context), List.of());
    }

    /**
     * Continues the files that were open. If the folder has changed, they are finished as they
     * were, and what comes is written to the new folder.
     */
    @Override
    public LineFileWriter restoreWriter(
            WriterInitContext context, Collection<FileWriterBucketState> state) throws IOException {
        List<FileWriterBucketState> continued = new ArrayList<>();
        List<FileSinkCommittable> finished = new ArrayList<>();
        for (FileWriterBucketState each : state) {
            if (each.getBucketPath().equals(folder)) {
                continued.add(each);
            } else {
                finished.addAll(finish(context, each));
            }
        }
        try {
            return new LineFileWriter(files.restoreWriter(context, continued), finished);
        } catch (FileNotFoundException e) {
            throw new IOException(
                    "cannot continue the output in "
                            + folder
                            + ": a file that was open in the restored state has been finished or"
                            + " removed since. If the state is an older one, its rows are in this"
                            + " folder already: give the sink a new folder ("
                            + e.getMessage()
                            + ")",
                    e);
        }
    }

    /** Flink's writer finishes what is open when the input ends. */
    private Collection<FileSinkCommittable> finish(
            WriterInitContext context, FileWriterBucketState state) throws IOException {
        try {
            FileWriter<byte[]> writer = files.restoreWriter(context, List.of(state));
            writer.flush(true);
            return writer.prepareCommit();
        } catch (FileNotFoundException e) {
            LOG.warn(
                    "what was open in {} has been finished or removed since: {}",
                    state.getBucketPath(),
                    e.getMessage());
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
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
