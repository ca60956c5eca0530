package io.kindred.storage;

import io.kindred.model.Digest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Digests of the last emitted content of a component or value, one for each of its output keys.
 *
 * <p>Format, version 1: version byte; entities as a list of 16 bytes of the entity id and 16 bytes
 * of digest; conflicts likewise. It has no golden values: what has some has a format of its own.
 *
 * @param entities digest of the content by the digest in the entity id
 * @param conflicts digest of the content by conflict id
 * @param golden digest of the golden values of an entity, by the digest in the entity id; only in a
 *     job that emits them
 */
public record EmittedDigests(
        Map<ByteKey, ByteKey> entities,
        Map<ByteKey, ByteKey> conflicts,
        Map<ByteKey, ByteKey> golden) {

    /** No digests. */
    public static final EmittedDigests NONE = new EmittedDigests(Map.of(), Map.of(), Map.of());

    /** The length of an id and of a digest in bytes. */
    public static final int BYTES = Digest.BYTES;

    private static final int VERSION = 1;

    /** Creates digests without golden values; {@link #NONE} if there are none. */
    public static EmittedDigests of(
            Map<ByteKey, ByteKey> entities, Map<ByteKey, ByteKey> conflicts) {
        return of(entities, conflicts, Map.of());
    }

    /** Creates digests; {@link #NONE} if there are none. */
    public static EmittedDigests of(
            Map<ByteKey, ByteKey> entities,
            Map<ByteKey, ByteKey> conflicts,
            Map<ByteKey, ByteKey> golden) {
        return entities.isEmpty() && conflicts.isEmpty() && golden.isEmpty()
                ? NONE
                : new EmittedDigests(entities, conflicts, golden);
    }

    /** The number of output keys. */
    public int size() {
        return entities.size() + conflicts.size() + golden.size();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    /** Whether the golden values of some entity were never emitted. */
    public boolean lacksGolden() {
        return !golden.keySet().containsAll(entities.keySet());
    }

    /** The union of two sets of digests. */
    public EmittedDigests and(EmittedDigests other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        return new EmittedDigests(
                union(entities, other.entities),
                union(conflicts, other.conflicts),
                union(golden, other.golden));
    }

    private static Map<ByteKey, ByteKey> union(
            Map<ByteKey, ByteKey> some, Map<ByteKey, ByteKey> others) {
        Map<ByteKey, ByteKey> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    /** In the format without golden values, which there must not be. */
    public byte[] toBytes() {
        if (!golden.isEmpty()) {
            throw new IllegalStateException("golden values have no place here");
        }
        ByteWriter writer = new ByteWriter().raw(VERSION);
        write(writer, entities);
        write(writer, conflicts);
        return writer.toBytes();
    }

    /**
     * Reads digests.
     *
     * @param what what the bytes are, for errors
     */
    public static EmittedDigests fromBytes(String what, byte[] bytes) {
        ByteReader reader = new ByteReader(what, bytes);
        reader.version(VERSION);
        EmittedDigests emitted = new EmittedDigests(read(reader), read(reader), Map.of());
        reader.end();
        return emitted;
    }

    public static void write(ByteWriter writer, Map<ByteKey, ByteKey> digests) {
        writer.list(
                digests.entrySet(),
                (each, entry) -> each.raw(entry.getKey().bytes()).raw(entry.getValue().bytes()));
    }

    public static Map<ByteKey, ByteKey> read(ByteReader reader) {
        Map<ByteKey, ByteKey> digests = new LinkedHashMap<>();
        reader.list(
                each -> digests.put(new ByteKey(each.raw(BYTES)), new ByteKey(each.raw(BYTES))));
        return digests;
    }
}
