package io.kindred.flink.config;

import io.kindred.codec.ConfigDuration;
import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.time.Duration;
import java.util.Optional;

/** Reads the fields {@code now}, {@code now_step} and {@code forget_deleted_after} of a job. */
final class RetentionConfigReader {

    static final String NOW = "now";
    static final String NOW_STEP = "now_step";
    static final String FORGET = "forget_deleted_after";

    private static final String WALL = "wall";
    private static final String NOT_WALL =
            ": the ontology has a retention, and with timeline integer the wall clock is no point"
                    + " of it";
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final ConfigObject job;
    private final Ontology ontology;
    private final Timeline timeline;

    RetentionConfigReader(ConfigObject job, Ontology ontology, Timeline timeline) {
        this.job = job;
        this.ontology = ontology;
        this.timeline = timeline;
    }

    RetentionConfig read() {
        return new RetentionConfig(
                now(), job.optional(FORGET).map(RetentionConfigReader::duration));
    }

    private Now now() {
        Optional<ConfigNode> node = job.optional(NOW);
        if (node.isPresent() && !isWall(node.get())) {
            job.optional(NOW_STEP)
                    .ifPresent(
                            step -> {
                                throw step.invalid("only for now: wall; leave it out");
                            });
            return new Now.Fixed(time(node.get()), timeline);
        }
        if (timeline == Timeline.INTEGER
                && ontology.entityTypes().values().stream()
                        .anyMatch(EntityTypeRules::hasRetention)) {
            throw job.required(NOW, "an integer" + NOT_WALL)
                    .invalid("expected an integer" + NOT_WALL);
        }
        return new Now.Wall(
                job.optional(NOW_STEP)
                        .map(RetentionConfigReader::duration)
                        .orElse(Now.Wall.DEFAULT_STEP));
    }

    private static boolean isWall(ConfigNode node) {
        return node.isString() && node.string().equals(WALL);
    }

    private long time(ConfigNode node) {
        String expected =
                timeline == Timeline.MILLIS
                        ? "wall, an ISO-8601 date or date-time, or epoch milliseconds"
                        : "an integer, a point of the timeline";
        if (node.isNull() || node.isList() || node.isObject()) {
            throw node.expected(expected);
        }
        if (!node.isString()) {
            return node.integer(Long.MIN_VALUE + 1, Long.MAX_VALUE - 1);
        }
        try {
            return timeline.parse(node.string());
        } catch (IllegalArgumentException e) {
            throw node.invalid("expected " + expected + ", found '" + node.string() + "'");
        }
    }

    private static Duration duration(ConfigNode node) {
        Duration duration = Duration.ofMillis(ConfigDuration.millis(node));
        if (duration.compareTo(LEAST) < 0) {
            throw node.invalid("expected a duration of at least PT1S, found " + node.string());
        }
        return duration;
    }
}
