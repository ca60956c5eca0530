package io.kindred.flink.cluster;

import io.kindred.flink.internal.ClusterException;
import org.apache.flink.api.common.JobStatus;

import java.time.Duration;
import java.util.Optional;

/** Waits until a job that was just submitted has shown that it works. */
public final class FirstCheckpoint {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final RestApi api;
    private final String id;
    private final String name;

    /** Creates it for a job of a cluster. */
    public FirstCheckpoint(RestApi api, String id, String name) {
        this.api = api;
        this.id = id;
        this.name = name;
    }

    /**
     * Waits until the job has completed a checkpoint, or has finished.
     *
     * @throws ClusterException if the job fails or restarts before, or is cancelled
     */
    public void await() throws ClusterException, InterruptedException {
        while (!isReached()) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
        // The job may have failed after that checkpoint, which is not shown yet.
        awaitNewsOfFailures();
        while (!isReached()) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /**
     * Waits for as long as the cluster may show failures late: its answers are cached for its
     * refresh interval.
     */
    private void awaitNewsOfFailures() throws ClusterException, InterruptedException {
        Thread.sleep(api.get("/config").path("refresh-interval").asLong());
    }

    private boolean isReached() throws ClusterException, InterruptedException {
        // The state does not show a failure that was over between two looks.
        Optional<String> failure = JobFailure.of(api, id);
        JobStatus state = JobStatus.valueOf(api.get("/jobs/" + id).path("state").asText());
        if (state == JobStatus.FAILED && failure.isEmpty()) {
            awaitNewsOfFailures();
            failure = JobFailure.of(api, id);
        }
        if (failure.isPresent() || state == JobStatus.FAILED) {
            throw new ClusterException(
                    "job '"
                            + name
                            + "' failed before its first checkpoint: "
                            + failure.orElse("no failure is known")
                            + (state == JobStatus.FAILED || state == JobStatus.FAILING
                                    ? ""
                                    : "; it restarts until jobs/stop.sh " + id + " --cancel"));
        }
        if (state == JobStatus.FAILING) {
            // It will be known why.
            return false;
        }
        if (state == JobStatus.CANCELLING || state == JobStatus.CANCELED) {
            throw new ClusterException(
                    "job '" + name + "' was cancelled before its first checkpoint");
        }
        return state == JobStatus.FINISHED
                || api.get("/jobs/" + id + "/checkpoints").at("/counts/completed").asLong() > 0;
    }
}
