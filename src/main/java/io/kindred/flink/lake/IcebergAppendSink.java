package io.kindred.flink.lake;

import io.kindred.flink.internal.RestoredChain;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.io.WriteResult;

import java.io.IOException;

/**
 * The sink of Iceberg (1.11), with state in the chain of its operator before the committer. That
 * operator numbers what it commits at the end of the input by the checkpoint that it was restored
 * from. Without state in its chain, Flink does not pass it this number. It would use one again that
 * has been committed, and the last rows would be lost.
 *
 * @param <C> what is committed; a type that the library hides
 */
final class IcebergAppendSink<C>
        implements Sink<RowData>, SupportsCommitter<C>, SupportsPreCommitTopology<WriteResult, C> {

    private static final long serialVersionUID = 1L;

    private final Sink<RowData> sink;
    private final SupportsCommitter<C> committing;
    private final SupportsPreCommitTopology<WriteResult, C> aggregating;

    /** Wraps a sink of Iceberg. */
    @SuppressWarnings("unchecked") // it is all three
    IcebergAppendSink(Sink<RowData> sink) {
        this.sink = sink;
        this.committing = (SupportsCommitter<C>) sink;
        this.aggregating = (SupportsPreCommitTopology<WriteResult, C>) sink;
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) throws IOException {
        return sink.createWriter(context);
    }

    @Override
    public Committer<C> createCommitter(CommitterInitContext context) throws IOException {
        return committing.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<C> getCommittableSerializer() {
        return committing.getCommittableSerializer();
    }

    @Override
    public SimpleVersionedSerializer<WriteResult> getWriteResultSerializer() {
        return aggregating.getWriteResultSerializer();
    }

    @Override
    public DataStream<CommittableMessage<C>> addPreCommitTopology(
            DataStream<CommittableMessage<WriteResult>> written) {
        return RestoredChain.after(aggregating.addPreCommitTopology(written), "restored");
    }
}
