package io.kindred.storage.keyed;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteKey;
import io.kindred.temporal.IntervalSet;

import java.util.Optional;

/**
 * What an owner says about one record and one value of an attribute that is to be unique: in which
 * entity it is claimed and when, or that it is claimed no more. A later claim of the same owner
 * about the same record and value replaces an earlier one.
 *
 * @param owner who speaks, see {@link Owners}
 * @param signature 128 bits that stand for entity type, attribute and value
 * @param attribute the attribute that is to be unique
 * @param value normalised
 * @param made what is claimed, or empty if nothing is any more
 */
public record Claim(
        int owner,
        ByteKey signature,
        String attribute,
        String value,
        RecordIdentity record,
        Optional<Made> made) {

    /**
     * A claim that stands.
     *
     * @param entityId the entity that the record is in
     * @param times when the record asserts the value, coalesced
     */
    public record Made(String entityId, IntervalSet times) {}
}
