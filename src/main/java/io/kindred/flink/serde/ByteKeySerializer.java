package io.kindred.flink.serde;

import io.kindred.storage.ByteKey;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;

/**
 * Serializes the keys and terms of tables: the length as LEB128 (one byte up to 127), then the
 * bytes. The length comes first, so that no key is a prefix of another and a scan of a term never
 * returns entries of another. The format has no version and must never change.
 */
public final class ByteKeySerializer extends ImmutableSerializer<ByteKey> {

    public static final ByteKeySerializer INSTANCE = new ByteKeySerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public ByteKey createInstance() {
        return new ByteKey(new byte[0]);
    }

    @Override
    public void serialize(ByteKey key, DataOutputView target) throws IOException {
        writeLength(key.bytes().length, target);
        target.write(key.bytes());
    }

    @Override
    public ByteKey deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[readLength(source)];
        source.readFully(bytes);
        return new ByteKey(bytes);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = readLength(source);
        writeLength(length, target);
        target.write(source, length);
    }

    private static void writeLength(int length, DataOutputView target) throws IOException {
        int rest = length;
        while (rest > 0x7f) {
            target.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        target.writeByte(rest);
    }

    private static int readLength(DataInputView source) throws IOException {
        int length = 0;
        for (int shift = 0; shift < 32; shift += 7) {
            int next = source.readUnsignedByte();
            length |= (next & 0x7f) << shift;
            if (next <= 0x7f) {
                return length;
            }
        }
        throw new IOException("a key's length has more than five bytes");
    }

    @Override
    public TypeSerializerSnapshot<ByteKey> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The snapshot of this serializer; public because Flink creates it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ByteKey> {

        /** Called by Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
