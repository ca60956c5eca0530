package io.kindred.tools.serve;

import io.kindred.tools.serve.ServeSettings.TlsFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** HTTPS, and what is wrong with PEM files. */
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path folder;

    @Test
    void servesHttpsWithKeysOfBothKinds() throws Exception {
        for (String algorithm : List.of("RSA", "EC")) {
            KeyStore keys = keys(algorithm);
            TrustManagerFactory trusted =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            KeyStore certificates = KeyStore.getInstance(KeyStore.getDefaultType());
            certificates.load(null, null);
            certificates.setCertificateEntry("server", keys.getCertificate("server"));
            trusted.init(certificates);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            try (Serving serving = serve(algorithm, pem(keys, algorithm))) {
                URI info = URI.create("https://localhost:" + serving.port() + "/info");
                assertThat(
                                HttpClient.newBuilder()
                                        .sslContext(context)
                                        .build()
                                        .send(
                                                HttpRequest.newBuilder(info).build(),
                                                BodyHandlers.discarding())
                                        .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    private Serving serve(String store, TlsFiles tls) throws Exception {
        return Serving.start(
                new ServedJob(folder.resolve("job"), "changelog").config(),
                new ServeSettings(
                        folder.resolve(store),
                        8 << 20,
                        Duration.ofMillis(10),
                        InetAddress.getLoopbackAddress(),
                        0,
                        Optional.empty(),
                        Optional.of(tls)),
                Optional.empty());
    }

    @Test
    void saysWhatIsWrongWithPemFilesInOneLine() throws Exception {
        TlsFiles rsa = pem(keys("RSA"), "RSA");
        TlsFiles ec = pem(keys("EC"), "EC");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "hello");
        Path broken =
                Files.writeString(
                        folder.resolve("broken.pem"),
                        "-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----\n");
        Path missing = folder.resolve("missing.pem");
        for (TlsFiles files :
                List.of(
                        new TlsFiles(rsa.certificate(), ec.key()),
                        new TlsFiles(garbage, rsa.key()),
                        new TlsFiles(rsa.certificate(), garbage),
                        new TlsFiles(rsa.certificate(), broken),
                        new TlsFiles(rsa.certificate(), missing),
                        new TlsFiles(missing, rsa.key()))) {
            assertThatThrownBy(() -> Tls.context(files.certificate(), files.key()))
                    .isInstanceOf(IOException.class)
                    .message()
                    .contains(".pem")
                    .hasLineCount(1);
        }
    }

    /** A key with a certificate that is signed by itself. */
    private KeyStore keys(String algorithm) throws Exception {
        Path file = folder.resolve(algorithm + ".p12");
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process =
                new ProcessBuilder(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.log").toFile())
                        .start();
        assertThat(process.waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private TlsFiles pem(KeyStore keys, String name) throws Exception {
        return new TlsFiles(
                pem(name + "-cert", "CERTIFICATE", keys.getCertificate("server").getEncoded()),
                pem(name + "-key", "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded()));
    }

    private Path pem(String name, String what, byte[] bytes) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN "
                        + what
                        + "-----\n"
                        + Base64.getMimeEncoder().encodeToString(bytes)
                        + "\n-----END "
                        + what
                        + "-----\n");
    }
}
