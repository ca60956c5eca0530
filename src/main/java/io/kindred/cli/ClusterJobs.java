package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The jobs of a Flink cluster. */
final class ClusterJobs {

    private static final Duration POLL = Duration.ofMillis(300);
    private static final int FETCHES = 10;
    private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

    private final FlinkRest rest;

    ClusterJobs(FlinkRest rest) {
        this.rest = rest;
    }

    /** A job that the cluster knows. */
    record Job(String id, String name, String state, long startedAt) {

        boolean hasEnded() {
            return ENDED.contains(state);
        }
    }

    /**
     * All jobs, the newest first; also those that have ended, as long as the cluster knows them.
     */
    List<Job> all() throws IOException, InterruptedException {
        List<Job> jobs = new ArrayList<>();
        for (JsonNode job : rest.get("/jobs/overview").path("jobs")) {
            jobs.add(
                    new Job(
                            job.path("jid").asText(),
                            job.path("name").asText(),
                            job.path("state").asText(),
                            job.path("start-time").asLong()));
        }
        jobs.sort(Comparator.comparingLong(Job::startedAt).reversed());
        return jobs;
    }

    /** A job of the name that has not ended. */
    Optional<Job> running(String name) throws IOException, InterruptedException {
        return all().stream().filter(job -> job.name().equals(name) && !job.hasEnded()).findFirst();
    }

    /**
     * Makes the cluster fetch the metrics of a running job. It does so only when asked, and answers
     * with those that it had fetched before.
     *
     * @param pause how long it may take; several times as long for a job whose metrics were never
     *     fetched
     */
    void fetchMetrics(List<Job> jobs, Duration pause) throws IOException, InterruptedException {
        Optional<Job> any = jobs.stream().filter(job -> !job.hasEnded()).findFirst();
        if (any.isEmpty()) {
            return;
        }
        String path = "/jobs/" + any.get().id() + "/metrics";
        rest.get(path);
        for (int i = 0; i < FETCHES; i++) {
            Thread.sleep(pause.toMillis());
            if (!rest.get(path).isEmpty()) {
                return;
            }
        }
    }

    /** The status of a job. */
    JobStatus status(Job job) throws IOException, InterruptedException {
        return JobStatus.read(rest, job.id());
    }

    /**
     * Waits until a job has completed its first checkpoint, or has ended.
     *
     * @return why it fails; empty if it does not
     */
    Optional<String> awaitFirstCheckpoint(String id) throws IOException, InterruptedException {
        String path = "/jobs/" + id;
        while (true) {
            String state = rest.get(path).path("state").asText();
            JsonNode failure =
                    rest.get(path + "/exceptions?maxExceptions=1")
                            .path("exceptionHistory")
                            .path("entries")
                            .path(0);
            if (failure.isObject() || state.equals("FAILED")) {
                String what =
                        state.equals("FAILED") || state.equals("FAILING")
                                ? "has failed"
                                : "fails and is started again";
                return Optional.of(
                        what + " before its first checkpoint: " + JobStatus.rootCause(failure));
            }
            if (state.equals("CANCELED") || state.equals("SUSPENDED")) {
                return Optional.of("was " + state.toLowerCase(Locale.ROOT));
            }
            if (state.equals("FINISHED")
                    || rest.get(path + "/checkpoints").path("counts").path("completed").asLong()
                            > 0) {
                return Optional.empty();
            }
            Thread.sleep(POLL.toMillis());
        }
    }
}
