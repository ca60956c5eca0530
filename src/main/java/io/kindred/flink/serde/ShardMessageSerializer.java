package io.kindred.flink.serde;

import io.kindred.model.Digest;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.KeyScope;
import io.kindred.storage.wire.KeyScopeChange;
import io.kindred.storage.wire.ShardMessage;
import io.kindred.storage.wire.ShardMessageFormat;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Serializes {@link ShardMessage}s by {@link ShardMessageFormat}. */
public final class ShardMessageSerializer extends FormatSerializer<ShardMessage> {

    /** The one instance. */
    public static final ShardMessageSerializer INSTANCE = new ShardMessageSerializer();

    private static final long serialVersionUID = 1L;

    /** For whoever needs a value to have deserialized into, which never happens. */
    private static final ShardMessage ANY =
            new ShardMessage.News(
                    0,
                    new KeyScopeChange(
                            "any", new ByteKey(new byte[Digest.BYTES]), KeyScope.ORDINARY));

    @Override
    BinaryFormat<ShardMessage> format() {
        return ShardMessageFormat.INSTANCE;
    }

    @Override
    public ShardMessage createInstance() {
        return ANY;
    }

    @Override
    public TypeSerializerSnapshot<ShardMessage> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that this serializer wrote the data; public since Flink creates it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ShardMessage> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
