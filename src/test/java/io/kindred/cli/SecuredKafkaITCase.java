package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.topology.InputSize;
import io.kindred.testkit.CapturedLog;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.KafkaOutputTopics;
import io.kindred.testkit.SecuredListener;
import io.kindred.testkit.TestJob;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** A broker that asks who is there. */
class SecuredKafkaITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USER = "kindred";

    /** What would break the text that a password is put into, were it put there as it is. */
    private static final String PASSWORD = "open\"sesame\\ now";

    private static final String WRONG_PASSWORD = "close\"sesame\\ now";

    @TempDir private static Path brokerFolder;
    private static SecuredListener listener;
    private static KafkaBroker broker;

    @TempDir private Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        listener = SecuredListener.make(brokerFolder, USER, PASSWORD);
        broker = KafkaBroker.start(brokerFolder, listener);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-512, scram.Scram"})
    void isReadAndWrittenBySecretsThatNothingShows(String mechanism, String module)
            throws Exception {
        KafkaOutputTopics outputs = topics(mechanism);
        Map<String, Object> properties = properties(mechanism, module, PASSWORD);
        try (CapturedLog log = CapturedLog.start()) {
            Path job = job(mechanism, outputs, properties).jobFile();
            assertThat(InputSize.messages(JobConfigReader.read(job))).hasValue(2);
            CommandRun run = CommandRun.kindred("resolve", job.toString());

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(log.text()).contains("sasl.jaas.config = [hidden]");
            assertThat(log.text() + run.out() + run.err()).doesNotContain("sesame");
        }
        Set<String> uids = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> row : broker.read(outputs.topic("entities"))) {
            for (JsonNode record : JSON.readTree(row.value()).path("records")) {
                uids.add(record.path("uid").asText());
            }
        }
        assertThat(uids).containsExactly("1", "2");
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({"PLAIN, plain.Plain"})
    void isReadAndWrittenByOtherSecretsThatNothingShows(String mechanism, String module)
            throws Exception {
        isReadAndWrittenBySecretsThatNothingShows(mechanism, module);
    }

    @ParameterizedTest
    @CsvSource({"source, SCRAM-SHA-512, scram.Scram", "sink, PLAIN, plain.Plain"})
    void refusesAWrongPasswordWithoutShowingIt(String where, String mechanism, String module)
            throws Exception {
        String name = where + mechanism;
        KafkaOutputTopics outputs = topics(name);
        Map<String, Object> right = properties(mechanism, module, PASSWORD);
        Map<String, Object> wrong = properties(mechanism, module, WRONG_PASSWORD);
        TestJob job = job(name, outputs, where.equals("source") ? wrong : right);
        if (where.equals("sink")) {
            job.with("sinks", outputs.sinks(Map.of("properties", wrong)));
        }
        try (CapturedLog log = CapturedLog.start()) {
            CommandRun run = CommandRun.kindred("resolve", job.jobFile().toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("Authentication failed")
                    .containsPattern("Invalid username or password|invalid credentials")
                    .doesNotContain("\tat ");
            assertThat(log.text()).contains("sasl.jaas.config = [hidden]");
            assertThat(log.text() + run.out() + run.err()).doesNotContain("sesame");
        }
    }

    @Test
    void refusesABrokerWithACertificateThatIsNotTrusted() throws Exception {
        KafkaOutputTopics outputs = topics("untrusted");
        Map<String, Object> properties = properties("PLAIN", "plain.Plain", PASSWORD);
        properties.remove("ssl.truststore.location");
        properties.remove("ssl.truststore.password");

        CommandRun run =
                CommandRun.kindred(
                        "resolve", job("untrusted", outputs, properties).jobFile().toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("SSL handshake failed").doesNotContain("sesame");
    }

    private static KafkaOutputTopics topics(String name) throws Exception {
        broker.create(name, 1);
        broker.send(name, 0, null, record("1"));
        broker.send(name, 0, null, record("2"));
        return KafkaOutputTopics.create(broker, name + "-out", 1);
    }

    private TestJob job(String name, KafkaOutputTopics outputs, Map<String, Object> properties) {
        return new TestJob(
                        folder,
                        "entity_types: {person: {identity_keys: [{name: email, attributes:"
                                + " [email]}]}}")
                .with(
                        "kafka",
                        Map.of("bootstrap_servers", listener.servers(), "properties", properties))
                .source(Map.of("type", "kafka", "topic", name, "format", "record", "end", "latest"))
                .with("sinks", outputs.sinks(Map.of()));
    }

    /** The password is in a file, that of the trust store in the environment. */
    private Map<String, Object> properties(String mechanism, String module, String password)
            throws Exception {
        Path secret = folder.resolve(password.equals(PASSWORD) ? "right" : "wrong");
        Files.writeString(secret, password + "\n");
        Map<String, Object> properties = new HashMap<>();
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", mechanism);
        properties.put(
                "sasl.jaas.config",
                String.format(
                        "org.apache.kafka.common.security.%sLoginModule required username=\"%s\""
                                + " password=\"${file:%s}\";",
                        module, USER, secret));
        properties.put("ssl.truststore.location", listener.trustStore().toString());
        properties.put(
                "ssl.truststore.password", Map.of("env", SecuredListener.TRUST_STORE_PASSWORD));
        return properties;
    }

    private static String record(String uid) {
        return String.format(
                "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"%s\","
                        + "\"descriptors\":[{\"attr\":\"email\",\"value\":\"a@x.org\"}]}",
                uid);
    }
}
