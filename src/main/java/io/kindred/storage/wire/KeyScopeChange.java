package io.kindred.storage.wire;

import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;

/**
 * What the values of an identity key are from now on, which only who sees all shards can tell.
 *
 * @param entityType whose key it is
 * @param signature 128 bits that stand for the entity type, key and values
 */
public record KeyScopeChange(String entityType, ByteKey signature, KeyScope scope) {}
