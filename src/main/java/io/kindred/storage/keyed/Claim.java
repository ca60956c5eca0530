package io.kindred.storage.keyed;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.temporal.IntervalSet;

import java.util.Optional;

/**
 * An owner's claim on a value that must be unique: the entity and times in which a record asserts
 * it, or that it no longer does. A later claim of the same owner, record and value replaces an
 * earlier one.
 *
 * @param owner the owner, see {@link Owners}
 * @param signature 128 bits that identify entity type, attribute and value
 * @param attribute the attribute that must be unique
 * @param value the normalised value
 * @param made what is claimed; empty to retract the claim
 */
public record Claim(
        int owner,
        ByteKey signature,
        String attribute,
        String value,
        RecordIdentity record,
        Optional<Made> made) {

    /**
     * The content of a claim.
     *
     * @param entityId the entity of the record
     * @param times the times at which the record asserts the value, coalesced
     */
    public record Made(String entityId, IntervalSet times) {}
}
