package io.kindred.flink.kafka;

import io.kindred.flink.config.ClientProperties;
import io.kindred.flink.config.KafkaCluster;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaSecretsTest {

    @TempDir private Path folder;

    @Test
    void areReadWhereAClientIsMade() throws Exception {
        Path file = Files.writeString(folder.resolve("a:b"), "open\nsesame\n");
        Properties properties =
                properties(
                        Map.of(
                                "sasl.jaas.config",
                                "password=\"${file:" + file + "}\";",
                                "ssl.key.password",
                                "${file:" + file + "}",
                                "client.id",
                                "on-${env:PATH}"));

        assertThat(properties.toString()).doesNotContain("sesame");
        ConsumerConfig config = new ConsumerConfig(properties);
        assertThat(config.getPassword("ssl.key.password").value()).isEqualTo("open\nsesame");
        assertThat(config.getPassword("sasl.jaas.config"))
                .isEqualTo(new Password("password=\"open\\nsesame\";"));
        assertThat(config.getString("client.id")).isEqualTo("on-" + System.getenv("PATH"));
        assertThat(config.toString()).doesNotContain("sesame");
    }

    @Test
    void mayHoldWhatMeansSomethingInAJaasConfiguration() throws Exception {
        String secret = "a\"b'g\\c\nd;e=f";
        Path file = Files.writeString(folder.resolve("password"), secret);
        String jaas = "m.Module required user=\"u\" password=\"${file:" + file + "}\";";

        assertThat(password(jaas)).isEqualTo(secret);
        assertThat(password(jaas.replace('"', '\''))).isEqualTo(secret);
        Path whole = Files.writeString(folder.resolve("jaas"), "m.Module required password=\"p\";");
        assertThat(password("${file:" + whole + "}")).isEqualTo("p");
    }

    private static Object password(String jaas) {
        Password resolved =
                new ConsumerConfig(properties(Map.of("sasl.jaas.config", jaas)))
                        .getPassword("sasl.jaas.config");
        return JaasContext.loadClientContext(Map.of("sasl.jaas.config", resolved))
                .configurationEntries()
                .get(0)
                .getOptions()
                .get("password");
    }

    @Test
    void thatAreNotThereFailTheClient() {
        Path file = folder.resolve("none");

        assertThatThrownBy(
                        () ->
                                new ConsumerConfig(
                                        properties(Map.of("ssl.key.password", "${env:NO_SUCH}"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "the environment variable NO_SUCH is not set on this machine; set it on "
                                + "every machine where the job runs");
        assertThatThrownBy(
                        () ->
                                new ConsumerConfig(
                                        properties(
                                                Map.of(
                                                        "ssl.key.password",
                                                        "${file:" + file + "}"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "the file "
                                + file
                                + " cannot be read on this machine (NoSuchFileException); put it on every "
                                + "machine where the job runs");
    }

    private static Properties properties(Map<String, String> given) {
        Properties properties =
                KafkaClients.properties(
                        new KafkaCluster("b:9092", new ClientProperties(given)), Map.of());
        String deserializer = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        properties.setProperty("key.deserializer", deserializer);
        properties.setProperty("value.deserializer", deserializer);
        return properties;
    }
}
