package io.kindred.model;

/**
 * The decisions about a record, migrated from a saved state. They are added to those that are
 * known: an older decision about a pair changes nothing.
 *
 * @param identity the record, whether it is there or not
 * @param decisions not empty; with digests of the same key as those of the job
 */
public record CarriedDecisions(RecordIdentity identity, HeldDecisions decisions)
        implements RecordInput {}
