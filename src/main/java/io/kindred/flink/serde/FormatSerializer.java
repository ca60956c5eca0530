package io.kindred.flink.serde;

import io.kindred.storage.BinaryFormat;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Serializes immutable messages between operators: the length as a four-byte integer, then the
 * bytes of the message's format, which begin with a version.
 *
 * <p>Messages are never kept in state as such, so there is no snapshot. A state that is declared
 * with one of these types fails at its first checkpoint.
 */
final class FormatSerializer<T> extends ImmutableSerializer<T> {

    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final SerializableSupplier<BinaryFormat<T>> format;

    FormatSerializer(Class<T> type, SerializableSupplier<BinaryFormat<T>> format) {
        this.type = type;
        this.format = format;
    }

    /** Null, because immutable messages are not reused. */
    @Override
    public @Nullable T createInstance() {
        return null;
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        byte[] bytes = format.get().write(value);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return format.get().read(bytes);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = source.readInt();
        target.writeInt(length);
        target.write(source, length);
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        throw new UnsupportedOperationException(
                type.getSimpleName() + " is only sent between operators, not kept in state");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FormatSerializer<?> that && type == that.type;
    }

    @Override
    public int hashCode() {
        return type.hashCode();
    }
}
