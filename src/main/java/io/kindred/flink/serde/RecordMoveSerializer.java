package io.kindred.flink.serde;

import io.kindred.model.RecordIdentity;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.wire.RecordMove;
import io.kindred.storage.wire.RecordMoveFormat;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

import java.util.Optional;

/** Serializes {@link RecordMove}s by {@link RecordMoveFormat}. */
public final class RecordMoveSerializer extends FormatSerializer<RecordMove> {

    /** The one instance. */
    public static final RecordMoveSerializer INSTANCE = new RecordMoveSerializer();

    private static final long serialVersionUID = 1L;

    /** For whoever needs a value to have deserialized into, which never happens. */
    private static final RecordMove ANY =
            new RecordMove(new RecordIdentity("any", "any", "any"), "any", Optional.empty());

    @Override
    BinaryFormat<RecordMove> format() {
        return RecordMoveFormat.INSTANCE;
    }

    @Override
    public RecordMove createInstance() {
        return ANY;
    }

    @Override
    public TypeSerializerSnapshot<RecordMove> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that this serializer wrote the data; public since Flink creates it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RecordMove> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
