package io.kindred.flink.serde;

import io.kindred.model.Digest;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.wire.KeyChange;
import io.kindred.storage.wire.KeyChangeFormat;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

import java.util.List;
import java.util.OptionalInt;

/** Serializes {@link KeyChange}s by {@link KeyChangeFormat}. */
public final class KeyChangeSerializer extends FormatSerializer<KeyChange> {

    /** The one instance. */
    public static final KeyChangeSerializer INSTANCE = new KeyChangeSerializer();

    private static final long serialVersionUID = 1L;

    /** For whoever needs a value to have deserialized into, which never happens. */
    private static final KeyChange ANY =
            new KeyChange(
                    new ByteKey(new byte[Digest.BYTES]),
                    "any",
                    "any",
                    List.of(),
                    OptionalInt.empty(),
                    OptionalInt.of(0));

    @Override
    BinaryFormat<KeyChange> format() {
        return KeyChangeFormat.INSTANCE;
    }

    @Override
    public KeyChange createInstance() {
        return ANY;
    }

    @Override
    public TypeSerializerSnapshot<KeyChange> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that this serializer wrote the data; public since Flink creates it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<KeyChange> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
