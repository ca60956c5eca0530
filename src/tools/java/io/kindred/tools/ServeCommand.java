package io.kindred.tools;

import io.kindred.cli.DecisionTopic;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.offline.decide.DecisionFile;
import io.kindred.offline.decide.KnownDecisions;
import io.kindred.tools.follow.UnreadableOutputsException;
import io.kindred.tools.serve.ServeSettings;
import io.kindred.tools.serve.ServeSettings.TlsFiles;
import io.kindred.tools.serve.Serving;
import io.kindred.tools.serve.Serving.DecisionsTo;
import io.kindred.tools.store.StoreException;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Serves the results of a job over HTTP. */
@Command(
        name = "serve",
        description = {
            "Serve the results of a job over HTTP: entities, records, search, match, conflicts,"
                    + " history, and the explorer, a page to look at them.",
            "Follows the job's outputs into a store of its own, and answers from that in"
                    + " milliseconds. The job may run, or be done."
        },
        footer = {
            "",
            "Examples:",
            "  serve people/job.yaml",
            "  serve people/job.yaml --host 0.0.0.0 --token-file token --tls-certificate cert.pem"
                    + " --tls-key key.pem --decisions-topic decisions",
            "Exit code: 0 stopped, 1 failed, 2 wrong usage or job file."
        })
public final class ServeCommand extends AbstractTool {

    private static final int FAILED = 1;
    private static final int WRONG_JOB = 2;
    private static final int STOP_SECONDS = 10;

    @Parameters(
            paramLabel = "JOB.yaml",
            showDefaultValue = Visibility.NEVER,
            description =
                    "the job file; its sinks are files of format jsonl, topics, or tables of"
                            + " PostgreSQL")
    private Path job = Path.of("");

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "folder of the store; default: JOB-store beside the job file. It can be removed;"
                            + " then it is made anew")
    private @Nullable Path store;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8090",
            description = "port to listen on")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "localhost",
            description =
                    "name or address of the interface to listen on; any but localhost needs a token"
                            + " or --without-token")
    private String host = "localhost";

    @Mixin private TokenOption token = new TokenOption();

    @Option(
            names = "--without-token",
            description = "serve anybody who can reach the host, without a token")
    private boolean isWithoutToken;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE.pem",
            description = "certificate chain of the server, for HTTPS; needs --tls-key")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE.pem",
            description = "its private key, PKCS #8 without a password")
    private @Nullable Path key;

    @Option(
            names = "--decisions",
            paramLabel = "FILE",
            description = "file that decisions are appended to, to be read by the job")
    private @Nullable Path decisions;

    @Option(
            names = "--decisions-topic",
            paramLabel = "TOPIC",
            description =
                    "topic that decisions are sent to instead, on the cluster of the job's sinks")
    private @Nullable String decisionsTopic;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description = "cache and write buffers of the store, besides the heap")
    private String memory = "";

    @Option(
            names = "--poll-ms",
            paramLabel = "N",
            defaultValue = "500",
            description = "how long to wait before looking for new rows")
    private int pollMillis;

    /** Called by picocli. */
    public ServeCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        JobConfig config = JobConfigReader.read(job);
        ServeSettings settings = settings();
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (Serving serving = Serving.start(config, settings, decisionsTo(config))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, closed), "stop"));
            print(
                    String.format(
                            "Serving %s at %s://%s:%d/ (stop with Ctrl-C)%n",
                            config.name(),
                            settings.tls().isPresent() ? "https" : "http",
                            host,
                            serving.port()));
            serving.failure().thenRun(stopped::countDown);
            stopped.await();
            if (serving.failure().isDone()) {
                return failed(new IOException(serving.failure().join()), FAILED);
            }
            return 0;
        } catch (UnreadableOutputsException wrong) {
            return failed(wrong, WRONG_JOB);
        } catch (IOException | StoreException failure) {
            return failed(failure, FAILED);
        } finally {
            closed.countDown();
        }
    }

    /** Asks the server to stop, and waits for it: the process ends when this returns. */
    private static void stop(CountDownLatch stopped, CountDownLatch closed) {
        stopped.countDown();
        try {
            if (!closed.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                // Nothing is lost: what the store has is on disk.
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ServeSettings settings() {
        check(port >= 0 && port <= 65_535, "--port is " + port, "0 to 65535");
        check(pollMillis >= 10, "--poll-ms is " + pollMillis, "10 or more");
        if ((certificate == null) != (key == null)) {
            throw invalidUsage("expected --tls-certificate and --tls-key, both or none");
        }
        InetAddress address = address();
        Optional<String> given = token.checked(spec());
        if (!address.isLoopbackAddress() && given.isEmpty() && !isWithoutToken) {
            throw invalidUsage(
                    "--host is "
                            + host
                            + ", which others can reach; give a token (--token-file or "
                            + TokenOption.VARIABLE
                            + "), or --without-token");
        }
        Optional<TlsFiles> tls = Optional.empty();
        if (certificate != null && key != null) {
            tls = Optional.of(new TlsFiles(certificate, key));
        }
        return new ServeSettings(
                store == null ? defaultStore() : store,
                bytes(),
                Duration.ofMillis(pollMillis),
                address,
                port,
                given,
                tls);
    }

    private Path defaultStore() {
        String name = job.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        return job.toAbsolutePath().resolveSibling(name + "-store");
    }

    private long bytes() {
        try {
            long bytes = MemorySize.parseBytes(memory);
            check(bytes >= 8 << 20, "--memory is " + memory, "8m or more");
            return bytes;
        } catch (IllegalArgumentException wrong) {
            throw invalidUsage("--memory is '" + memory + "', expected a size such as 256m");
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException wrong) {
            throw invalidUsage("--host is '" + host + "', expected a name or address");
        }
    }

    private Optional<DecisionsTo> decisionsTo(JobConfig config) {
        if (decisions != null && decisionsTopic != null) {
            throw invalidUsage("expected --decisions or --decisions-topic, not both");
        }
        if (decisions != null) {
            DecisionFile file = DecisionFile.open(decisions);
            return Optional.of(new DecisionsTo(file, file.known()));
        }
        if (decisionsTopic == null) {
            return Optional.empty();
        }
        KafkaCluster cluster =
                config.sinks().byOutput().values().stream()
                        .filter(SinkConfig.Kafka.class::isInstance)
                        .map(sink -> ((SinkConfig.Kafka) sink).cluster())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        invalidUsage(
                                                "--decisions-topic needs a job with sinks of type"
                                                        + " kafka"));
        return Optional.of(
                new DecisionsTo(
                        DecisionTopic.open("serve", "--decisions-topic", cluster, decisionsTopic),
                        KnownDecisions.NONE));
    }
}
