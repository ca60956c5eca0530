package io.kindred.storage;

/**
 * What the values of an identity key are from now on, which only who sees all shards can tell.
 *
 * @param entityType whose key it is
 * @param signature 128 bits that stand for the entity type, key and values
 */
public record KeyNews(String entityType, ByteKey signature, KeyStanding standing) {}
