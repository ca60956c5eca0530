package io.kindred.tools;

import io.kindred.tools.bench.RequestMix;
import io.kindred.tools.bench.ServeBench;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Measures how fast the HTTP server answers. */
@Command(
        name = "bench-serve",
        description = {
            "Measure how fast the server of jobs/serve.sh answers: requests come at a rate, whether or"
                    + " not earlier ones were answered, and latency counts from when a request was"
                    + " due.",
            "Asks for entities, searches by one value, and matches records under another uid, all of"
                    + " a sample of records that the server's job has resolved."
        },
        footer = {
            "",
            "Example: bench-serve http://localhost:8090 --records people/*.jsonl --rate 500 --seconds"
                    + " 60",
            "Exit code: 0 all requests were answered with 200, 1 failed, 2 wrong usage."
        })
public final class BenchServeCommand extends AbstractTool {

    private static final int FAILED = 1;
    private static final long MAX_REQUESTS = 20_000_000;

    @Parameters(
            paramLabel = "URL",
            showDefaultValue = Visibility.NEVER,
            description = "address of the server, such as http://localhost:8090")
    private String url = "";

    @Option(
            names = "--records",
            required = true,
            arity = "1..*",
            showDefaultValue = Visibility.NEVER,
            paramLabel = "FILE",
            description =
                    "JSON lines in the record format, or .gz of them, that the job has resolved")
    private List<Path> records = new ArrayList<>();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "requests per second, 1 to 100000")
    private double rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "how long to measure, 1 to 86400")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "how long to send requests before, without measuring, 0 to 3600")
    private int warmUp;

    @Option(
            names = "--mix",
            paramLabel = "N,N,N",
            defaultValue = "60,30,10",
            description = "shares of GET /entities/{id}, POST /search and POST /match")
    private String mix = "";

    @Option(
            names = "--attribute",
            paramLabel = "NAME",
            showDefaultValue = Visibility.NEVER,
            description =
                    "attribute whose values are searched, may be repeated; default: those whose"
                            + " values mostly differ, without their placeholders")
    private Set<String> attributes = new LinkedHashSet<>();

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "20000",
            description = "how many of the records are asked about, 1 to 1000000")
    private int sample;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "16",
            description = "most requests at the same time, 1 to 1000")
    private int connections;

    @Mixin private TokenOption token = new TokenOption();

    @Mixin private SeedOption seed = new SeedOption();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "file to write all figures to, as JSON")
    private @Nullable Path json;

    /** Called by picocli. */
    public BenchServeCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        URI server = server();
        ServeBench.Settings settings = settings();
        Optional<String> given = token.checked(spec());
        records.forEach(file -> check(Files.isRegularFile(file), "--records is " + file, "a file"));
        try {
            boolean isAnswered =
                    new ServeBench(server, given, settings, err())
                            .run(records, arguments(), Optional.ofNullable(json), out());
            return isAnswered ? 0 : FAILED;
        } catch (IOException | UncheckedIOException failure) {
            return failed(failure, FAILED);
        }
    }

    private URI server() {
        try {
            URI server = new URI(url);
            if (Set.of("http", "https").contains(String.valueOf(server.getScheme()))
                    && server.getHost() != null
                    && server.getQuery() == null) {
                return server;
            }
        } catch (URISyntaxException wrong) {
            // Refused below.
        }
        throw invalidUsage(
                "URL is '" + url + "', expected an address such as http://localhost:8090");
    }

    private ServeBench.Settings settings() {
        check(rate >= 1 && rate <= 100_000, "--rate is " + rate, "1 to 100000");
        check(seconds >= 1 && seconds <= 86_400, "--seconds is " + seconds, "1 to 86400");
        check(
                rate * seconds <= MAX_REQUESTS,
                "--rate times --seconds is " + (long) (rate * seconds),
                "at most " + MAX_REQUESTS);
        check(warmUp >= 0 && warmUp <= 3_600, "--warm-up is " + warmUp, "0 to 3600");
        check(
                rate * warmUp <= MAX_REQUESTS,
                "--rate times --warm-up is " + (long) (rate * warmUp),
                "at most " + MAX_REQUESTS);
        check(sample >= 1 && sample <= 1_000_000, "--sample is " + sample, "1 to 1000000");
        check(
                connections >= 1 && connections <= 1_000,
                "--connections is " + connections,
                "1 to 1000");
        return new ServeBench.Settings(
                rate,
                seconds,
                warmUp,
                checked(() -> RequestMix.parse(mix)),
                connections,
                sample,
                attributes,
                seed.value());
    }
}
