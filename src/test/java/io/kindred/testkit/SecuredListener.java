package io.kindred.testkit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A listener of a broker that is reached by TLS, with a certificate of its own making, and by SASL
 * with PLAIN or SCRAM-SHA-512.
 */
public final class SecuredListener {

    /** The environment variable of this process whose value is the trust store's password. */
    public static final String TRUST_STORE_PASSWORD = "PATH";

    static final String NAME = "SECURED";

    private static final String PREFIX = "listener.name.secured.";
    private static final String STORE_PASSWORD = "of-the-broker";

    private final int port = FreePorts.next();
    private final Path folder;
    private final String user;
    private final String password;

    private SecuredListener(Path folder, String user, String password) {
        this.folder = folder;
        this.user = user;
        this.password = password;
    }

    /** Makes the certificate in a folder; one user may come in. */
    public static SecuredListener make(Path folder, String user, String password)
            throws IOException, InterruptedException {
        SecuredListener listener = new SecuredListener(folder, user, password);
        listener.keytool(
                "-genkeypair -alias broker -keyalg EC -dname CN=broker -validity 2 -ext"
                        + " san=ip:127.0.0.1,dns:localhost -storetype PKCS12 -storepass "
                        + STORE_PASSWORD
                        + " -keystore",
                listener.keyStore());
        Path certificate = listener.certificate();
        listener.keytool(
                "-exportcert -alias broker -storepass " + STORE_PASSWORD + " -keystore",
                listener.keyStore(),
                "-file",
                certificate);
        listener.keytool(
                "-importcert -noprompt -alias broker -storetype PKCS12 -storepass:env "
                        + TRUST_STORE_PASSWORD
                        + " -keystore",
                listener.trustStore(),
                "-file",
                certificate);
        return listener;
    }

    /** Where it is reached. */
    public String servers() {
        return "127.0.0.1:" + port;
    }

    /** Holds the certificate, under {@link #TRUST_STORE_PASSWORD}. */
    public Path trustStore() {
        return folder.resolve("trust.p12");
    }

    /** The certificate itself. */
    public Path certificate() {
        return folder.resolve("broker.cer");
    }

    /** For another server with this certificate. */
    public SSLContext serverContext() throws IOException, GeneralSecurityException {
        char[] opened = STORE_PASSWORD.toCharArray();
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(keyStore().toFile(), opened), opened);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    int port() {
        return port;
    }

    /** Those of the broker. */
    Map<String, String> properties() {
        String escaped = password.replace("\\", "\\\\").replace("\"", "\\\"");
        return Map.of(
                PREFIX + "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-512",
                PREFIX + "plain.sasl.jaas.config",
                String.format(
                        "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                + " user_%s=\"%s\";",
                        user, escaped),
                PREFIX + "scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                PREFIX + "ssl.keystore.type",
                "PKCS12",
                PREFIX + "ssl.keystore.location",
                keyStore().toString(),
                PREFIX + "ssl.keystore.password",
                STORE_PASSWORD,
                PREFIX + "ssl.key.password",
                STORE_PASSWORD);
    }

    private Path keyStore() {
        return folder.resolve("broker.p12");
    }

    private void keytool(String options, Object... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(options.split(" ")));
        Arrays.stream(more).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }
}
