package io.kindred.resolve.entity;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GoldenCell;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * An entity stored attribute by attribute, so that {@link EntityBuilder#redraft} can recompute some
 * attributes and keep the others. Holds golden values and conflicts, not the records' values.
 */
public final class EntityDraft {

    private static final int PART_BYTES = 160;
    private static final int GOLDEN_BYTES = 64;
    private static final int CELL_BYTES = 160;
    private static final int CONFLICT_BYTES = 160;
    private static final int REFERENCE_BYTES = 4;

    private final String id;
    private final List<RecordIdentity> records;
    private final SortedMap<String, Part> parts;

    /**
     * Keeps the collections without copying them.
     *
     * @param records sorted, at least one
     * @param parts by attribute, sorted by code point
     */
    EntityDraft(String id, List<RecordIdentity> records, SortedMap<String, Part> parts) {
        this.id = id;
        this.records = records;
        this.parts = parts;
    }

    /**
     * The results for one attribute.
     *
     * @param golden by start, then normalised value
     * @param cells the same with their records; none without provenance
     * @param conflicts in order of time; they may name a former id of this entity
     */
    record Part(List<GoldenValue> golden, List<GoldenCell> cells, List<Conflict.Direct> conflicts) {

        Part {
            golden = List.copyOf(golden);
            cells = List.copyOf(cells);
            conflicts = List.copyOf(conflicts);
        }
    }

    public String id() {
        return id;
    }

    SortedMap<String, Part> parts() {
        return Collections.unmodifiableSortedMap(parts);
    }

    /** Estimated heap, in bytes, without the records. */
    public long estimatedBytes() {
        long bytes = PART_BYTES + (long) REFERENCE_BYTES * records.size();
        for (Part part : parts.values()) {
            bytes += PART_BYTES + (long) GOLDEN_BYTES * part.golden().size();
            for (GoldenCell cell : part.cells()) {
                bytes += CELL_BYTES + (long) REFERENCE_BYTES * cell.records().size();
            }
            for (Conflict.Direct conflict : part.conflicts()) {
                for (Conflict.ValueRecords value : conflict.values()) {
                    bytes += CONFLICT_BYTES + (long) REFERENCE_BYTES * value.records().size();
                }
            }
        }
        return bytes;
    }

    /** The same entity as {@link EntityBuilder#build} returns. */
    public Entity toEntity() {
        List<GoldenValue> golden = new ArrayList<>();
        parts.values().forEach(part -> golden.addAll(part.golden()));
        return new Entity(id, records.get(0).entityType(), records, golden);
    }

    /** The golden values with their records; none without provenance. */
    public List<GoldenCell> cells() {
        return parts.values().stream().flatMap(part -> part.cells().stream()).toList();
    }

    /** Emits the conflicts in the order of {@link EntityBuilder#build}: by attribute, then time. */
    public void forEachConflict(Consumer<? super Conflict.Direct> listener) {
        parts.values()
                .forEach(
                        part ->
                                part.conflicts()
                                        .forEach(each -> listener.accept(withCurrentId(each))));
    }

    /** Replaces a former id of this entity, from before its anchor changed. */
    private Conflict.Direct withCurrentId(Conflict.Direct conflict) {
        return conflict.entityId().equals(id)
                ? conflict
                : new Conflict.Direct(
                        conflict.entityType(),
                        id,
                        conflict.attribute(),
                        conflict.interval(),
                        conflict.scope(),
                        conflict.values(),
                        conflict.violates());
    }
}
