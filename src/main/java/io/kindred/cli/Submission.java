package io.kindred.cli;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.cluster.FirstCheckpoint;
import io.kindred.flink.cluster.RestApi;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.internal.ClusterException;
import io.kindred.flink.internal.TargetCluster;
import io.kindred.flink.internal.TargetCluster.Job;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Submits a job to a cluster. */
final class Submission {

    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

    /** How often to look whether a cancelled job of the same name has ended. */
    private static final int LOOKS = 150;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final StreamExecutionEnvironment env;
    private final JobConfig config;

    /** A submission to the cluster of an environment that is configured for the job. */
    Submission(StreamExecutionEnvironment env, JobConfig config) {
        this.env = env;
        this.config = config;
    }

    /**
     * Checks that no other job of this name is on the cluster. Waits half a minute for one that is
     * being cancelled.
     *
     * @throws InvalidConfigException if there is one
     * @throws ClusterException if the cluster does not answer
     */
    void checkName() throws ClusterException, InterruptedException {
        Optional<TargetCluster> cluster = TargetCluster.of(env.getConfiguration());
        if (cluster.isEmpty()) {
            return;
        }
        List<Job> namesakes = namesakes(cluster.get());
        for (int i = 0; i < LOOKS && areEnding(namesakes); i++) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            namesakes = namesakes(cluster.get());
        }
        if (!namesakes.isEmpty()) {
            Job job = namesakes.get(0);
            throw new InvalidConfigException(
                    config.file(),
                    "name",
                    String.format(
                            "a job '%s' is on the cluster already (%s, %s), and both would use the"
                                    + " same checkpoints, outputs and transactions; stop it, or"
                                    + " add --force",
                            job.name(), job.id(), job.state()));
        }
    }

    private List<Job> namesakes(TargetCluster cluster)
            throws ClusterException, InterruptedException {
        return cluster.jobs().stream()
                .filter(job -> job.name().equals(config.name()))
                .filter(job -> !job.state().isTerminalState())
                .toList();
    }

    private static boolean areEnding(List<Job> jobs) {
        return !jobs.isEmpty()
                && jobs.stream().allMatch(job -> job.state() == JobStatus.CANCELLING);
    }

    /** Submits the job; waits for its end if the client is attached to the job. */
    JobExecutionResult run() throws JobFailedException {
        return attempt(() -> env.execute(config.name()));
    }

    /**
     * Submits the job and waits until it has completed a checkpoint or finished.
     *
     * @throws ClusterException if it fails or restarts before
     */
    void runToFirstCheckpoint() throws ClusterException, JobFailedException, InterruptedException {
        TargetCluster cluster =
                TargetCluster.of(env.getConfiguration())
                        .orElseThrow(
                                () ->
                                        new ClusterException(
                                                "--wait-running needs a cluster that runs"
                                                        + " already"));
        RestApi api = new RestApi(cluster.webInterface());
        String id = attempt(() -> env.executeAsync(config.name())).getJobID().toHexString();
        new FirstCheckpoint(api, id, config.name()).await();
    }

    private <T> T attempt(Callable<T> execution) throws JobFailedException {
        try {
            return execution.call();
        } catch (Exception e) {
            LOG.warn("job '{}' failed", config.name(), e);
            throw new JobFailedException(config.name(), e);
        }
    }
}
