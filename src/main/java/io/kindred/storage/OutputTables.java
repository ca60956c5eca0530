package io.kindred.storage;

/**
 * Where what is known of one output key is kept. Over keyed state the tables are those of the
 * current key.
 *
 * @param state one entry, of {@code OutputKeyState}
 * @param updates by owner, unsigned: the bytes of updates that are too long for the state
 * @param moves by record, as {@code IdentityBytes}: {@code KeptMove}; of entities only
 */
public record OutputTables(ByteTable state, ByteTable updates, ByteTable moves) {}
