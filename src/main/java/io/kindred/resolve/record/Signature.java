package io.kindred.resolve.record;

import io.kindred.model.Digest;
import io.kindred.storage.ByteWriter;

import java.util.List;

/**
 * 128 bits that stand for an entity type with a key and values, or with an attribute and value,
 * everywhere and for ever. Two that differ have the same signature with a chance of one in 2^128;
 * being of a cryptographic hash, nobody can make them meet on purpose.
 */
public final class Signature {

    private Signature() {}

    /** Of an identity key, by its name so that keys may change places, and its values. */
    public static byte[] ofKey(String entityType, String key, List<String> values) {
        return Digest.of(
                new ByteWriter()
                        .string(entityType)
                        .string(key)
                        .list(values, ByteWriter::string)
                        .toBytes());
    }

    /** Of an attribute and its normalised value. */
    public static byte[] ofValue(String entityType, String attribute, String value) {
        return Digest.of(
                new ByteWriter().string(entityType).string(attribute).string(value).toBytes());
    }
}
