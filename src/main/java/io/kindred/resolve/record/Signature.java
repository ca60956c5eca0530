package io.kindred.resolve.record;

import io.kindred.model.Digest;
import io.kindred.storage.ByteWriter;

import java.util.List;

/**
 * A 128-bit hash of an entity type with a key and its values, or with an attribute and a value.
 *
 * <p>Signatures are stored, so they must never change. The hash is cryptographic: two different
 * inputs collide with a probability of 2^-128, and nobody can construct a collision.
 */
public final class Signature {

    private Signature() {}

    /**
     * The signature of an identity key and its values. Uses the key's name, so that keys may be
     * reordered.
     */
    public static byte[] ofKey(String entityType, String key, List<String> values) {
        return Digest.of(
                new ByteWriter()
                        .string(entityType)
                        .string(key)
                        .list(values, ByteWriter::string)
                        .toBytes());
    }

    /** The signature of an attribute and its normalised value. */
    public static byte[] ofValue(String entityType, String attribute, String value) {
        return Digest.of(
                new ByteWriter().string(entityType).string(attribute).string(value).toBytes());
    }
}
