package io.kindred.storage.shard;

import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordDigest;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteTable;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.MappingIterator;
import io.kindred.storage.ShardTables;
import io.kindred.storage.keyed.HeldDecisionsFormat;
import io.kindred.storage.keyed.KeyGroup;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is left of erased records, by digest of the identity: in {@code erased-records} for ever, in
 * {@code gone-records} for some time.
 *
 * <p>Format of {@code erased-records}, version 1, key 16 bytes of digest: version byte; flags (1 it
 * has a version, 2 decisions are held); the key group, unsigned; the version, signed, if it has
 * one; the decisions, see {@link HeldDecisionsFormat}. Entries of {@code gone-records} for digests
 * are the same, with a byte 1 before the key.
 */
public final class ErasedRecords {

    private static final int VERSION = 1;
    private static final int VERSIONED = 1;
    private static final int DECIDED = 2;

    /** The first byte of a key of {@code gone-records} with a digest. */
    private static final int ERASED = 1;

    private final ByteTable lasting;
    private final ByteTable passing;

    public ErasedRecords(ShardTables tables) {
        this.lasting = tables.bytes(ShardTables.Name.ERASED_RECORDS);
        this.passing = tables.bytes(ShardTables.Name.GONE_RECORDS);
    }

    /**
     * An erased record.
     *
     * @param group the {@link KeyGroup} of the identity, for a migration to several shards
     * @param version the greatest version seen, if any had one
     * @param decisions the decisions about it, without reasons
     */
    public record Erased(int group, OptionalLong version, HeldDecisions decisions) {}

    /** An erased record with the digest of its identity. */
    public record Entry(RecordDigest digest, Erased erased) {}

    /** What is left for ever. */
    public Optional<Erased> find(RecordDigest digest) {
        return decode("erased-records", lasting.get(digest.bytes()));
    }

    public void put(RecordDigest digest, Erased erased) {
        lasting.put(digest.bytes(), encode(erased));
    }

    public void remove(RecordDigest digest) {
        lasting.remove(digest.bytes());
    }

    /** What is left for some time. */
    public Optional<Erased> findPassing(RecordDigest digest) {
        return decode("gone-records", passing.get(passingKey(digest)));
    }

    public void putPassing(RecordDigest digest, Erased erased) {
        passing.put(passingKey(digest), encode(erased));
    }

    public void removePassing(RecordDigest digest) {
        passing.remove(passingKey(digest));
    }

    /** Iterates with a cursor over all that is left for ever. None may change meanwhile. */
    public Iterator<Entry> all() {
        return new MappingIterator<>(
                lasting.scan(), entry -> entry("erased-records", entry.key(), entry.value()));
    }

    /** The erased record in an entry of {@code gone-records}; empty if it is of an identity. */
    public static Optional<Entry> passing(byte[] key, byte[] value) {
        if (key.length == 0 || key[0] != ERASED) {
            return Optional.empty();
        }
        return Optional.of(entry("gone-records", Arrays.copyOfRange(key, 1, key.length), value));
    }

    private static Entry entry(String what, byte[] digest, byte[] value) {
        ByteReader key = new ByteReader(what, digest);
        RecordDigest of = RecordDigest.of(key.raw(RecordDigest.BYTES));
        key.end();
        return new Entry(of, decodeEntry(what, value));
    }

    private static Optional<Erased> decode(String what, byte @Nullable [] stored) {
        return stored == null ? Optional.empty() : Optional.of(decodeEntry(what, stored));
    }

    private static Erased decodeEntry(String what, byte[] stored) {
        ByteReader reader = new ByteReader(what, stored);
        reader.version(VERSION);
        int flags = reader.flags(VERSIONED | DECIDED);
        int group = Math.toIntExact(reader.unsigned());
        OptionalLong version =
                (flags & VERSIONED) != 0 ? OptionalLong.of(reader.signed()) : OptionalLong.empty();
        HeldDecisions decisions =
                (flags & DECIDED) != 0 ? HeldDecisionsFormat.read(reader) : HeldDecisions.NONE;
        reader.end();
        return new Erased(group, version, decisions);
    }

    private static byte[] encode(Erased erased) {
        boolean isDecided = !erased.decisions().isEmpty();
        ByteWriter writer =
                new ByteWriter()
                        .raw(VERSION)
                        .raw(
                                (erased.version().isPresent() ? VERSIONED : 0)
                                        | (isDecided ? DECIDED : 0))
                        .unsigned(erased.group());
        erased.version().ifPresent(writer::signed);
        if (isDecided) {
            HeldDecisionsFormat.write(writer, erased.decisions());
        }
        return writer.toBytes();
    }

    private static byte[] passingKey(RecordDigest digest) {
        return new ByteWriter().raw(ERASED).raw(digest.bytes()).toBytes();
    }
}
