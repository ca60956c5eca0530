package io.kindred.flink.kafka;

import io.kindred.codec.RegisteredSchema;
import io.kindred.codec.RejectedInputException;
import io.kindred.flink.config.SchemaRegistryConfig;
import io.kindred.testkit.RegistryStub;
import io.kindred.testkit.RegistryStub.Reference;
import io.kindred.testkit.SecuredListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchemaRegistryTest {

    private static final Duration PAUSE = Duration.ofMillis(1);

    @TempDir private Path folder;

    private final AtomicLong now = new AtomicLong();
    private RegistryStub stub;

    @BeforeEach
    void start() throws IOException {
        stub = RegistryStub.start();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void knowsASchemaAndWhatItRefersToEachAfterWhatThatRefersTo() throws Exception {
        stub.schema(
                        7,
                        "PROTOBUF",
                        "a",
                        new Reference("b.proto", "b/b", 1),
                        new Reference("c.proto", "c", 2))
                .version("b/b", 1, "PROTOBUF", "b", new Reference("c.proto", "c", 2))
                .version("c", 2, "PROTOBUF", "c");

        assertThat(registry(open()).schema(7))
                .isEqualTo(
                        new RegisteredSchema(
                                "PROTOBUF",
                                "a",
                                List.of(
                                        new RegisteredSchema.Reference("c.proto", "c"),
                                        new RegisteredSchema.Reference("b.proto", "b"))));
        assertThat(stub.asked())
                .containsExactly(
                        "/schemas/ids/7", "/subjects/b/b/versions/1", "/subjects/c/versions/2");
    }

    @Test
    void aSchemaWithoutTypeIsLeftToBeAvro() throws Exception {
        stub.schema(1, "", "\"string\"");

        assertThat(registry(open()).schema(1))
                .isEqualTo(new RegisteredSchema("", "\"string\"", List.of()));
    }

    @Test
    void thatThereIsNoSchemaIsRememberedForAWhile() throws Exception {
        SchemaRegistry registry = registry(open());
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> registry.schema(17))
                    .isInstanceOf(RejectedInputException.class)
                    .hasMessage("schema 17 is not in the registry at " + stub.url());
        }
        assertThat(stub.asked()).hasSize(1);

        stub.schema(17, "", "\"int\"");
        now.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThat(registry.schema(17).text()).isEqualTo("\"int\"");
    }

    @Test
    void aReferenceThatIsNotThereIsRejected() {
        stub.schema(7, "PROTOBUF", "a", new Reference("b.proto", "b", 1));

        assertThatThrownBy(() -> registry(open()).schema(7))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(
                        "schema 7 refers to b/versions/1, which is not in the registry at "
                                + stub.url());
    }

    @Test
    void aRegistryThatFailsForAWhileIsAskedAgain() throws Exception {
        stub.schema(1, "AVRO", "\"int\"").fail(3, 503);

        assertThat(registry(open()).schema(1).text()).isEqualTo("\"int\"");
        assertThat(stub.asked()).hasSize(4);
    }

    @Test
    void aRegistryThatFailsForLongIsNoFaultOfTheInput() {
        stub.fail(100, 500);

        assertThatThrownBy(() -> registry(open()).schema(1))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessage(
                        "the schema registry at "
                                + stub.url()
                                + " answers with the status 500 (/schemas/ids/1)");
        assertThat(stub.asked()).hasSize(8);
    }

    @Test
    void ofSeveralUrlsTheNextIsAskedIfOneDoesNotAnswer() throws Exception {
        stub.schema(1, "AVRO", "\"int\"");
        String nobody = "http://127.0.0.1:1";

        assertThat(registry(config(List.of(nobody, stub.url()), "", "", "")).schema(1).text())
                .isEqualTo("\"int\"");
        assertThatThrownBy(() -> registry(config(List.of(nobody), "", "", "")).schema(1))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageStartingWith("the schema registry at " + nobody + " does not answer: ");
    }

    @Test
    void secretsAreSentAndNotShown() throws Exception {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "p:w\n");
        stub.schema(1, "AVRO", "\"int\"");
        List<String> urls = List.of(stub.url());
        SchemaRegistryConfig basic = config(urls, "kindred", "${file:" + secret + "}", "");

        stub.requireAuthorization(
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString("kindred:p:w".getBytes(StandardCharsets.UTF_8)));
        assertThat(registry(basic).schema(1).text()).isEqualTo("\"int\"");
        stub.requireAuthorization("Bearer p:w");
        assertThat(registry(config(urls, "", "", "${file:" + secret + "}")).schema(1).text())
                .isEqualTo("\"int\"");

        assertThat(basic.toString()).isEqualTo(urls.toString());
        assertThatThrownBy(() -> registry(basic).schema(1))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessage(
                        stub.url()
                                + "/schemas/ids/1 answers with the status 401: check username and"
                                + " password, or the token, of schema_registry");
        assertThatThrownBy(() -> registry(config(urls, "", "", "${env:NOT_SET}")).schema(1))
                .hasMessageContaining("the environment variable NOT_SET is not set");
    }

    @Test
    void certificatesAreTrustedIfTheTruststoreHasThem() throws Exception {
        SecuredListener secured = SecuredListener.make(folder, "u", "p");
        Path pem = folder.resolve("ca.pem");
        Files.writeString(
                pem,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(Files.readAllBytes(secured.certificate()))
                        + "\n-----END CERTIFICATE-----\n");
        String password = "${env:" + SecuredListener.TRUST_STORE_PASSWORD + "}";
        try (RegistryStub tls = RegistryStub.start(secured.serverContext())) {
            tls.schema(1, "AVRO", "\"int\"");
            assertThat(trusting(tls, pem.toString(), "").schema(1).text()).isEqualTo("\"int\"");
            assertThat(trusting(tls, secured.trustStore().toString(), password).schema(1).text())
                    .isEqualTo("\"int\"");
            assertThatThrownBy(() -> trusting(tls, "", "").schema(1))
                    .isInstanceOf(SchemaRegistryException.class)
                    .hasMessageContaining(" does not answer: ");
            assertThatThrownBy(() -> trusting(tls, folder.resolve("none").toString(), "").schema(1))
                    .isInstanceOf(SchemaRegistryException.class)
                    .hasMessageStartingWith("cannot read the truststore ");
        }
    }

    private SchemaRegistry trusting(RegistryStub tls, String truststore, String password) {
        return registry(
                new SchemaRegistryConfig(List.of(tls.url()), "", "", "", truststore, password));
    }

    @Test
    void whatIsNoRegistryIsNotTakenForOneWithoutTheSchema() {
        List<String> urls = List.of(stub.url() + "/wrong");

        assertThatThrownBy(() -> registry(config(urls, "", "", "")).schema(1))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessage(
                        stub.url()
                                + "/wrong/schemas/ids/1 answers with the status 404: that is no"
                                + " schema registry; correct the url of schema_registry");
    }

    private SchemaRegistryConfig open() {
        return config(Collections.singletonList(stub.url()), "", "", "");
    }

    private static SchemaRegistryConfig config(
            List<String> urls, String user, String password, String token) {
        return new SchemaRegistryConfig(urls, user, password, token, "", "");
    }

    private SchemaRegistry registry(SchemaRegistryConfig config) {
        return new SchemaRegistry(() -> new RegistryApi(config, PAUSE), now::get);
    }
}
