package io.kindred.storage.wire;

import io.kindred.model.RecordIdentity;

import java.util.Optional;

/**
 * A message to an entity that a record has left it for another entity, or that a record that had
 * left is in it again. The moves of a record arrive in the order in which its assignments were
 * published.
 *
 * @param from the id of the entity that receives the message
 * @param to the id of the entity that has the record now; equal to {@code from} if the record
 *     arrived there; empty if the record is gone
 */
public record RecordMove(RecordIdentity record, String from, Optional<String> to) {

    /** The message to the entity that a record arrived at. */
    public static RecordMove arrival(RecordIdentity record, String entityId) {
        return new RecordMove(record, entityId, Optional.of(entityId));
    }

    /** Whether the record arrived at the entity, rather than left it. */
    public boolean isArrival() {
        return to.isPresent() && to.get().equals(from);
    }
}
