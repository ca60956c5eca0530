package io.kindred.flink.serde;

import io.kindred.storage.OwnedStatement;
import io.kindred.testkit.SampleStatements;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

class OwnedStatementSerializerTest extends SerializerTestBase<OwnedStatement> {

    @Override
    protected TypeSerializer<OwnedStatement> createSerializer() {
        return OwnedStatementSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<OwnedStatement> getTypeClass() {
        return OwnedStatement.class;
    }

    @Override
    protected OwnedStatement[] getTestData() {
        return samples().toArray(OwnedStatement[]::new);
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

    private static List<OwnedStatement> samples() {
        return SampleStatements.all().stream()
                .map(statement -> OwnedStatement.of(300, statement))
                .toList();
    }
}
