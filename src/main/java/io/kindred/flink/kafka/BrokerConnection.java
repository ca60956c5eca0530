package io.kindred.flink.kafka;

import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Connects to a broker without a client, which costs less. */
final class BrokerConnection {

    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final long PAUSE_MS = 100;

    private BrokerConnection() {}

    /**
     * Waits until a connection to a server succeeds.
     *
     * @param client the properties of a client
     * @param patience how long to try again
     * @throws IOException naming the servers and the reason, if none does
     * @throws KafkaException if the properties are wrong
     */
    static void await(Properties client, Duration patience) throws IOException {
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
                throw new IOException("interrupted while waiting for Kafka", e);
            }
        }
    }

    /** Connects to the first server that accepts. */
    private static void connect(AdminClientConfig config) throws IOException {
        IOException refused = new IOException("bootstrap.servers is empty");
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
}
