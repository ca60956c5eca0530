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
import java.util.List;
import java.util.Set;

/**
 * A date at which records are judged. A record is there at it if the interval of one of its values
 * has the date in it: {@code [start, end)}. Values that normalise to nothing or have expired do not
 * count, so a record without values is never there.
 *
 * <p>With {@code isDated}, values that are valid always count only in records without others.
 * Example: a record has a name always and an address from 2019 to 2020. In 2024 it is there because
 * of the name, but not if only dated values count.
 *
 * @param text as the user gave it
 * @param point on the timeline
 * @param isDated whether values that are valid always count only in records without others
 */
record ValidAt(String text, long point, boolean isDated) {

    /**
     * Parses the date at which records are judged.
     *
     * @throws InvalidInputException if it is not on the timeline
     */
    static ValidAt of(String text, Timeline timeline, boolean isDated)
            throws InvalidInputException {
        try {
            return new ValidAt(text, point(text, timeline), isDated);
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
        List<Interval> intervals =
                record.values().values().stream()
                        .flatMap(List::stream)
                        .map(NormalizedRecord.Value::interval)
                        .toList();
        List<Interval> dated =
                intervals.stream().filter(each -> !each.equals(Interval.ALWAYS)).toList();
        return (isDated && !dated.isEmpty() ? dated : intervals).stream().anyMatch(this::isIn);
    }

    private static String name(RecordIdentity identity, RecordNaming naming) {
        return naming.name(identity.entityType(), identity.perspective(), identity.uid());
    }
}
