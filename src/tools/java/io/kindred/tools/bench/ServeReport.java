package io.kindred.tools.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How fast the HTTP server answered.
 *
 * @param date when it was measured, in ISO 8601
 * @param command the command line
 * @param routes the figures of each route that was asked, then of all
 * @param ratePerSecond requests per second that were wanted
 * @param sentPerSecond requests per second that were sent
 * @param isRateKept whether at least 99 % of them were
 * @param staleness how old the answers were: now, less {@code as_of}
 */
record ServeReport(
        String date,
        String command,
        ProcessFigures.Machine machine,
        List<Route> routes,
        double ratePerSecond,
        double sentPerSecond,
        boolean isRateKept,
        Latency staleness) {

    private static final double KEPT = 0.99;
    private static final double NANOS_PER_MS = 1e6;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    /**
     * The requests of a route. Latencies are in ms from when a request was due, those of errors
     * among them.
     *
     * @param errors how many answers had a status other than 200, by status, or none
     */
    record Route(
            String route,
            int requests,
            double p50Ms,
            double p99Ms,
            double p999Ms,
            double maxMs,
            Map<String, Integer> errors) {

        /**
         * The figures of some requests.
         *
         * @param numbers of the requests, at least one
         */
        static Route of(String route, int[] numbers, OpenLoop.Times times) {
            long[] sorted = new long[numbers.length];
            Map<String, Integer> errors = new TreeMap<>();
            for (int i = 0; i < numbers.length; i++) {
                sorted[i] = times.latencyNanos()[numbers[i]];
                int status = times.statuses()[numbers[i]];
                if (status != 200) {
                    errors.merge(
                            status == ServeClient.NO_ANSWER ? "no answer" : String.valueOf(status),
                            1,
                            Integer::sum);
                }
            }
            Arrays.sort(sorted);
            return new Route(
                    route,
                    sorted.length,
                    Latency.quantile(sorted, 0.5) / NANOS_PER_MS,
                    Latency.quantile(sorted, 0.99) / NANOS_PER_MS,
                    Latency.quantile(sorted, 0.999) / NANOS_PER_MS,
                    sorted[sorted.length - 1] / NANOS_PER_MS,
                    errors);
        }

        private void print(PrintWriter out) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %,10d %10.2f %10.2f %10.2f %10.2f   %s%n",
                    route,
                    requests,
                    p50Ms,
                    p99Ms,
                    p999Ms,
                    maxMs,
                    errors.isEmpty() ? "none" : errors.toString());
        }
    }

    static boolean isKept(double wanted, double sent) {
        return sent >= KEPT * wanted;
    }

    /** The figures of each route, then of all. */
    static List<Route> routes(List<ServedRoute> routeOfNumber, OpenLoop.Times times) {
        List<Route> routes = new ArrayList<>();
        for (ServedRoute route : ServedRoute.values()) {
            int[] numbers =
                    IntStream.range(0, routeOfNumber.size())
                            .filter(each -> routeOfNumber.get(each) == route)
                            .toArray();
            if (numbers.length > 0) {
                routes.add(Route.of(route.shown(), numbers, times));
            }
        }
        routes.add(Route.of("all", IntStream.range(0, routeOfNumber.size()).toArray(), times));
        return routes;
    }

    /** Whether a request failed. */
    boolean hasErrors() {
        return routes.stream().anyMatch(route -> !route.errors().isEmpty());
    }

    void print(PrintWriter out) {
        out.printf("%s%n%s%n%s%n%n", date, command, machine);
        out.printf(
                Locale.ROOT,
                "%-20s %10s %10s %10s %10s %10s   %s%n",
                "route",
                "requests",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "max ms",
                "errors");
        routes.forEach(route -> route.print(out));
        out.printf(
                Locale.ROOT,
                "%nrate        %,.1f requests/s of %,.1f: %s%n",
                sentPerSecond,
                ratePerSecond,
                isRateKept ? "kept" : "NOT kept");
        out.printf(
                Locale.ROOT,
                "staleness   p50 %,d ms, p99 %,d ms, max %,d ms, asked once a second%n",
                staleness.p50(),
                staleness.p99(),
                staleness.max());
        out.flush();
    }

    void writeTo(Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }
}
