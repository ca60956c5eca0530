package io.kindred.storage.wire;

import io.kindred.model.RecordIdentity;

import java.util.Optional;

/**
 * Tells an entity that a record is not shown in it but elsewhere, or that one which has been
 * elsewhere is shown in it now. All that is told of one record is told in the order in which it was
 * shown.
 *
 * @param from the id of the entity that is told
 * @param to the id of the entity that shows the record now: another if it is there, the same if it
 *     came; empty if the record is gone
 */
public record RecordMove(RecordIdentity record, String from, Optional<String> to) {

    /** What the entity that a record came to is told. */
    public static RecordMove arrival(RecordIdentity record, String entityId) {
        return new RecordMove(record, entityId, Optional.of(entityId));
    }

    /** Whether the record came to the entity, rather than is elsewhere. */
    public boolean isArrival() {
        return to.isPresent() && to.get().equals(from);
    }
}
