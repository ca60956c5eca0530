package io.kindred.model;

import java.util.OptionalLong;

/**
 * What is left of an erased record, migrated from a saved state, where it was known by its digest
 * only.
 *
 * @param key any key of the key group that the identity's is in
 * @param digest of the identity, with the key of the job
 * @param version the greatest version that was accepted, if any had one
 * @param decisions the decisions about the record, without reasons
 */
public record CarriedErasure(
        String key, RecordDigest digest, OptionalLong version, HeldDecisions decisions)
        implements Input {}
