package io.kindred.model;

import java.util.List;

/**
 * Records of the same real-world thing, with their golden record.
 *
 * @param id see {@link EntityId}
 * @param records sorted, at least one
 * @param golden sorted by attribute, start and normalised value
 */
public record Entity(
        String id, String entityType, List<RecordIdentity> records, List<GoldenValue> golden) {

    public Entity {
        records = List.copyOf(records);
        golden = List.copyOf(golden);
    }
}
