package io.kindred.storage.wire;

import io.kindred.model.Digest;
import io.kindred.model.OutputKey;
import io.kindred.model.OutputKey.Stream;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import io.kindred.storage.CorruptStateException;
import io.kindred.storage.keyed.EncodedUpdate;
import io.kindred.storage.keyed.UpdateFormat;

import java.util.Optional;

/**
 * The format of an owned update between operators.
 *
 * <p>Version 2: version byte; owner, unsigned; a byte for the output (1 entities, 2 assignments, 3
 * conflicts, 4 generic keys, 5 golden values, 6 records); the id in it, a string; flags (1 it is a
 * retraction); 16 bytes of digest unless it is one; the length and the bytes of {@link
 * UpdateFormat}. The latter are not decoded here, so unchanged updates never are.
 *
 * <p>Version 1: version byte; owner, unsigned; the length and the bytes of {@link UpdateFormat}.
 */
public final class OwnedUpdateFormat implements BinaryFormat<OwnedUpdate> {

    public static final OwnedUpdateFormat INSTANCE = new OwnedUpdateFormat();

    private static final String WHAT = "update message";
    private static final int VERSION = 2;
    private static final int WITHDRAWAL = 1;

    private OwnedUpdateFormat() {}

    @Override
    public byte[] write(OwnedUpdate owned) {
        EncodedUpdate encoded = owned.encoded();
        byte[] bytes = encoded.bytes().bytes();
        ByteWriter writer =
                new ByteWriter(bytes.length + 128)
                        .raw(VERSION)
                        .unsigned(owned.owner())
                        .raw(number(encoded.key().stream()))
                        .string(encoded.key().id())
                        .raw(encoded.isRetraction() ? WITHDRAWAL : 0);
        if (encoded.shown().isPresent()) {
            writer.raw(encoded.shown().get().bytes());
        }
        return writer.bytes(bytes).toBytes();
    }

    @Override
    public OwnedUpdate read(byte[] bytes) {
        ByteReader reader = new ByteReader(WHAT, bytes);
        int version = reader.version(VERSION);
        long owner = reader.unsigned();
        if (owner < 0 || owner > Integer.MAX_VALUE) {
            throw new CorruptStateException(WHAT, "invalid owner " + owner);
        }
        OwnedUpdate owned =
                version == 1
                        ? OwnedUpdate.of((int) owner, UpdateFormat.INSTANCE.read(reader.bytes()))
                        : new OwnedUpdate((int) owner, readEncoded(reader));
        reader.end();
        return owned;
    }

    private static EncodedUpdate readEncoded(ByteReader reader) {
        Stream stream = stream(reader.raw());
        OutputKey key = new OutputKey(stream, reader.string());
        boolean isRetraction = (reader.flags(WITHDRAWAL) & WITHDRAWAL) != 0;
        Optional<ByteKey> shown =
                isRetraction
                        ? Optional.empty()
                        : Optional.of(new ByteKey(reader.raw(Digest.BYTES)));
        return new EncodedUpdate(key, shown, new ByteKey(reader.bytes()));
    }

    private static int number(Stream stream) {
        return switch (stream) {
            case ENTITIES -> 1;
            case ASSIGNMENTS -> 2;
            case CONFLICTS -> 3;
            case GENERIC_KEYS -> 4;
            case GOLDEN_VALUES -> 5;
            case RECORDS -> 6;
        };
    }

    private static Stream stream(int number) {
        return switch (number) {
            case 1 -> Stream.ENTITIES;
            case 2 -> Stream.ASSIGNMENTS;
            case 3 -> Stream.CONFLICTS;
            case 4 -> Stream.GENERIC_KEYS;
            case 5 -> Stream.GOLDEN_VALUES;
            case 6 -> Stream.RECORDS;
            default -> throw new CorruptStateException(WHAT, "unknown output " + number);
        };
    }
}
