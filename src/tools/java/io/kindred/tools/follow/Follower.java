package io.kindred.tools.follow;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.KafkaCluster;
import io.kindred.flink.config.OutputMode;
import io.kindred.flink.config.SinksConfig.FileFormat;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.tools.store.FedRow;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.RowException;
import io.kindred.tools.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Brings the rows of a job's outputs into the store: all that there are, and then what comes. If an
 * output cannot be read, or a row in it is wrong, or there is no room for the store, it is tried
 * again; if the store fails in another way, following ends.
 */
public final class Follower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /** Those that the store takes rows of. */
    static final Set<Output> FOLLOWED =
            EnumSet.of(
                    Output.ENTITIES,
                    Output.ASSIGNMENTS,
                    Output.CONFLICTS,
                    Output.GENERIC_KEYS,
                    Output.RECORDS,
                    Output.ERASURES);

    /** How long to wait before an output is tried again, times how often it failed. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final int MOST_RETRIES = 10;

    /** For how long rows may be in memory and in the log of writes alone. */
    private static final Duration FLUSH = Duration.ofHours(1);

    private static final String ALL = "the outputs";
    private static final String UNREADABLE = " cannot be read; see the server's log";

    private final JobConfig job;
    private final OutputStore store;
    private final Target target;

    /** What each feed reads, such as "the output entities". */
    private final Map<Feed, String> feeds = new LinkedHashMap<>();

    /** All rows that an output had then are in the store. */
    private final Map<Feed, Instant> completeTo = new HashMap<>();

    /** What is being read, or was read last. */
    private String current = ALL;

    private volatile Freshness freshness = Freshness.of(Optional.empty(), true);
    private final CountDownLatch isStopped = new CountDownLatch(1);

    public Follower(JobConfig job, OutputStore store) {
        this(job, store, store::apply);
    }

    /**
     * @param target what rows are applied to
     */
    Follower(JobConfig job, OutputStore store, Target target) {
        this.job = job;
        this.store = store;
        this.target = target;
    }

    /** See {@link OutputStore#apply}. */
    interface Target {
        void apply(List<FedRow> rows, Map<String, String> positions);
    }

    /**
     * The outputs of a job that a store has.
     *
     * @throws UnreadableOutputsException if entities or assignments are missing, or one of them is
     *     written to where it cannot be read
     */
    public static Set<Output> outputs(JobConfig job) throws UnreadableOutputsException {
        Set<Output> outputs = EnumSet.noneOf(Output.class);
        for (Map.Entry<Output, SinkConfig> sink : job.sinks().byOutput().entrySet()) {
            if (FOLLOWED.contains(sink.getKey())) {
                check(job, sink.getKey(), sink.getValue());
                outputs.add(sink.getKey());
            }
        }
        for (Output needed : List.of(Output.ENTITIES, Output.ASSIGNMENTS)) {
            if (!outputs.contains(needed)) {
                throw new UnreadableOutputsException(
                        job.file()
                                + ": sinks has no "
                                + name(needed)
                                + "; this tool needs entities and assignments");
            }
        }
        return outputs;
    }

    private static void check(JobConfig job, Output output, SinkConfig sink)
            throws UnreadableOutputsException {
        String place = job.file() + ": sinks." + name(output);
        if (sink instanceof SinkConfig.Files files) {
            if (files.format() != FileFormat.JSONL) {
                throw new UnreadableOutputsException(
                        place
                                + " writes Parquet, expected files of format jsonl, topics or tables"
                                + " of PostgreSQL");
            }
            if (!isLocal(files.path())) {
                throw new UnreadableOutputsException(
                        place + ".path is " + files.path() + ", expected a local folder");
            }
        } else if (!(sink instanceof SinkConfig.Kafka || sink instanceof SinkConfig.Jdbc)) {
            throw new UnreadableOutputsException(
                    place
                            + " writes a table of a lake, expected files of format jsonl, topics or"
                            + " tables of PostgreSQL");
        }
    }

    static String name(Output output) {
        return output.name().toLowerCase(Locale.ROOT);
    }

    private static boolean isLocal(String path) {
        return path.startsWith("/") || path.startsWith("file:/");
    }

    static Path folder(String path) {
        return path.startsWith("/") ? Path.of(path) : Path.of(URI.create(path));
    }

    /** How fresh the store is. */
    public Freshness freshness() {
        return freshness;
    }

    /**
     * Reads everything that there is now.
     *
     * @throws IOException if an output cannot be read
     */
    public void catchUp() throws IOException {
        open();
        boolean isDone = false;
        while (!isDone) {
            isDone = step();
        }
    }

    /**
     * Follows the outputs until it is stopped or interrupted, or cannot go on.
     *
     * @param pause how long to wait after everything was read
     * @return whether it was stopped or interrupted; else the problem of {@link #freshness} says
     *     why it ended
     */
    public boolean follow(Duration pause) {
        int failures = 0;
        try {
            while (!isStopped.await(0, TimeUnit.MILLISECONDS)) {
                Duration wait = Duration.ZERO;
                try {
                    open();
                    wait = step() ? pause : Duration.ZERO;
                    store.flushAfter(FLUSH);
                    failures = 0;
                } catch (IOException failure) {
                    wait = failed(failure, shown(failure), current + UNREADABLE, ++failures);
                } catch (StoreException failure) {
                    if (!failure.isNoSpace()) {
                        throw failure;
                    }
                    String full = "there is no room for the store";
                    wait = failed(failure, full, full, ++failures);
                }
                isStopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (StoreException failure) {
            String why = "following has ended: the store failed; see the server's log";
            fail(failure, why, why);
            return isStopped();
        } catch (RuntimeException | Error failure) {
            String why = "following has ended: " + failure.getClass().getSimpleName();
            fail(failure, why, why);
            return isStopped();
        }
        return true;
    }

    private boolean isStopped() {
        return isStopped.getCount() == 0;
    }

    /** Begins again where the store is; returns how long to wait before. */
    private Duration failed(Exception failure, String problem, String openProblem, int failures) {
        fail(failure, problem, openProblem);
        closeFeeds();
        return RETRY.multipliedBy(Math.min(failures, MOST_RETRIES));
    }

    private static String shown(IOException failure) {
        return failure instanceof FeedException
                ? String.valueOf(failure.getMessage())
                : ALL + UNREADABLE;
    }

    /**
     * Logs a problem once.
     *
     * @param openProblem for anybody
     */
    private void fail(Throwable failure, String problem, String openProblem) {
        if (isStopped()) {
            return;
        }
        if (!freshness.problem().equals(Optional.of(problem))) {
            if (failure.getCause() instanceof RowException) {
                // What failed while the row was parsed may quote it.
                LOG.warn("{}", problem);
            } else {
                LOG.warn("{}", problem, failure);
            }
        }
        freshness =
                new Freshness(
                        freshness.asOf(), true, Optional.of(problem), Optional.of(openProblem));
    }

    private void open() throws IOException {
        if (!feeds.isEmpty()) {
            return;
        }
        current = ALL;
        Map<KafkaCluster, Map<String, Output>> topics = new HashMap<>();
        for (Output output : store.outputs()) {
            SinkConfig sink = job.sinks().sink(output).orElseThrow();
            if (sink instanceof SinkConfig.Files files) {
                feeds.put(
                        new FileFeed(
                                output,
                                folder(files.path()),
                                store,
                                job.output() == OutputMode.FINAL),
                        names(List.of(output)));
            } else if (sink instanceof SinkConfig.Kafka kafka) {
                topics.computeIfAbsent(kafka.cluster(), any -> new HashMap<>())
                        .put(kafka.topic(), output);
            } else if (sink instanceof SinkConfig.Jdbc jdbc) {
                feeds.put(
                        new TableFeed(output, jdbc, job.timeline(), store), names(List.of(output)));
            }
        }
        for (Map.Entry<KafkaCluster, Map<String, Output>> each : topics.entrySet()) {
            current = names(each.getValue().values());
            feeds.put(TopicFeed.open(each.getKey(), each.getValue(), store), current);
        }
    }

    private static String names(Collection<Output> outputs) {
        return (outputs.size() == 1 ? "the output " : "the outputs ")
                + outputs.stream().sorted().map(Follower::name).collect(Collectors.joining(", "));
    }

    /** Reads a batch of each feed; returns whether nothing is left. */
    private boolean step() throws IOException {
        boolean isBehind = false;
        boolean hasRead = false;
        for (Map.Entry<Feed, String> each : feeds.entrySet()) {
            Feed feed = each.getKey();
            current = each.getValue();
            Feed.Read read = read(feed);
            if (read.isAnew()) {
                LOG.info("the job began anew: the store is emptied, and all outputs are read");
                freshness = Freshness.of(Optional.empty(), true);
                store.clear();
                feeds.keySet().forEach(Feed::restart);
                completeTo.clear();
                return false;
            }
            if (!read.rows().isEmpty() || !read.positions().isEmpty()) {
                apply(feed, read);
                hasRead = true;
            }
            isBehind |= read.isBehind();
            read.completeTo().ifPresent(at -> completeTo.put(feed, at));
        }
        Optional<Instant> asOf =
                completeTo.size() == feeds.size()
                        ? completeTo.values().stream().min(Comparator.naturalOrder())
                        : freshness.asOf();
        freshness = Freshness.of(asOf, isBehind);
        return !isBehind && !hasRead;
    }

    private static Feed.Read read(Feed feed) throws IOException {
        try {
            return feed.read();
        } catch (RowException wrong) {
            throw at(feed, wrong);
        }
    }

    private void apply(Feed feed, Feed.Read read) throws FeedException {
        try {
            target.apply(read.rows(), read.positions());
        } catch (RowException wrong) {
            throw at(feed, wrong);
        }
    }

    private static FeedException at(Feed feed, RowException wrong) {
        return new FeedException(feed.place(wrong.row()) + ": " + wrong.getMessage(), wrong);
    }

    private void closeFeeds() {
        for (Map.Entry<Feed, String> feed : feeds.entrySet()) {
            try {
                feed.getKey().close();
            } catch (RuntimeException failure) {
                // The others are closed all the same.
                LOG.warn("what reads {} was not closed in order", feed.getValue(), failure);
            }
        }
        feeds.clear();
        completeTo.clear();
    }

    /** Lets {@link #follow} return soon. */
    public void stop() {
        isStopped.countDown();
    }

    /** To be called when nobody follows any more. */
    @Override
    public void close() {
        closeFeeds();
    }
}
