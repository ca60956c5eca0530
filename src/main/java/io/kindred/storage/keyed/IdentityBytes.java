package io.kindred.storage.keyed;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

/** The bytes of a record's identity: its three strings. Equal identities have equal bytes. */
public final class IdentityBytes {

    private IdentityBytes() {}

    /** The bytes of an identity, for use as a table key. */
    public static byte[] of(RecordIdentity record) {
        return write(new ByteWriter(), record).toBytes();
    }

    /**
     * Reads an identity.
     *
     * @param what what the bytes are, for errors
     * @throws CorruptStateException if they are not an identity
     */
    public static RecordIdentity read(String what, byte[] bytes) {
        ByteReader reader = new ByteReader(what, bytes);
        RecordIdentity record = read(reader);
        reader.end();
        return record;
    }

    public static ByteWriter write(ByteWriter writer, RecordIdentity record) {
        return writer.string(record.entityType()).string(record.perspective()).string(record.uid());
    }

    public static RecordIdentity read(ByteReader reader) {
        return reader.checked(
                () -> new RecordIdentity(reader.string(), reader.string(), reader.string()));
    }
}
