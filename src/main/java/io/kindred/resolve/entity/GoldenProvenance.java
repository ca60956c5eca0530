package io.kindred.resolve.entity;

import io.kindred.model.Digest;
import io.kindred.model.GoldenCell;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds the records that golden values come from, and names the values.
 *
 * <p>An id is a hash of entity, attribute, normalised value and start. So a golden value keeps its
 * id while its end, its raw form or its records change.
 *
 * <p>Costs a sort of each attribute's values, plus one step per record that a golden value names.
 */
public final class GoldenProvenance {

    private static final Comparator<Value> BY_START =
            Comparator.comparingLong(value -> value.interval().start());

    private final Timeline timeline;

    /**
     * For outputs on a timeline.
     *
     * @param timeline formats the starts, which are part of ids
     */
    public GoldenProvenance(Timeline timeline) {
        this.timeline = timeline;
    }

    /**
     * The golden values of an attribute with their records.
     *
     * @param entries all golden values of the attribute, in order of time
     */
    List<GoldenCell> cells(
            String entityId, AttributeTimeline attribute, List<GoldenEntry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        Map<String, Asserted> asserted = new HashMap<>();
        attribute.values().stream()
                .sorted(BY_START)
                .forEach(
                        value ->
                                asserted.computeIfAbsent(
                                                value.normalized(), unused -> new Asserted())
                                        .byStart
                                        .add(value));
        List<GoldenCell> cells = new ArrayList<>(entries.size());
        for (GoldenEntry entry : entries) {
            cells.add(
                    new GoldenCell(
                            id(entityId, entry),
                            entry.toValue(),
                            asserted.get(entry.normalized()).during(entry.interval())));
        }
        return cells;
    }

    private String id(String entityId, GoldenEntry entry) {
        return Digest.hex(
                List.of(
                        entityId,
                        entry.attribute(),
                        entry.normalized(),
                        timeline.formatBound(entry.interval().start())));
    }

    /** The descriptors with one normalised value, swept by its golden intervals in order. */
    private static final class Asserted {
        private final List<Value> byStart = new ArrayList<>(4);
        private final List<Value> open = new ArrayList<>(4);
        private int next;

        /** The records that assert the value in an interval after those before. */
        List<RecordIdentity> during(Interval interval) {
            open.removeIf(value -> value.interval().end() <= interval.start());
            for (; next < byStart.size(); next++) {
                Value value = byStart.get(next);
                if (value.interval().start() >= interval.end()) {
                    break;
                }
                if (value.interval().end() > interval.start()) {
                    open.add(value);
                }
            }
            TreeSet<RecordIdentity> records = new TreeSet<>();
            open.forEach(value -> records.add(value.record()));
            return List.copyOf(records);
        }
    }
}
