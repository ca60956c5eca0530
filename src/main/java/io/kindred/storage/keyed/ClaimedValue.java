package io.kindred.storage.keyed;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.EmittedDigests;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A value that must be unique, with its claims and emitted conflicts.
 *
 * <p>Format, version 1: version byte; flags (1 the claims are in tables); attribute and value,
 * strings; with the flag, the numbers of records and entities, unsigned, else a list of records,
 * each the three strings of its identity, with its claims as a list of owner, unsigned, entity id,
 * a string, and intervals; last a list of 16 bytes of conflict id and 16 bytes of digest.
 *
 * @param attribute the attribute that must be unique
 * @param value the normalised value
 * @param few the claims by record, up to {@link #FEW}
 * @param many the numbers of claims, if they are in tables of their own
 * @param conflicts the digest of the last emitted content by conflict id
 */
public record ClaimedValue(
        String attribute,
        String value,
        SortedMap<RecordIdentity, RecordClaims> few,
        Optional<Many> many,
        Map<ByteKey, ByteKey> conflicts) {

    /**
     * The number of claims up to which rereading all of them is cheaper than tables of their own.
     */
    public static final int FEW = 16;

    public static final BinaryFormat<ClaimedValue> FORMAT = new Format();

    /** Copies the maps; the claims must be either few or many. */
    public ClaimedValue {
        few = Collections.unmodifiableSortedMap(new TreeMap<>(few));
        conflicts = Collections.unmodifiableMap(new LinkedHashMap<>(conflicts));
        if (many.isPresent() && !few.isEmpty()) {
            throw new IllegalArgumentException("claims are both few and many");
        }
    }

    /**
     * The numbers of claims in tables.
     *
     * @param records the number of records with a claim
     * @param entities the number of entities with an effective claim
     */
    public record Many(long records, long entities) {}

    /** Returns a copy with these claims. */
    public ClaimedValue claimedBy(SortedMap<RecordIdentity, RecordClaims> records) {
        return new ClaimedValue(attribute, value, records, Optional.empty(), conflicts);
    }

    /** Returns a copy with claims in tables of their own. */
    public ClaimedValue claimedByMany(long records, long entities) {
        return new ClaimedValue(
                attribute,
                value,
                new TreeMap<>(),
                Optional.of(new Many(records, entities)),
                conflicts);
    }

    /** Returns a copy with the digests of the emitted conflicts. */
    public ClaimedValue withConflicts(Map<ByteKey, ByteKey> digests) {
        return new ClaimedValue(attribute, value, few, many, digests);
    }

    private static final class Format implements BinaryFormat<ClaimedValue> {
        private static final int VERSION = 1;
        private static final int MANY = 1;
        private static final String WHAT = "claimed value";

        @Override
        public byte[] write(ClaimedValue claimed) {
            ByteWriter writer =
                    new ByteWriter()
                            .raw(VERSION)
                            .raw(claimed.many().isPresent() ? MANY : 0)
                            .string(claimed.attribute())
                            .string(claimed.value());
            claimed.many()
                    .ifPresentOrElse(
                            many -> writer.unsigned(many.records()).unsigned(many.entities()),
                            () -> writeFew(writer, claimed.few()));
            EmittedDigests.write(writer, claimed.conflicts());
            return writer.toBytes();
        }

        private static void writeFew(
                ByteWriter writer, SortedMap<RecordIdentity, RecordClaims> few) {
            writer.list(
                    few.entrySet(),
                    (each, entry) ->
                            RecordClaims.write(
                                    IdentityBytes.write(each, entry.getKey()), entry.getValue()));
        }

        @Override
        public ClaimedValue read(byte[] bytes) {
            ByteReader reader = new ByteReader(WHAT, bytes);
            reader.version(VERSION);
            boolean areMany = (reader.flags(MANY) & MANY) != 0;
            String attribute = reader.string();
            String value = reader.string();
            Optional<Many> many =
                    areMany
                            ? Optional.of(new Many(reader.unsigned(), reader.unsigned()))
                            : Optional.empty();
            SortedMap<RecordIdentity, RecordClaims> few = new TreeMap<>();
            if (!areMany) {
                reader.list(
                        each -> few.put(IdentityBytes.read(each), RecordClaims.read(WHAT, each)));
            }
            Map<ByteKey, ByteKey> conflicts = EmittedDigests.read(reader);
            reader.end();
            return new ClaimedValue(attribute, value, few, many, conflicts);
        }
    }
}
