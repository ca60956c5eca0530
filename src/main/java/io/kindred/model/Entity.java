package io.kindred.model;

import java.util.List;

/**
 * Records that are the same thing, with their golden record.
 *
 * @param id the entity's id, see {@link EntityId}
 * @param entityType the kind of thing
 * @param records the identities, sorted, at least one
 * @param golden sorted by attribute, start and normalised value
 */
public record Entity(
        String id, String entityType, List<RecordIdentity> records, List<GoldenValue> golden) {

    /** Copies the lists. */
    public Entity {
        records = List.copyOf(records);
        golden = List.copyOf(golden);
    }
}
