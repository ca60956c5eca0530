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
 * A value that is to be unique, and what was emitted of it.
 *
 * <p>Format, version 1: version byte; flags (1 the claims are many); attribute and value, strings;
 * if they are many, how many records and entities there are, unsigned, else a list of records, each
 * the three strings of its identity, with the claims on each as a list of owner, unsigned, entity
 * id, a string, and intervals; at last a list of 16 bytes of conflict id and 16 bytes of digest.
 *
 * @param attribute the attribute that is to be unique
 * @param value normalised
 * @param few the claims, by record, if they are few
 * @param many how many there are, if they are in tables of their own
 * @param conflicts what was emitted: a digest of the content by conflict id
 */
public record ClaimedValue(
        String attribute,
        String value,
        SortedMap<RecordIdentity, RecordClaims> few,
        Optional<Many> many,
        Map<ByteKey, ByteKey> conflicts) {

    /** So many claims are looked at faster than a note of them is kept. */
    public static final int FEW = 16;

    /** The one format. */
    public static final BinaryFormat<ClaimedValue> FORMAT = new Format();

    /** Copies the maps, and checks that the claims are in one place. */
    public ClaimedValue {
        few = Collections.unmodifiableSortedMap(new TreeMap<>(few));
        conflicts = Collections.unmodifiableMap(new LinkedHashMap<>(conflicts));
        if (many.isPresent() && !few.isEmpty()) {
            throw new IllegalArgumentException("claims are both few and many");
        }
    }

    /**
     * How many claims are in tables of their own.
     *
     * @param records on how many records there is a claim
     * @param entities in how many entities the claims that count are
     */
    public record Many(long records, long entities) {}

    /** The same with these claims. */
    public ClaimedValue claimedBy(SortedMap<RecordIdentity, RecordClaims> records) {
        return new ClaimedValue(attribute, value, records, Optional.empty(), conflicts);
    }

    /** The same with claims that are in tables of their own. */
    public ClaimedValue claimedByMany(long records, long entities) {
        return new ClaimedValue(
                attribute,
                value,
                new TreeMap<>(),
                Optional.of(new Many(records, entities)),
                conflicts);
    }

    /** The same after this was emitted of it. */
    public ClaimedValue stating(Map<ByteKey, ByteKey> digests) {
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
