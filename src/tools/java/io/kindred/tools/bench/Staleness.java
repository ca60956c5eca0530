package io.kindred.tools.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Asks the server once a second how old its answers are. */
final class Staleness {

    private static final long EACH_MS = 1_000;

    private final ServeClient client;
    private final List<Long> millis = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread = new Thread(this::ask, "staleness");

    Staleness(ServeClient client) {
        this.client = client;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void ask() {
        try {
            while (true) {
                client.answer(client.get("health"))
                        .map(health -> health.path("freshness").path("as_of"))
                        .filter(asOf -> asOf.isTextual())
                        .ifPresent(
                                asOf ->
                                        millis.add(
                                                Duration.between(
                                                                Instant.parse(asOf.asText()),
                                                                Instant.now())
                                                        .toMillis()));
                Thread.sleep(EACH_MS);
            }
        } catch (InterruptedException end) {
            // Nobody asks any more.
        }
    }

    /** Stops asking, and returns the staleness that was measured. */
    Latency end() throws InterruptedException {
        thread.interrupt();
        thread.join();
        return Latency.of(millis.stream().mapToLong(Long::longValue).toArray());
    }
}
