package io.kindred.resolve.entity;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * An entity kept attribute by attribute, so that {@link EntityBuilder#redraft} can rebuild those
 * that changed and keep the others. Holds no values of records, only what came of them.
 */
public final class EntityDraft {

    private static final int PART_BYTES = 160;
    private static final int GOLDEN_BYTES = 64;
    private static final int CONFLICT_BYTES = 160;
    private static final int REFERENCE_BYTES = 4;

    private final String id;
    private final List<RecordIdentity> records;
    private final SortedMap<String, Part> parts;

    /**
     * Takes the collections as they are.
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
     * What came of one attribute.
     *
     * @param golden by start, then normalised value
     * @param conflicts in order of time; the entity they name may be one that this was before
     */
    record Part(List<GoldenValue> golden, List<Conflict.Direct> conflicts) {

        /** Copies the lists. */
        Part {
            golden = List.copyOf(golden);
            conflicts = List.copyOf(conflicts);
        }
    }

    public String id() {
        return id;
    }

    /** By attribute. */
    SortedMap<String, Part> parts() {
        return Collections.unmodifiableSortedMap(parts);
    }

    /** How much heap it takes, about, beyond the records that it is made of. */
    public long estimatedBytes() {
        long bytes = PART_BYTES + (long) REFERENCE_BYTES * records.size();
        for (Part part : parts.values()) {
            bytes += PART_BYTES + (long) GOLDEN_BYTES * part.golden().size();
            for (Conflict.Direct conflict : part.conflicts()) {
                for (Conflict.ValueRecords value : conflict.values()) {
                    bytes += CONFLICT_BYTES + (long) REFERENCE_BYTES * value.records().size();
                }
            }
        }
        return bytes;
    }

    /** The entity as {@link EntityBuilder#build} makes it. */
    public Entity toEntity() {
        List<GoldenValue> golden = new ArrayList<>();
        parts.values().forEach(part -> golden.addAll(part.golden()));
        return new Entity(id, records.get(0).entityType(), records, golden);
    }

    /** Tells the conflicts as {@link EntityBuilder#build} does: by attribute, then time. */
    public void forEachConflict(Consumer<? super Conflict.Direct> listener) {
        parts.values()
                .forEach(part -> part.conflicts().forEach(each -> listener.accept(ofThis(each))));
    }

    /** With another anchor the entity has another id. */
    private Conflict.Direct ofThis(Conflict.Direct conflict) {
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
