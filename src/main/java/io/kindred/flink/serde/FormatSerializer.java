package io.kindred.flink.serde;

import io.kindred.storage.BinaryFormat;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

import java.io.IOException;

/**
 * A serializer of immutable values: their length as a four-byte integer, then the bytes of their
 * format. The format tells its versions apart, so that the serializer never changes.
 */
abstract class FormatSerializer<T> extends ImmutableSerializer<T> {

    private static final long serialVersionUID = 1L;

    /** The format; not a field, as the serializer is sent by Java serialization. */
    abstract BinaryFormat<T> format();

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        byte[] bytes = format().write(value);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return format().read(bytes);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = source.readInt();
        target.writeInt(length);
        target.write(source, length);
    }
}
