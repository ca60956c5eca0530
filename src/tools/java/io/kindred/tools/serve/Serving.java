package io.kindred.tools.serve;

import io.kindred.codec.QuestionReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.offline.decide.DecisionSink;
import io.kindred.offline.decide.KnownDecisions;
import io.kindred.tools.answer.Answers;
import io.kindred.tools.answer.WrittenDecisions;
import io.kindred.tools.follow.Follower;
import io.kindred.tools.follow.UnreadableOutputsException;
import io.kindred.tools.store.OutputStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.net.ssl.SSLContext;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A running server: the store, what fills it, and what answers from it. */
public final class Serving implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private static final int STOP_SECONDS = 5;

    private final OutputStore store;
    private final Follower follower;
    private final Thread following;
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final HttpFrontend frontend;
    private final Optional<DecisionSink> decisions;

    private Serving(
            OutputStore store,
            Follower follower,
            Duration poll,
            HttpFrontend frontend,
            Optional<DecisionSink> decisions) {
        this.store = store;
        this.follower = follower;
        this.following = new Thread(() -> follow(poll), "follower");
        this.frontend = frontend;
        this.decisions = decisions;
    }

    /**
     * Where decisions are appended.
     *
     * @param known those that are there, as far as that is known
     */
    public record DecisionsTo(DecisionSink sink, KnownDecisions known) {}

    /**
     * Opens the store, begins to follow the outputs, and listens. Answers are there at once, from
     * what the store has.
     *
     * @throws UnreadableOutputsException if the outputs cannot be followed
     * @throws IOException if the port is in use, or files of TLS are wrong
     * @throws io.kindred.tools.store.StoreException if the store cannot be opened
     */
    public static Serving start(
            JobConfig job, ServeSettings settings, Optional<DecisionsTo> decisions)
            throws IOException, UnreadableOutputsException {
        return start(job, settings, decisions, HttpFrontend.Limits.DEFAULT);
    }

    static Serving start(
            JobConfig job,
            ServeSettings settings,
            Optional<DecisionsTo> decisions,
            HttpFrontend.Limits limits)
            throws IOException, UnreadableOutputsException {
        Optional<SSLContext> tls = Optional.empty();
        if (settings.tls().isPresent()) {
            tls =
                    Optional.of(
                            Tls.context(
                                    settings.tls().get().certificate(),
                                    settings.tls().get().key()));
        }
        OutputStore store =
                OutputStore.open(
                        settings.store(),
                        job.ontologyDocument(),
                        job.timeline(),
                        Follower.outputs(job),
                        settings.memory());
        Follower follower = new Follower(job, store);
        WrittenDecisions written = new WrittenDecisions();
        Answers answers = new Answers(store, job.name(), job.retention(), job.ontology(), written);
        HttpApi api =
                new HttpApi(
                        answers,
                        new QuestionReader(job.timeline(), answers::covers),
                        follower::freshness,
                        decisions.map(
                                to -> new Decisions(to.sink(), to.known(), written, answers)));
        HttpFrontend frontend;
        try {
            frontend =
                    HttpFrontend.start(
                            new InetSocketAddress(settings.address(), settings.port()),
                            tls,
                            api,
                            new Access(settings.token(), settings.isLocal()),
                            store,
                            follower::freshness,
                            limits);
        } catch (IOException | RuntimeException failure) {
            store.close();
            throw failure;
        }
        Serving serving =
                new Serving(
                        store,
                        follower,
                        settings.poll(),
                        frontend,
                        decisions.map(DecisionsTo::sink));
        serving.following.start();
        return serving;
    }

    private void follow(Duration poll) {
        if (!follower.follow(poll)) {
            failure.complete(follower.freshness().problem().orElse(""));
        }
    }

    /**
     * Complete once the server can follow no more, with the reason. It still answers from what the
     * store has, but only another one can go on.
     */
    public CompletableFuture<String> failure() {
        return failure;
    }

    HttpFrontend frontend() {
        return frontend;
    }

    /** The port that it listens on. */
    public int port() {
        return frontend.port();
    }

    /** Stops following and answering; what was read is in the store. */
    @Override
    public void close() {
        follower.stop();
        frontend.close();
        following.interrupt();
        try {
            following.join(Duration.ofSeconds(STOP_SECONDS).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (following.isAlive()) {
            LOG.warn("an output is still being read; what the store has is on disk");
        } else {
            follower.close();
            store.close();
        }
        decisions.ifPresent(DecisionSink::close);
    }
}
