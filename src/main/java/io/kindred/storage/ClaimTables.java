package io.kindred.storage;

/**
 * Where the claims on one value are kept. Over keyed state the tables are those of the current key.
 *
 * @param state one entry, of {@code ClaimedValue}
 * @param claims by record, as {@code IdentityBytes}: {@code RecordClaims}; empty while the claims
 *     are few and in the state
 * @param entities by entity id in UTF-8: of how many records the claim that counts is in the
 *     entity, unsigned; empty likewise
 */
public record ClaimTables(ByteTable state, ByteTable claims, ByteTable entities) {}
