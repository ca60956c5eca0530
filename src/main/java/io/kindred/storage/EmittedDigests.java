package io.kindred.storage;

import io.kindred.model.Digest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was last emitted of something: for each output key that it answers for, a digest of the
 * content.
 *
 * <p>Format, version 1: version byte; entities as a list of 16 bytes of the entity id and 16 bytes
 * of digest; conflicts likewise.
 *
 * @param entities digest of the content by the digest in the entity id
 * @param conflicts digest of the content by conflict id
 */
public record EmittedDigests(Map<ByteKey, ByteKey> entities, Map<ByteKey, ByteKey> conflicts) {

    /** Nothing was emitted. */
    public static final EmittedDigests NONE = new EmittedDigests(Map.of(), Map.of());

    /** The length of an id and of a digest. */
    public static final int BYTES = Digest.BYTES;

    private static final int VERSION = 1;

    /** What was emitted; the one {@link #NONE} if that is nothing. */
    public static EmittedDigests of(
            Map<ByteKey, ByteKey> entities, Map<ByteKey, ByteKey> conflicts) {
        return entities.isEmpty() && conflicts.isEmpty()
                ? NONE
                : new EmittedDigests(entities, conflicts);
    }

    /** Of how many output keys something was emitted. */
    public int size() {
        return entities.size() + conflicts.size();
    }

    /** Whether nothing was emitted. */
    public boolean isEmpty() {
        return entities.isEmpty() && conflicts.isEmpty();
    }

    /** What either emitted. */
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
