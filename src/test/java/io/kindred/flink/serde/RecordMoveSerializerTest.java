package io.kindred.flink.serde;

import io.kindred.storage.wire.RecordMove;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

class RecordMoveSerializerTest extends SerializerTestBase<RecordMove> {

    @Override
    protected TypeSerializer<RecordMove> createSerializer() {
        return RecordMoveSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<RecordMove> getTypeClass() {
        return RecordMove.class;
    }

    @Override
    protected RecordMove[] getTestData() {
        return samples().toArray(RecordMove[]::new);
    }

    @Test
    void bytesOfVersion1AreReadAndWritten() throws IOException {
        StoredBytes.check("record-move-v1", RecordMoveSerializer.INSTANCE, samples());
    }

    @Test
    void staysCompatibleWithItself() throws IOException {
        StoredBytes.assertCompatible(RecordMoveSerializer.INSTANCE);
    }

    private static List<RecordMove> samples() {
        return List.of(
                RecordMove.arrival(SampleUpdates.C1, "person-1"),
                new RecordMove(SampleUpdates.E2, "person-1", Optional.of("person-2")),
                new RecordMove(SampleUpdates.E2, "person-2", Optional.empty()));
    }
}
