package io.kindred.codec;

import io.kindred.ontology.Retention;
import io.kindred.temporal.Timeline;

import java.util.Optional;

/** Reads the field {@code retention} of entity types and attributes. */
final class RetentionReader {

    static final String RETENTION = "retention";

    /** Empty: any. */
    private final Optional<Timeline> timeline;

    /**
     * Creates a reader.
     *
     * @param timeline the timeline of the job; if empty, both durations and integers are accepted
     */
    RetentionReader(Optional<Timeline> timeline) {
        this.timeline = timeline;
    }

    /** The retention of an entity type or attribute; empty if the field is missing. */
    Optional<Retention> read(ConfigObject object) {
        return object.optional(RETENTION).map(this::retention);
    }

    private Retention retention(ConfigNode node) {
        if (node.isNull()) {
            return Retention.FOREVER;
        }
        if (!node.isString()) {
            return new Retention(points(node));
        }
        if (timeline.filter(Timeline.INTEGER::equals).isPresent()) {
            throw node.invalid(
                    "expected an integer of points, since the timeline is integer, found '"
                            + node.string()
                            + "'");
        }
        long millis = ConfigDuration.millis(node);
        if (millis == Retention.FOREVER.points()) {
            throw node.invalid("too long; leave it out, or write null for ever");
        }
        return new Retention(millis);
    }

    private static long points(ConfigNode node) {
        if (node.isList() || node.isObject()) {
            throw node.expected(ConfigDuration.EXPECTED + ", an integer of points, or null");
        }
        return node.integer(0, Long.MAX_VALUE - 1);
    }
}
