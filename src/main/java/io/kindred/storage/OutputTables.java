package io.kindred.storage;

/**
 * Where what is known of one output key is kept. Over keyed state the tables are those of the
 * current key.
 *
 * @param state one entry, of {@link OutputKeyState}
 * @param statements by owner, unsigned: the bytes of statements that are too long for the state
 * @param moves by record, as {@link IdentityBytes}: {@link KeptMove}; of entities only
 */
public record OutputTables(ByteTable state, ByteTable statements, ByteTable moves) {}
