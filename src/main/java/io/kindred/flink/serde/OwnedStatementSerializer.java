package io.kindred.flink.serde;

import io.kindred.model.Statement;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.OwnedStatement;
import io.kindred.storage.OwnedStatementFormat;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Serializes {@link OwnedStatement}s by {@link OwnedStatementFormat}. */
public final class OwnedStatementSerializer extends FormatSerializer<OwnedStatement> {

    /** The one instance. */
    public static final OwnedStatementSerializer INSTANCE = new OwnedStatementSerializer();

    private static final long serialVersionUID = 1L;

    /** For whoever needs a value to have deserialized into, which never happens. */
    private static final OwnedStatement ANY =
            OwnedStatement.of(0, new Statement.ConflictResolved("any"));

    @Override
    BinaryFormat<OwnedStatement> format() {
        return OwnedStatementFormat.INSTANCE;
    }

    @Override
    public OwnedStatement createInstance() {
        return ANY;
    }

    @Override
    public TypeSerializerSnapshot<OwnedStatement> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that this serializer wrote the data; public since Flink creates it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<OwnedStatement> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
