package io.kindred.flink.kafka;

import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink.PrecommittingStatefulSinkWriter;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.kafka.clients.admin.Admin;

import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;

/**
 * A transactional {@link KafkaSink} that closes all clients of its writers.
 *
 * <p>The connector's writer creates an admin client to find open transactions, and never closes it.
 * Each start of a subtask would leak a thread, a connection and the job's class loader. This sink
 * closes the client with the writer. The client is not accessible if the writer's constructor
 * fails. This sink therefore waits for the broker first, so that restarts during an outage leak
 * nothing. A client still leaks if the broker answers but rejects the writer.
 *
 * <p>State: that of the connector's sink.
 */
final class ExactlyOnceSink<T>
        implements Sink<T>,
                SupportsWriterState<T, KafkaWriterState>,
                SupportsCommitter<KafkaCommittable>,
                SupportsPostCommitTopology<KafkaCommittable>,
                LineageVertexProvider {

    private static final long serialVersionUID = 1L;

    private static final String WRITER =
            "org.apache.flink.connector.kafka.sink.ExactlyOnceKafkaWriter";

    private final String place;
    private final KafkaSink<T> sink;
    private final Properties client;
    private final Duration brokerTimeout;

    /**
     * @param place of the sink in the job file, for errors
     * @param client the properties of a client for the same broker
     * @param brokerTimeout how long a new writer waits for the broker
     */
    ExactlyOnceSink(String place, KafkaSink<T> sink, Properties client, Duration brokerTimeout) {
        this.place = place;
        this.sink = sink;
        this.client = client;
        this.brokerTimeout = brokerTimeout;
    }

    @Override
    public StatefulSinkWriter<T, KafkaWriterState> createWriter(WriterInitContext context)
            throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<T, KafkaWriterState> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> states) throws IOException {
        Field adminClient = adminClientField();
        awaitBroker();
        TwoPhaseCommittingStatefulSink<T, KafkaWriterState, KafkaCommittable> connector = sink;
        return new Writer<>(connector.restoreWriter(context, states), adminClient);
    }

    /** The connector's private field for the admin client. */
    private static Field adminClientField() {
        try {
            Field client = Class.forName(WRITER).getDeclaredField("adminClient");
            client.setAccessible(true);
            return client;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "unsupported version of the Kafka connector: no field adminClient in " + WRITER,
                    e);
        }
    }

    private void awaitBroker() throws IOException {
        try {
            BrokerConnection.await(client, brokerTimeout);
        } catch (IOException e) {
            throw new IOException(place + ": " + e.getMessage(), e.getCause());
        }
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return sink.getWriterStateSerializer();
    }

    @Override
    public Committer<KafkaCommittable> createCommitter(CommitterInitContext context)
            throws IOException {
        return sink.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
        return sink.getCommittableSerializer();
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committed) {
        sink.addPostCommitTopology(committed);
    }

    @Override
    public LineageVertex getLineageVertex() {
        return sink.getLineageVertex();
    }

    private static final class Writer<T>
            implements StatefulSinkWriter<T, KafkaWriterState>,
                    CommittingSinkWriter<T, KafkaCommittable> {

        private final PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> writer;
        private final Field client;

        Writer(
                PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> writer,
                Field client) {
            this.writer = writer;
            this.client = client;
        }

        @Override
        public void write(T element, Context context) throws IOException, InterruptedException {
            writer.write(element, context);
        }

        @Override
        public void flush(boolean isEnd) throws IOException, InterruptedException {
            writer.flush(isEnd);
        }

        @Override
        public Collection<KafkaCommittable> prepareCommit()
                throws IOException, InterruptedException {
            return writer.prepareCommit();
        }

        @Override
        public List<KafkaWriterState> snapshotState(long checkpointId) throws IOException {
            return writer.snapshotState(checkpointId);
        }

        @Override
        public void close() throws Exception {
            try {
                writer.close();
            } finally {
                if (client.get(writer) instanceof Admin admin) {
                    admin.close(Duration.ZERO);
                }
            }
        }
    }
}
