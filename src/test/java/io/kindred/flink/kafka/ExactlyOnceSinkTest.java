package io.kindred.flink.kafka;

import io.kindred.flink.operator.OutputRow;
import io.kindred.testkit.FreePorts;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExactlyOnceSinkTest {

    /**
     * The connector is not asked for a writer, which would leave its client: there is no context.
     */
    @Test
    void aWriterIsNotMadeWhileThereIsNoBroker() {
        String servers = "127.0.0.1:" + FreePorts.next();
        Properties client = new Properties();
        client.setProperty("bootstrap.servers", servers);
        ExactlyOnceSink<OutputRow> sink =
                new ExactlyOnceSink<>(
                        "sinks.entities",
                        KafkaSink.<OutputRow>builder()
                                .setKafkaProducerConfig(client)
                                .setRecordSerializer(new RowMessages("rows"))
                                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                                .setTransactionalIdPrefix("rows")
                                .build(),
                        client,
                        Duration.ofMillis(200));

        assertThatThrownBy(() -> sink.restoreWriter(null, List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("sinks.entities: cannot reach Kafka at " + servers + ": ");
    }
}
