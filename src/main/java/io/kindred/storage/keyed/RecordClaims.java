package io.kindred.storage.keyed;

import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The claims of all owners on one record and one value.
 *
 * <p>Format, version 1: version byte; a list of owner, unsigned, entity id, a string, and
 * intervals.
 *
 * @param byOwner the claims in ascending order of owner; the last is effective
 */
public record RecordClaims(SortedMap<Integer, Claim.Made> byOwner) {

    /** No claims. */
    public static final RecordClaims NONE = new RecordClaims(new TreeMap<>());

    public static final BinaryFormat<RecordClaims> FORMAT = new Format();

    public RecordClaims {
        byOwner = Collections.unmodifiableSortedMap(new TreeMap<>(byOwner));
    }

    /** The effective claim, if there is one. */
    public Optional<Claim.Made> counting() {
        return byOwner.isEmpty() ? Optional.empty() : Optional.of(byOwner.get(byOwner.lastKey()));
    }

    /** Returns a copy with an owner's current claim, or without one. */
    public RecordClaims with(int owner, Optional<Claim.Made> made) {
        SortedMap<Integer, Claim.Made> others = new TreeMap<>(byOwner);
        made.ifPresentOrElse(each -> others.put(owner, each), () -> others.remove(owner));
        return new RecordClaims(others);
    }

    static void write(ByteWriter writer, RecordClaims claims) {
        writer.list(
                claims.byOwner().entrySet(),
                (each, entry) ->
                        ClaimFormat.write(each.unsigned(entry.getKey()), entry.getValue()));
    }

    static RecordClaims read(String what, ByteReader reader) {
        SortedMap<Integer, Claim.Made> byOwner = new TreeMap<>();
        reader.list(
                each -> byOwner.put(ClaimFormat.readOwner(what, each), ClaimFormat.readMade(each)));
        return new RecordClaims(byOwner);
    }

    private static final class Format implements BinaryFormat<RecordClaims> {
        private static final int VERSION = 1;
        private static final String WHAT = "claims of a record";

        @Override
        public byte[] write(RecordClaims claims) {
            ByteWriter writer = new ByteWriter().raw(VERSION);
            RecordClaims.write(writer, claims);
            return writer.toBytes();
        }

        @Override
        public RecordClaims read(byte[] bytes) {
            ByteReader reader = new ByteReader(WHAT, bytes);
            reader.version(VERSION);
            RecordClaims claims = RecordClaims.read(WHAT, reader);
            reader.end();
            return claims;
        }
    }
}
