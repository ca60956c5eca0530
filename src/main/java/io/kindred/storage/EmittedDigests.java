package io.kindred.storage;

import io.kindred.model.Digest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Digests of the last emitted content of a component or value, one for each of its output keys.
 *
 * <p>Format, version 1: version byte; entities as a list of 16 bytes of the entity id and 16 bytes
 * of digest; conflicts likewise.
 *
 * @param entities digest of the content by the digest in the entity id
 * @param conflicts digest of the content by conflict id
 */
public record EmittedDigests(Map<ByteKey, ByteKey> entities, Map<ByteKey, ByteKey> conflicts) {

    /** No digests. */
    public static final EmittedDigests NONE = new EmittedDigests(Map.of(), Map.of());

    /** The length of an id and of a digest in bytes. */
    public static final int BYTES = Digest.BYTES;

    private static final int VERSION = 1;

    /** Creates digests; {@link #NONE} if there are none. */
    public static EmittedDigests of(
            Map<ByteKey, ByteKey> entities, Map<ByteKey, ByteKey> conflicts) {
        return entities.isEmpty() && conflicts.isEmpty()
                ? NONE
                : new EmittedDigests(entities, conflicts);
    }

    /** The number of output keys. */
    public int size() {
        return entities.size() + conflicts.size();
    }

    public boolean isEmpty() {
        return entities.isEmpty() && conflicts.isEmpty();
    }

    /** The union of two sets of digests. */
    public EmittedDigests and(EmittedDigests other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        Map<ByteKey, ByteKey> allEntities = new HashMap<>(entities);
        allEntities.putAll(other.entities);
        Map<ByteKey, ByteKey> allConflicts = new HashMap<>(conflicts);
        allConflicts.putAll(other.conflicts);
        return new EmittedDigests(allEntities, allConflicts);
    }

    public byte[] toBytes() {
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
        EmittedDigests emitted = new EmittedDigests(read(reader), read(reader));
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
