package io.kindred.e2e;

import org.awaitility.Awaitility;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * What befalls a job on a cluster while it is fed: task managers, the broker and the whole cluster
 * are killed and started again, and the job is rescaled, in random order at random times. All that
 * happened is told, so that a failure can be understood.
 */
final class Outages {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final List<Integer> PARALLELISMS = List.of(1, 2, 3, 4);

    private final Random random;
    private final ProcessCluster cluster;
    private final ProcessBroker broker;
    private final Path jobFile;
    private final List<String> story = new ArrayList<>();
    private final long start = System.nanoTime();

    private String job;

    private Outages(long seed, ProcessCluster cluster, ProcessBroker broker, Path jobFile) {
        this.random = new Random(seed);
        this.cluster = cluster;
        this.broker = broker;
        this.jobFile = jobFile;
        tell("seed " + seed);
        job = cluster.submit(jobFile, "-p", "2");
        tell("job " + job);
        cluster.awaitCheckpoints(job, 1);
    }

    /** One thing that may happen. */
    enum Outage {
        TASK_MANAGER_KILLED,
        BROKER_KILLED,
        CLUSTER_KILLED,
        JOB_RESCALED
    }

    /** Submits a job and waits for its first checkpoint. */
    static Outages of(long seed, ProcessCluster cluster, ProcessBroker broker, Path jobFile) {
        return new Outages(seed, cluster, broker, jobFile);
    }

    /**
     * Lets it all happen, over the whole time of the input.
     *
     * @param progress the share of the input that the job was given, up to 1
     */
    void happen(List<Outage> outages, DoubleSupplier progress) {
        List<Outage> order = new ArrayList<>(outages);
        Collections.shuffle(order, random);
        for (int i = 0; i < order.size(); i++) {
            double when = (i + 0.2 + 0.8 * random.nextDouble()) / (order.size() + 1);
            Awaitility.await("the input")
                    .atMost(PATIENCE)
                    .until(() -> progress.getAsDouble() >= when);
            happen(order.get(i));
        }
    }

    /** Stops the job when it has taken its whole input and shown what came of it. */
    void stopWhenUsedUp(String topic, String group) {
        Awaitility.await("all of " + topic + " is taken, after " + this)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> broker.isUsedUp(topic, group));
        tell("used up");
        stop();
    }

    /** What has happened so far. */
    @Override
    public String toString() {
        return String.join("\n", story);
    }

    private void happen(Outage outage) {
        tell(outage.toString());
        switch (outage) {
            case TASK_MANAGER_KILLED -> {
                cluster.killTaskManager(1 + random.nextInt(2));
                cluster.startAgain();
            }
            case BROKER_KILLED -> {
                broker.kill();
                broker.startAgain();
            }
            case CLUSTER_KILLED -> {
                cluster.killAll();
                cluster.startAgain();
                submit("latest");
            }
            case JOB_RESCALED -> submit(stop());
        }
        tell("over");
    }

    private void submit(String from) {
        int parallelism = PARALLELISMS.get(random.nextInt(PARALLELISMS.size()));
        job = cluster.submit(jobFile, "-p", Integer.toString(parallelism), "--from", from);
        tell("job " + job + " of parallelism " + parallelism + " from " + from);
    }

    /** Stops the job with a savepoint; as often as that fails since the job is just recovering. */
    private String stop() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            cluster.awaitRunning(job);
            Script.Call call =
                    cluster.call("stop", job, random.nextBoolean() ? "--native" : "--canonical");
            if (call.exitCode() == 0) {
                cluster.awaitState(job, "FINISHED");
                tell("stopped with " + call.out().strip());
                return call.out().strip();
            }
            tell("not stopped: " + call.err().strip());
            if (cluster.rest().state(job).equals("FINISHED")) {
                return "latest";
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the job cannot be stopped:\n" + this);
            }
        }
    }

    private void tell(String what) {
        String line =
                String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - start) / 1e9, what);
        story.add(line);
        System.out.println(line);
    }
}
