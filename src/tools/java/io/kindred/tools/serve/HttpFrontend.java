package io.kindred.tools.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.kindred.tools.explore.ExplorerPage;
import io.kindred.tools.follow.Freshness;
import io.kindred.tools.serve.HttpApi.Route;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoredRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.net.ssl.SSLContext;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The server in front of the API: connections, access, errors, and what needs no data. Paths,
 * queries and bodies are never logged, as they have values in them.
 */
public final class HttpFrontend implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFrontend.class);

    private static final Duration STOP = Duration.ofSeconds(3);
    private static final int MOST_HANDLED = Integer.MAX_VALUE;
    private static final String OTHER = "other";

    private final HttpServer server;
    private final RequestThreads threads;
    private final Semaphore answering;

    /** All permits are free while no request is handled. */
    private final Semaphore handling = new Semaphore(MOST_HANDLED);

    private final HttpApi api;
    private final Access access;
    private final OutputStore store;
    private final Supplier<Freshness> freshness;
    private final Metrics metrics = new Metrics();
    private final ExplorerPage page = ExplorerPage.load();
    private final byte[] pageBytes = page.served();
    private final String openApi = openApi();

    private HttpFrontend(
            HttpServer server,
            HttpApi api,
            Access access,
            OutputStore store,
            Supplier<Freshness> freshness,
            Limits limits) {
        this.server = server;
        this.answering = new Semaphore(limits.answers());
        this.api = api;
        this.access = access;
        this.store = store;
        this.freshness = freshness;
        this.threads = new RequestThreads(limits);
    }

    /**
     * How much is done at the same time.
     *
     * @param threads they read requests and send answers, so clients that are slow use them up
     * @param waiting how many requests may wait for a thread; those for data that arrive while so
     *     many wait are refused
     * @param answers how many answers are made
     */
    record Limits(int threads, int waiting, int answers) {
        static final Limits DEFAULT = new Limits(256, 1_000, 16);
    }

    /**
     * Begins to listen.
     *
     * @param tls empty for plain HTTP
     * @throws IOException if the port is in use
     */
    static HttpFrontend start(
            InetSocketAddress address,
            Optional<SSLContext> tls,
            HttpApi api,
            Access access,
            OutputStore store,
            Supplier<Freshness> freshness,
            Limits limits)
            throws IOException {
        // Small answers are sent at once, and whoever sends a request slowly is cut off.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "60");
        HttpServer server;
        try {
            server = tls.isPresent() ? secure(address, tls.get()) : HttpServer.create(address, 0);
        } catch (BindException failure) {
            throw new IOException(
                    "cannot listen on port "
                            + address.getPort()
                            + " of "
                            + address.getHostString()
                            + ": "
                            + failure.getMessage()
                            + "; choose another --port or --host",
                    failure);
        }
        HttpFrontend frontend = new HttpFrontend(server, api, access, store, freshness, limits);
        server.createContext("/", frontend::handle);
        server.setExecutor(frontend.threads);
        server.start();
        return frontend;
    }

    private static HttpServer secure(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static String openApi() {
        try (InputStream in =
                Objects.requireNonNull(HttpFrontend.class.getResourceAsStream("openapi.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new IllegalStateException("openapi.json cannot be read", failure);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        if (!handling.tryAcquire()) {
            exchange.close();
            return;
        }
        try {
            answer(exchange);
        } finally {
            handling.release();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        String[] route = {OTHER};
        Response response;
        try {
            response = answer(exchange, route);
        } catch (HttpProblem problem) {
            response = Response.problem(problem.status(), String.valueOf(problem.getMessage()));
        } catch (IOException gone) {
            exchange.close();
            return;
        } catch (RuntimeException | StackOverflowError failure) {
            // Its message may have values of the request.
            LOG.error("a request to {} failed", route[0], withoutMessage(failure));
            response = Response.problem(500, "the server failed; see its log");
        }
        try {
            send(exchange, response);
        } finally {
            metrics.add(route[0], response.status(), Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** The class of a failure and its stack trace, to be logged. */
    private static Throwable withoutMessage(Throwable failure) {
        Throwable shown = new IllegalStateException(failure.getClass().getName());
        shown.setStackTrace(failure.getStackTrace());
        return shown;
    }

    private Response answer(HttpExchange exchange, String[] name) throws HttpProblem, IOException {
        Headers headers = exchange.getRequestHeaders();
        access.checkHost(headers);
        Request request = Request.of(exchange);
        Optional<Response> open = open(request, headers, name);
        if (open.isPresent()) {
            return open.get();
        }
        access.checkToken(headers);
        if (request.path().equals(List.of("metrics"))) {
            name[0] = "/metrics";
            return Response.text(
                    "text/plain; version=0.0.4; charset=utf-8",
                    metrics.text(store, freshness.get()));
        }
        Route route = api.route(request);
        name[0] = route.name();
        if (RequestThreads.isRefused()) {
            throw new HttpProblem(503, "too many requests are waiting; ask again");
        }
        request.receive();
        if (route.writes()) {
            // It may wait for a broker, and needs no processor meanwhile.
            return api.answer(route, request);
        }
        answering.acquireUninterruptibly();
        try {
            return api.answer(route, request);
        } finally {
            answering.release();
        }
    }

    RequestThreads threads() {
        return threads;
    }

    /** What needs no token, since it has no data. */
    private Optional<Response> open(Request request, Headers headers, String[] name)
            throws HttpProblem {
        if (request.path().size() != 1) {
            return Optional.empty();
        }
        String path = request.path().get(0);
        Response response;
        switch (path) {
            case "" ->
                    response =
                            new Response(
                                    200,
                                    "text/html; charset=utf-8",
                                    pageBytes,
                                    Map.of(
                                            "Content-Security-Policy",
                                            page.contentSecurityPolicy()));
            case "openapi.json" -> response = Response.text("application/json", openApi);
            case "health" -> response = health(access.maySeeData(headers));
            default -> {
                return Optional.empty();
            }
        }
        if (!request.method().equals("GET")) {
            throw new HttpProblem(405, "expected the method GET");
        }
        name[0] = "/" + path;
        return Optional.of(response);
    }

    private Response health(boolean maySeeData) {
        Freshness now = maySeeData ? freshness.get() : freshness.get().forAnybody();
        String status =
                now.problem().isPresent() ? "failed" : now.asOf().isPresent() ? "up" : "starting";
        return Response.json(
                status.equals("up") ? 200 : 503,
                StoredRow.JSON
                        .createObjectNode()
                        .put("status", status)
                        .set("freshness", HttpApi.json(now)));
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.set("Content-Type", response.contentType());
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            if (response.status() == 401) {
                headers.set("WWW-Authenticate", "Bearer");
            } else if (response.status() == 503) {
                headers.set("Retry-After", "1");
            }
            response.headers().forEach(headers::set);
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(response.status(), isHead ? -1 : response.body().length);
            if (!isHead) {
                try (OutputStream body = exchange.getResponseBody()) {
                    body.write(response.body());
                }
            }
        }
    }

    @Override
    public void close() {
        // The server's own way to wait takes the whole time even if nobody asks anything.
        try {
            if (!handling.tryAcquire(MOST_HANDLED, 1, TimeUnit.SECONDS)) {
                LOG.debug("requests are cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        try {
            if (!threads.stop(STOP)) {
                LOG.warn("some requests were not answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
