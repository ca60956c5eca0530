package io.kindred.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.ShardCounts;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a job on a cluster is doing.
 *
 * @param state as Flink calls it
 * @param checkpoint the number of the last completed checkpoint
 * @param age since that checkpoint was completed
 * @param unsaved since the last checkpoint was completed, or since the job started or was restored
 *     if none was
 * @param interval between two checkpoints
 * @param lag the records that each Kafka source has yet to read, by the name of the source
 * @param deadLetters since the job was last started
 * @param largestEntity the most records of an entity, of those emitted since the job was last
 *     started
 * @param problem what is wrong with it
 */
record JobStatus(
        String id,
        String name,
        String state,
        OptionalLong checkpoint,
        Optional<Duration> age,
        Duration unsaved,
        Duration interval,
        long restarts,
        Map<String, Long> lag,
        long deadLetters,
        OptionalLong largestEntity,
        Optional<String> problem) {

    /** A job must complete a checkpoint within so many intervals, and at least a minute. */
    static final int INTERVALS = 10;

    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);
    private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "SUSPENDED");
    private static final Set<String> FAILING = Set.of("FAILING", "FAILED", "RESTARTING");
    private static final Pattern SOURCE = Pattern.compile("Source: read ((?:queries )?[^ ]+)");
    private static final String PENDING = ".pendingRecords";

    /** Reads the status of a job. */
    static JobStatus read(FlinkRest rest, String id) throws IOException, InterruptedException {
        String path = "/jobs/" + id;
        JsonNode job = rest.get(path);
        long now = job.path("now").asLong();
        String state = job.path("state").asText();
        JsonNode checkpoints = rest.get(path + "/checkpoints").path("latest");
        JsonNode completed = checkpoints.path("completed");
        long completedAt = completed.path("latest_ack_timestamp").asLong();
        long savedAt =
                Math.max(
                        completedAt,
                        Math.max(
                                job.path("start-time").asLong(),
                                checkpoints.path("restored").path("restore_timestamp").asLong()));
        Duration interval =
                Duration.ofMillis(rest.get(path + "/checkpoints/config").path("interval").asLong());
        Duration unsaved = Duration.ofMillis(Math.max(0, now - savedAt));
        JsonNode failure =
                rest.get(path + "/exceptions?maxExceptions=1")
                        .path("exceptionHistory")
                        .path("entries")
                        .path(0);
        Optional<Duration> age =
                completed.isObject()
                        ? Optional.of(Duration.ofMillis(Math.max(0, now - completedAt)))
                        : Optional.empty();
        Map<String, Long> lag = new TreeMap<>();
        OptionalLong largest = OptionalLong.empty();
        if (!ENDED.contains(state)) {
            for (JsonNode vertex : job.path("vertices")) {
                Metrics metrics = Metrics.of(rest, path, vertex.path("id").asText());
                Matcher source = SOURCE.matcher(vertex.path("name").asText());
                OptionalLong pending = metrics.get(PENDING, "sum");
                if (source.find() && pending.isPresent()) {
                    lag.put(source.group(1), pending.getAsLong());
                }
                OptionalLong entity = metrics.get(ShardCounts.LARGEST_ENTITY, "max");
                if (entity.isPresent()) {
                    largest = OptionalLong.of(Math.max(entity.getAsLong(), largest.orElse(0)));
                }
            }
        }
        return new JobStatus(
                id,
                job.path("name").asText(),
                state,
                completed.isObject()
                        ? OptionalLong.of(completed.path("id").asLong())
                        : OptionalLong.empty(),
                age,
                unsaved,
                interval,
                metric(rest.get(path + "/metrics?get=numRestarts")).orElse(0),
                lag,
                deadLetters(rest.get(path + "/accumulators")),
                largest,
                problem(state, unsaved, interval, failure, savedAt));
    }

    private static long deadLetters(JsonNode accumulators) {
        for (JsonNode counter : accumulators.path("user-task-accumulators")) {
            if (counter.path("name").asText().equals(DecodeFunction.DEAD_LETTERS_COUNT)) {
                return counter.path("value").asLong();
            }
        }
        return 0;
    }

    private static OptionalLong metric(JsonNode values) {
        JsonNode value = values.path(0).path("value");
        return value.isMissingNode()
                ? OptionalLong.empty()
                : OptionalLong.of((long) value.asDouble());
    }

    private static Optional<String> problem(
            String state, Duration unsaved, Duration interval, JsonNode failure, long savedAt) {
        if (ENDED.contains(state)) {
            return Optional.empty();
        }
        String cause = failure.isObject() ? ": " + rootCause(failure) : "";
        if (FAILING.contains(state)) {
            return Optional.of(state.toLowerCase(Locale.ROOT) + cause);
        }
        if (failure.path("timestamp").asLong() > savedAt) {
            return Optional.of("restarted, and has completed no checkpoint since then" + cause);
        }
        Duration patience = interval.multipliedBy(INTERVALS);
        if (patience.compareTo(LEAST_PATIENCE) < 0) {
            patience = LEAST_PATIENCE;
        }
        return !interval.isZero() && unsaved.compareTo(patience) > 0
                ? Optional.of(
                        "has completed no checkpoint for "
                                + text(unsaved)
                                + ", with one every "
                                + text(interval))
                : Optional.empty();
    }

    /**
     * The message of the root cause in a stack trace.
     *
     * @param failure an entry of Flink's list of exceptions
     */
    static String rootCause(JsonNode failure) {
        String trace = failure.path("stacktrace").asText();
        String root = trace.lines().findFirst().orElse("an unknown reason");
        for (String line : trace.lines().toList()) {
            if (line.startsWith("Caused by: ")) {
                root = line.substring("Caused by: ".length());
            }
        }
        return root.replaceFirst("^([\\w.$]+(Exception|Error|Throwable): )+", "");
    }

    /** Prints some lines. */
    void print(PrintWriter out) {
        out.printf("%s  %s  %s%n", name, id, state);
        problem.ifPresent(text -> line(out, "problem", text));
        line(
                out,
                "checkpoint",
                (age.isPresent()
                                ? text(age.get()) + " ago (chk-" + checkpoint.orElse(0) + ")"
                                : "none")
                        + ", every "
                        + text(interval));
        line(out, "restarts", String.format(Locale.ROOT, "%,d", restarts));
        List<String> lags = new ArrayList<>();
        lag.forEach(
                (source, records) ->
                        lags.add(String.format(Locale.ROOT, "%s %,d", source, records)));
        if (!lags.isEmpty()) {
            line(out, "lag", String.join(", ", lags));
        }
        line(out, "dead letters", String.format(Locale.ROOT, "%,d", deadLetters));
        largestEntity.ifPresent(
                records ->
                        line(
                                out,
                                "largest entity",
                                String.format(Locale.ROOT, "%,d records", records)));
    }

    private static void line(PrintWriter out, String what, String text) {
        out.printf("  %-14s  %s%n", what, text);
    }

    /** One object; times are in milliseconds, what is unknown is left out. */
    ObjectNode json(ObjectMapper mapper) {
        ObjectNode json = mapper.createObjectNode();
        json.put("id", id).put("name", name).put("state", state);
        checkpoint.ifPresent(number -> json.put("checkpoint", number));
        age.ifPresent(time -> json.put("checkpoint_age_ms", time.toMillis()));
        json.put("checkpoint_interval_ms", interval.toMillis()).put("restarts", restarts);
        ObjectNode bySource = json.putObject("lag");
        lag.forEach(bySource::put);
        json.put("dead_letters", deadLetters);
        largestEntity.ifPresent(records -> json.put("largest_entity", records));
        problem.ifPresent(text -> json.put("problem", text));
        return json;
    }

    static String text(Duration time) {
        if (time.toMillis() < 1000) {
            return time.toMillis() + " ms";
        }
        if (time.toSeconds() < 120) {
            return time.toSeconds() + " s";
        }
        return time.toMinutes() < 120 ? time.toMinutes() + " min" : time.toHours() + " h";
    }

    /**
     * The metrics of one vertex.
     *
     * @param names all of them
     */
    private record Metrics(FlinkRest rest, String path, List<String> names) {

        static Metrics of(FlinkRest rest, String job, String vertex)
                throws IOException, InterruptedException {
            String path = job + "/vertices/" + vertex + "/subtasks/metrics";
            List<String> names = new ArrayList<>();
            rest.get(path).forEach(metric -> names.add(metric.path("id").asText()));
            return new Metrics(rest, path, names);
        }

        /** The values of all subtasks of the metric whose name ends so, put together. */
        OptionalLong get(String ending, String by) throws IOException, InterruptedException {
            Optional<String> name =
                    names.stream().filter(each -> each.endsWith(ending)).findFirst();
            if (name.isEmpty()) {
                return OptionalLong.empty();
            }
            JsonNode value = rest.get(path + "?get=" + name.get() + "&agg=" + by).path(0).path(by);
            return value.isNumber() || value.isTextual()
                    ? OptionalLong.of((long) value.asDouble())
                    : OptionalLong.empty();
        }
    }
}
