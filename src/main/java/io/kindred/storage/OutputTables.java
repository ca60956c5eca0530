package io.kindred.storage;

/**
 * The tables of one output key. Over keyed state they are those of the current key.
 *
 * @param state one entry, of {@code OutputKeyState}
 * @param updates the bytes of updates that are too long for {@code state}, by owner, unsigned
 * @param moves {@code KeptMove} by record, as {@code IdentityBytes}; only for entities
 */
public record OutputTables(ByteTable state, ByteTable updates, ByteTable moves) {}
