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
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A {@link KafkaSink} with transactions, whose writers leave no client behind.
 *
 * <p>A writer of the connector asks a client of its own what transactions were left open, and never
 * closes it: with every start of a subtask one more thread and connection would stay in the task
 * manager, and hold the classes of the job. Here it is closed with the writer. Nobody can reach it
 * while the writer is being made; therefore the broker is waited for first, so that while there is
 * none, a job that starts again and again leaves none either. One is left where a broker that
 * answers then refuses the writer, as for a topic that is not there.
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

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final long PAUSE_MS = 100;

    private final KafkaSink<T> sink;
    private final Properties client;
    private final Duration patience;

    /**
     * Around the connector's.
     *
     * @param client the settings of a client of the same broker
     * @param patience how long a writer waits for the broker
     */
    ExactlyOnceSink(KafkaSink<T> sink, Properties client, Duration patience) {
        this.sink = sink;
        this.client = client;
        this.patience = patience;
    }

    @Override
    public StatefulSinkWriter<T, KafkaWriterState> createWriter(WriterInitContext context)
            throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<T, KafkaWriterState> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> states) throws IOException {
        Field opened = openedClient();
        awaitBroker();
        TwoPhaseCommittingStatefulSink<T, KafkaWriterState, KafkaCommittable> connector = sink;
        return new Writer<>(connector.restoreWriter(context, states), opened);
    }

    /** Where the connector's writer has its client. */
    private static Field openedClient() {
        try {
            Field client = Class.forName(WRITER).getDeclaredField("adminClient");
            client.setAccessible(true);
            return client;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not the connector that this was made for", e);
        }
    }

    /** Waits as a client would, but by a connection, which costs less than a client. */
    private void awaitBroker() throws IOException {
        AdminClientConfig config = new AdminClientConfig(client);
        long start = System.nanoTime();
        while (true) {
            try {
                connect(config);
                return;
            } catch (IOException | KafkaException e) {
                if (System.nanoTime() - start > patience.toNanos()) {
                    throw new IOException(
                            "cannot reach Kafka at "
                                    + client.getProperty("bootstrap.servers")
                                    + ": "
                                    + e.getMessage(),
                            e);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while Kafka was waited for", e);
            }
        }
    }

    /** To the first server that takes it. */
    private static void connect(AdminClientConfig config) throws IOException {
        IOException refused = new IOException("no server is named");
        for (InetSocketAddress server : ClientUtils.parseAndValidateAddresses(config)) {
            try (SocketChannel channel = SocketChannel.open()) {
                channel.socket().connect(server, CONNECT_TIMEOUT_MS);
                return;
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                refused = e;
            }
        }
        throw refused;
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
