package io.kindred.storage.wire;

import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;

/**
 * The new scope of an identity key's value, which the directory determines from all shards.
 *
 * @param entityType the entity type of the key
 * @param signature 128 bits that identify entity type, key and values
 */
public record KeyScopeChange(String entityType, ByteKey signature, KeyScope scope) {}
