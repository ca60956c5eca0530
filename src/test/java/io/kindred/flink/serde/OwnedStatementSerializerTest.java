package io.kindred.flink.serde;

import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

class OwnedStatementSerializerTest extends SerializerTestBase<OwnedUpdate> {

    @Override
    protected TypeSerializer<OwnedUpdate> createSerializer() {
        return OwnedStatementSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<OwnedUpdate> getTypeClass() {
        return OwnedUpdate.class;
    }

    @Override
    protected OwnedUpdate[] getTestData() {
        return samples().toArray(OwnedUpdate[]::new);
    }

    @Test
    void bytesOfVersion1AreRead() throws IOException {
        StoredBytes.checkRead("owned-statement-v1", OwnedStatementSerializer.INSTANCE, samples());
    }

    @Test
    void bytesOfVersion2AreReadAndWritten() throws IOException {
        StoredBytes.check("owned-statement-v2", OwnedStatementSerializer.INSTANCE, samples());
    }

    @Test
    void staysCompatibleWithItself() throws IOException {
        StoredBytes.assertCompatible(OwnedStatementSerializer.INSTANCE);
    }

    private static List<OwnedUpdate> samples() {
        return SampleUpdates.all().stream().map(update -> OwnedUpdate.of(300, update)).toList();
    }
}
