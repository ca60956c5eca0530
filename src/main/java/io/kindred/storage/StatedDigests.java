package io.kindred.storage;

import io.kindred.model.Digest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was last stated of something: for each output key that it answers for, a digest of the
 * content.
 *
 * <p>Format, version 1: version byte; entities as a list of 16 bytes of the entity id and 16 bytes
 * of digest; conflicts likewise.
 *
 * @param entities digest of the content by the digest in the entity id
 * @param conflicts digest of the content by conflict id
 */
public record StatedDigests(Map<ByteKey, ByteKey> entities, Map<ByteKey, ByteKey> conflicts) {

    /** Nothing was stated. */
    public static final StatedDigests NONE = new StatedDigests(Map.of(), Map.of());

    /** The length of an id and of a digest. */
    static final int BYTES = Digest.BYTES;

    private static final int VERSION = 1;

    /** What was stated; the one {@link #NONE} if that is nothing. */
    public static StatedDigests of(
            Map<ByteKey, ByteKey> entities, Map<ByteKey, ByteKey> conflicts) {
        return entities.isEmpty() && conflicts.isEmpty()
                ? NONE
                : new StatedDigests(entities, conflicts);
    }

    /** Of how many output keys something was stated. */
    int size() {
        return entities.size() + conflicts.size();
    }

    /** Whether nothing was stated. */
    public boolean isEmpty() {
        return entities.isEmpty() && conflicts.isEmpty();
    }

    /** What either stated. */
    public StatedDigests and(StatedDigests other) {
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
        return new StatedDigests(allEntities, allConflicts);
    }

    /** The bytes of the format above. */
    public byte[] toBytes() {
        ByteWriter writer = new ByteWriter().raw(VERSION);
        write(writer, entities);
        write(writer, conflicts);
        return writer.toBytes();
    }

    /**
     * What the bytes hold.
     *
     * @param what whose they are, for errors
     */
    public static StatedDigests fromBytes(String what, byte[] bytes) {
        ByteReader reader = new ByteReader(what, bytes);
        reader.version(VERSION);
        StatedDigests stated = new StatedDigests(read(reader), read(reader));
        reader.end();
        return stated;
    }

    static void write(ByteWriter writer, Map<ByteKey, ByteKey> digests) {
        writer.list(
                digests.entrySet(),
                (each, entry) -> each.raw(entry.getKey().bytes()).raw(entry.getValue().bytes()));
    }

    static Map<ByteKey, ByteKey> read(ByteReader reader) {
        Map<ByteKey, ByteKey> digests = new LinkedHashMap<>();
        reader.list(
                each -> digests.put(new ByteKey(each.raw(BYTES)), new ByteKey(each.raw(BYTES))));
        return digests;
    }
}
