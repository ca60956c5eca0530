package io.kindred.tools.evaluate;

import io.kindred.flink.config.JobConfig;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.tools.input.CurrentRecords;
import io.kindred.tools.input.InvalidInputException;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * A date at which records are judged. A record is there at it if the interval of one of its values
 * has the date in it: {@code [start, end)}. Values that normalise to nothing or have expired do not
 * count, so a record without values is never there.
 *
 * @param text as the user gave it
 * @param point on the timeline
 */
record ValidAt(String text, long point) {

    /**
     * Reads a date.
     *
     * @throws InvalidInputException if it is not on the timeline
     */
    static ValidAt of(String text, Timeline timeline) throws InvalidInputException {
        try {
            return new ValidAt(text, point(text, timeline));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidInputException("--at: " + wrong.getMessage());
        }
    }

    /**
     * A point of time: an integer, or a text in the timeline's format.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static long point(String text, Timeline timeline) {
        return text.matches("[+-]?[0-9]{1,18}") ? Long.parseLong(text) : timeline.parse(text);
    }

    /** Whether an interval has the date in it. */
    boolean isIn(Interval interval) {
        return interval.start() <= point && point < interval.end();
    }

    /** The names of the records of a job that are there. */
    Set<String> recordsOf(JobConfig job, int limit, RecordNaming naming) throws IOException {
        Set<String> names = new HashSet<>();
        CurrentRecords.read(job, limit)
                .normalized()
                .values()
                .forEach(
                        records ->
                                records.stream()
                                        .filter(this::isThere)
                                        .map(NormalizedRecord::identity)
                                        .forEach(each -> names.add(name(each, naming))));
        return names;
    }

    private boolean isThere(NormalizedRecord record) {
        return record.values().values().stream()
                .flatMap(values -> values.stream())
                .anyMatch(value -> isIn(value.interval()));
    }

    private static String name(RecordIdentity identity, RecordNaming naming) {
        return naming.name(identity.entityType(), identity.perspective(), identity.uid());
    }
}
