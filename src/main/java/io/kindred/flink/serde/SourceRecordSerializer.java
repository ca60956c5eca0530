package io.kindred.flink.serde;

import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.storage.BinaryFormat;
import io.kindred.storage.keyed.SourceRecordFormat;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

import java.util.OptionalLong;

/** Serializes {@link SourceRecord}s by {@link SourceRecordFormat}. */
public final class SourceRecordSerializer extends FormatSerializer<SourceRecord> {

    /** The one instance. */
    public static final SourceRecordSerializer INSTANCE = new SourceRecordSerializer();

    private static final long serialVersionUID = 1L;

    /** For whoever needs a value to have deserialized into, which never happens. */
    private static final SourceRecord ANY =
            SourceRecord.delete(new RecordIdentity("any", "any", "any"), OptionalLong.empty());

    @Override
    BinaryFormat<SourceRecord> format() {
        return SourceRecordFormat.INSTANCE;
    }

    @Override
    public SourceRecord createInstance() {
        return ANY;
    }

    @Override
    public TypeSerializerSnapshot<SourceRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that this serializer wrote the data; public since Flink creates it by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SourceRecord> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
