package io.kindred.storage;

/**
 * The tables of the claims on one value. Over keyed state they are those of the current key.
 *
 * @param state one entry, of {@code ClaimedValue}
 * @param claims {@code RecordClaims} by record, as {@code IdentityBytes}; empty while there are few
 *     claims, which are in {@code state}
 * @param entities the number of effective claims of each entity, unsigned, by entity id in UTF-8;
 *     empty while there are few claims
 */
public record ClaimTables(ByteTable state, ByteTable claims, ByteTable entities) {}
