package io.kindred.flink.serde;

import io.kindred.model.Digest;
import io.kindred.model.RecordIdentity;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.ClaimFormat;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

import java.util.Optional;

/** Serializes {@link Claim}s by {@link ClaimFormat}. */
public final class ClaimSerializer extends FormatSerializer<Claim> {

    /** The one instance. */
    public static final ClaimSerializer INSTANCE = new ClaimSerializer();

    private static final long serialVersionUID = 1L;

    /** For whoever needs a value to have deserialized into, which never happens. */
    private static final Claim ANY =
            new Claim(
                    0,
                    new ByteKey(new byte[Digest.BYTES]),
                    "any",
                    "any",
                    new RecordIdentity("any", "any", "any"),
                    Optional.empty());

    @Override
    BinaryFormat<Claim> format() {
        return ClaimFormat.INSTANCE;
    }

    @Override
    public Claim createInstance() {
        return ANY;
    }

    @Override
    public TypeSerializerSnapshot<Claim> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that this serializer wrote the data; public since Flink creates it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Claim> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
