package io.kindred.flink.serde;

import io.kindred.model.OutputUpdate;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.storage.wire.OwnedUpdateFormat;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Serializes {@link OwnedUpdate}s by {@link OwnedUpdateFormat}. */
public final class OwnedStatementSerializer extends FormatSerializer<OwnedUpdate> {

    /** The one instance. */
    public static final OwnedStatementSerializer INSTANCE = new OwnedStatementSerializer();

    private static final long serialVersionUID = 1L;

    /** For whoever needs a value to have deserialized into, which never happens. */
    private static final OwnedUpdate ANY =
            OwnedUpdate.of(0, new OutputUpdate.ConflictResolved("any"));

    @Override
    BinaryFormat<OwnedUpdate> format() {
        return OwnedUpdateFormat.INSTANCE;
    }

    @Override
    public OwnedUpdate createInstance() {
        return ANY;
    }

    @Override
    public TypeSerializerSnapshot<OwnedUpdate> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that this serializer wrote the data; public since Flink creates it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<OwnedUpdate> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
