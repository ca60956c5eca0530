package io.kindred.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.input.InvalidInputException;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Sends requests to the HTTP server at a rate, and measures how long the answers take. */
public final class ServeBench {

    private final ServeClient client;
    private final Settings settings;
    private final PrintWriter err;

    /**
     * How many requests a benchmark sends, how fast and how long.
     *
     * @param perSecond requests per second, greater than 0
     * @param seconds how long it is measured
     * @param warmUpSeconds how long requests are sent before that
     * @param connections the most requests that are under way
     * @param sample the most records whose values and entities are asked about
     * @param attributes whose values are searched; empty: those whose values mostly differ
     * @param seed of the choice of requests
     */
    public record Settings(
            double perSecond,
            int seconds,
            int warmUpSeconds,
            RequestMix mix,
            int connections,
            int sample,
            Set<String> attributes,
            long seed) {

        public Settings {
            attributes = Set.copyOf(attributes);
        }

        int requests() {
            return Math.max(1, (int) (perSecond * seconds));
        }
    }

    /**
     * @param server the address of the server
     * @param token that the server expects, if it does
     * @param err receives progress messages
     */
    public ServeBench(URI server, Optional<String> token, Settings settings, PrintWriter err) {
        this.client = new ServeClient(server, token);
        this.settings = settings;
        this.err = err;
    }

    /**
     * Runs the benchmark once, and prints what it measured.
     *
     * @param files of records in the record format, which the server's job has resolved
     * @param command the command line, for the report
     * @param json the file for the figures, if wanted
     * @return whether all requests were answered
     * @throws IOException if the server does not answer, or a file cannot be read or written
     */
    public boolean run(List<Path> files, String command, Optional<Path> json, PrintWriter out)
            throws IOException, InterruptedException {
        client.check();
        SampledRecords sampled = SampledRecords.read(files, settings.sample());
        progress("Looking for the entities of %,d records…", sampled.records().size());
        List<String> entities = entities(sampled);
        ServeRequests requests = requests(sampled, entities);
        if (settings.warmUpSeconds() > 0) {
            progress("Warming up for %,d s…", settings.warmUpSeconds());
            int number = Math.max(1, (int) (settings.perSecond() * settings.warmUpSeconds()));
            send(requests, settings.seed() + 1, number);
        }
        progress("Measuring for %,d s…", settings.seconds());
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Staleness staleness = new Staleness(client);
        staleness.start();
        OpenLoop.Times times = send(requests, settings.seed(), settings.requests());
        List<ServedRoute> routes =
                IntStream.range(0, settings.requests())
                        .mapToObj(number -> settings.mix().pick(dice(settings.seed(), number)))
                        .toList();
        ServeReport report =
                new ServeReport(
                        date,
                        command,
                        ProcessFigures.machine(),
                        ServeReport.routes(routes, times),
                        settings.perSecond(),
                        times.perSecond(),
                        ServeReport.isKept(settings.perSecond(), times.perSecond()),
                        staleness.end());
        report.print(out);
        if (json.isPresent()) {
            report.writeTo(json.get());
        }
        return !report.hasErrors();
    }

    private void progress(String format, int number) {
        err.printf(Locale.ROOT, format + "%n", number);
        err.flush();
    }

    /** The same route and values in every run, whichever thread sends the request. */
    private static SplittableRandom dice(long seed, int number) {
        return new SplittableRandom(seed << 32 ^ number);
    }

    private OpenLoop.Times send(ServeRequests requests, long seed, int number)
            throws InterruptedException {
        return new OpenLoop(OpenLoop.SYSTEM, settings.perSecond(), settings.connections())
                .run(
                        number,
                        each -> {
                            SplittableRandom dice = dice(seed, each);
                            ServedRoute route = settings.mix().pick(dice);
                            return client.status(requests.of(route, dice));
                        });
    }

    /** The ids of the entities that records of the sample are in, each once, sorted. */
    private List<String> entities(SampledRecords sampled) throws IOException, InterruptedException {
        List<ObjectNode> records = sampled.records();
        Collection<String> ids = ConcurrentHashMap.newKeySet();
        new OpenLoop(OpenLoop.SYSTEM, Double.POSITIVE_INFINITY, settings.connections())
                .run(
                        records.size(),
                        number -> {
                            client.answer(record(records.get(number)))
                                    .map(answer -> answer.path("entity_id"))
                                    .filter(JsonNode::isTextual)
                                    .ifPresent(id -> ids.add(id.asText()));
                            return 200;
                        });
        if (ids.isEmpty()) {
            throw new InvalidInputException(
                    String.format(
                            Locale.ROOT,
                            "the server knows none of %,d records; are --records what its job"
                                    + " resolved?",
                            records.size()));
        }
        List<String> sorted = new ArrayList<>(ids);
        sorted.sort(null);
        return sorted;
    }

    private HttpRequest record(ObjectNode record) {
        return client.get(
                "records",
                record.path("entity_type").asText(),
                record.path("perspective").asText(),
                record.path("uid").asText());
    }

    private ServeRequests requests(SampledRecords sampled, List<String> entities)
            throws InvalidInputException {
        List<ObjectNode> searches = sampled.searches(settings.attributes());
        if (searches.isEmpty()) {
            throw new InvalidInputException(
                    "no sampled record has a value to search for; name attributes with --attribute");
        }
        return new ServeRequests(client, entities, searches, sampled.records());
    }
}
