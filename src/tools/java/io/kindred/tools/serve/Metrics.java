package io.kindred.tools.serve;

import io.kindred.tools.follow.Freshness;
import io.kindred.tools.store.OutputStore;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests, and writes all metrics in the text format of Prometheus. */
final class Metrics {

    /** Upper bounds of latencies in seconds. */
    private static final double[] BOUNDS = {
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5
    };

    private final Map<String, Latency> latencies = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> responses = new ConcurrentSkipListMap<>();

    private static final class Latency {
        private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
        private final LongAdder nanos = new LongAdder();

        Latency() {
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = new LongAdder();
            }
        }

        void add(Duration took) {
            double seconds = took.toNanos() / 1e9;
            int i = 0;
            while (i < BOUNDS.length && seconds > BOUNDS[i]) {
                i++;
            }
            buckets[i].increment();
            nanos.add(took.toNanos());
        }
    }

    /**
     * Counts a request.
     *
     * @param route without values, such as {@code /entities/{}}
     */
    void add(String route, int status, Duration took) {
        latencies.computeIfAbsent(route, any -> new Latency()).add(took);
        responses
                .computeIfAbsent(
                        "route=\"" + route + "\",code=\"" + status + "\"", any -> new LongAdder())
                .increment();
    }

    String text(OutputStore store, Freshness freshness) {
        StringBuilder text = new StringBuilder();
        head(text, "kindred_requests_total", "counter", "Requests by route and status.");
        responses.forEach((labels, count) -> line(text, "kindred_requests_total", labels, count));
        head(text, "kindred_request_seconds", "histogram", "How long requests took.");
        latencies.forEach((route, latency) -> latency(text, route, latency));
        head(text, "kindred_rows", "gauge", "Current rows by output.");
        new TreeMap<>(store.counts())
                .forEach(
                        (output, rows) ->
                                line(text, "kindred_rows", "output=\"" + output + "\"", rows));
        head(text, "kindred_store_bytes", "gauge", "Bytes of the files of the store.");
        line(text, "kindred_store_bytes", "", store.fileBytes());
        head(text, "kindred_behind", "gauge", "1 if rows are known that are not in the store.");
        line(text, "kindred_behind", "", freshness.isBehind() ? 1 : 0);
        if (freshness.asOf().isPresent()) {
            head(text, "kindred_age_seconds", "gauge", "How old the store is.");
            line(
                    text,
                    "kindred_age_seconds",
                    "",
                    Duration.between(freshness.asOf().get(), Instant.now()).toMillis() / 1000.0);
        }
        return text.toString();
    }

    private static void latency(StringBuilder text, String route, Latency latency) {
        long sum = 0;
        for (int i = 0; i <= BOUNDS.length; i++) {
            sum += latency.buckets[i].sum();
            String bound = i < BOUNDS.length ? String.valueOf(BOUNDS[i]) : "+Inf";
            line(
                    text,
                    "kindred_request_seconds_bucket",
                    "route=\"" + route + "\",le=\"" + bound + "\"",
                    sum);
        }
        String labels = "route=\"" + route + "\"";
        line(text, "kindred_request_seconds_sum", labels, latency.nanos.sum() / 1e9);
        line(text, "kindred_request_seconds_count", labels, sum);
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append(
                String.format(Locale.ROOT, "# HELP %s %s%n# TYPE %s %s%n", name, help, name, type));
    }

    private static void line(StringBuilder text, String name, String labels, Object value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
    }
}
