package io.kindred.flink.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kindred.flink.cluster.JobReport.Checkpoint;
import io.kindred.flink.cluster.JobReport.Source;
import io.kindred.flink.internal.ClusterException;
import io.kindred.flink.operator.JobCounts;
import org.apache.flink.api.common.JobStatus;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how the jobs of a cluster are. */
public final class JobReports {

    /** A job has a problem if it completes no checkpoint for so many intervals. */
    private static final int INTERVALS = 10;

    /** The cluster collects metrics every ten seconds at most. */
    private static final Duration FRESH = Duration.ofSeconds(11);

    private static final int TRIES = 10;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private static final Pattern SOURCE = Pattern.compile("(?:Source: )?read (.+?)(?: -> .*)?");
    private static final String LAG = ".pendingRecords";

    private final RestApi api;

    /** Reads the jobs of a cluster. */
    public JobReports(RestApi api) {
        this.api = api;
    }

    private record Listed(String id, String name, JobStatus state, long start) {}

    /**
     * Reads the jobs, sorted by name and start. Of the jobs that have ended it has those after
     * which no job of the same name was submitted.
     *
     * @throws ClusterException if the cluster does not answer
     */
    public List<JobReport> read() throws ClusterException, InterruptedException {
        List<JobReport> reports = new ArrayList<>();
        for (Listed job : listed()) {
            Optional<JsonNode> details = api.find("/jobs/" + job.id);
            if (details.isPresent()) {
                reports.add(report(job, details.get()));
            }
        }
        return reports;
    }

    private List<Listed> listed() throws ClusterException, InterruptedException {
        List<Listed> all = new ArrayList<>();
        for (JsonNode job : api.get("/jobs/overview").path("jobs")) {
            all.add(
                    new Listed(
                            job.path("jid").asText(),
                            job.path("name").asText(),
                            JobStatus.valueOf(job.path("state").asText()),
                            job.path("start-time").asLong()));
        }
        all.sort(Comparator.comparing(Listed::name).thenComparingLong(Listed::start));
        List<Listed> shown = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean isLast = i + 1 == all.size() || !all.get(i + 1).name.equals(all.get(i).name);
            if (isLast || !all.get(i).state.isTerminalState()) {
                shown.add(all.get(i));
            }
        }
        return shown;
    }

    private JobReport report(Listed job, JsonNode details)
            throws ClusterException, InterruptedException {
        Instant now = Instant.ofEpochMilli(details.path("now").asLong());
        Duration age = Duration.between(Instant.ofEpochMilli(job.start), now);
        String path = "/jobs/" + job.id;
        JsonNode checkpoints = read(path + "/checkpoints");
        Optional<Checkpoint> checkpoint = checkpoint(checkpoints.at("/latest/completed"), now);
        Optional<Duration> interval = interval(path);
        boolean hasEnded = job.state.isTerminalState();
        return new JobReport(
                job.id,
                job.name,
                job.state,
                age,
                checkpoint,
                interval,
                hasEnded ? OptionalLong.empty() : restarts(path, job.state, details),
                sources(path, details.path("vertices"), hasEnded),
                counts(path),
                problem(job, checkpoint.map(Checkpoint::age).orElse(age), interval));
    }

    /** Missing if there is no such thing, or the job is just forgotten. */
    private JsonNode read(String path) throws ClusterException, InterruptedException {
        return api.find(path).orElse(MissingNode.getInstance());
    }

    private static Optional<Checkpoint> checkpoint(JsonNode completed, Instant now) {
        if (!completed.isObject()) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochMilli(completed.path("latest_ack_timestamp").asLong());
        return Optional.of(
                new Checkpoint(
                        completed.path("id").asLong(),
                        at,
                        Duration.between(at, now),
                        completed.path("external_path").asText()));
    }

    /** The interval, or the pause between two checkpoints if that is longer. */
    private Optional<Duration> interval(String job) throws ClusterException, InterruptedException {
        return api.find(job + "/checkpoints/config")
                .map(
                        config ->
                                Duration.ofMillis(
                                        Math.max(
                                                config.path("interval").asLong(),
                                                config.path("min_pause").asLong())));
    }

    /**
     * How often the job was restarted. The cluster collects metrics only when it is asked for them,
     * and answers with the old ones meanwhile; so this waits until they are new.
     */
    private OptionalLong restarts(String path, JobStatus state, JsonNode details)
            throws ClusterException, InterruptedException {
        String inState = state.name().toLowerCase(Locale.ROOT) + "Time";
        long age = details.path("now").asLong() - details.at("/timestamps/" + state).asLong();
        OptionalLong restarts = OptionalLong.empty();
        for (int i = 0; i < TRIES; i++) {
            JsonNode metrics = read(path + "/metrics?get=numRestarts," + inState);
            restarts = value(metrics, "numRestarts");
            OptionalLong known = value(metrics, inState);
            boolean areNew = known.isPresent() && age - known.getAsLong() < FRESH.toMillis();
            if (i > 0 || !areNew) {
                // If they are new since now, those of the task managers are still on their way.
                Thread.sleep(BETWEEN_TRIES.toMillis());
            }
            if (areNew) {
                break;
            }
        }
        return restarts;
    }

    private static OptionalLong value(JsonNode metrics, String name) {
        for (JsonNode metric : metrics) {
            if (metric.path("id").asText().equals(name)) {
                return OptionalLong.of(metric.path("value").asLong());
            }
        }
        return OptionalLong.empty();
    }

    private List<Source> sources(String job, JsonNode vertices, boolean hasEnded)
            throws ClusterException, InterruptedException {
        List<Source> sources = new ArrayList<>();
        for (JsonNode vertex : vertices) {
            Matcher name = SOURCE.matcher(vertex.path("name").asText());
            if (name.matches()) {
                sources.add(
                        new Source(
                                name.group(1),
                                vertex.path("status").asText(),
                                hasEnded
                                        ? OptionalLong.empty()
                                        : lag(job + "/vertices/" + vertex.path("id").asText())));
            }
        }
        return sources;
    }

    private OptionalLong lag(String vertex) throws ClusterException, InterruptedException {
        String metrics = vertex + "/subtasks/metrics";
        for (JsonNode metric : read(metrics)) {
            String name = metric.path("id").asText();
            if (name.endsWith(LAG)) {
                String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
                for (JsonNode value : read(metrics + "?agg=sum&get=" + encoded)) {
                    return OptionalLong.of((long) value.path("sum").asDouble());
                }
            }
        }
        return OptionalLong.empty();
    }

    private JobCounts counts(String job) throws ClusterException, InterruptedException {
        Map<String, Object> counts = new HashMap<>();
        for (JsonNode each : read(job + "/accumulators").path("user-task-accumulators")) {
            if (each.path("value").asText().matches("-?\\d{1,18}")) {
                counts.put(each.path("name").asText(), each.path("value").asLong());
            }
        }
        return new JobCounts(counts);
    }

    private Optional<String> problem(
            Listed job, Duration sinceCheckpoint, Optional<Duration> interval)
            throws ClusterException, InterruptedException {
        switch (job.state) {
            case FAILING, FAILED, RESTARTING, SUSPENDED -> {
                return Optional.of(
                        job.state
                                + ": "
                                + JobFailure.of(api, job.id).orElse("no failure is known"));
            }
            case FINISHED, CANCELED, CANCELLING -> {
                return Optional.empty();
            }
            default -> {
                return interval.filter(
                                each -> sinceCheckpoint.compareTo(each.multipliedBy(INTERVALS)) > 0)
                        .map(
                                each ->
                                        String.format(
                                                "no checkpoint was completed for %s, which is more"
                                                        + " than %d intervals of %s",
                                                Durations.text(sinceCheckpoint),
                                                INTERVALS,
                                                Durations.text(each)));
            }
        }
    }
}
