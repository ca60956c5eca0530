package io.kindred.flink.serde;

import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.Owners;
import io.kindred.temporal.IntervalSet;
import io.kindred.testkit.SampleUpdates;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

class ClaimSerializerTest extends SerializerTestBase<Claim> {

    @Override
    protected TypeSerializer<Claim> createSerializer() {
        return ClaimSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<Claim> getTypeClass() {
        return Claim.class;
    }

    @Override
    protected Claim[] getTestData() {
        return samples().toArray(Claim[]::new);
    }

    @Test
    void bytesOfVersion1AreReadAndWritten() throws IOException {
        StoredBytes.check("claim-v1", ClaimSerializer.INSTANCE, samples());
    }

    @Test
    void staysCompatibleWithItself() throws IOException {
        StoredBytes.assertCompatible(ClaimSerializer.INSTANCE);
    }

    private static List<Claim> samples() {
        return List.of(
                new Claim(
                        3,
                        new ByteKey(new byte[16]),
                        "email",
                        "ann@x.org",
                        SampleUpdates.C1,
                        Optional.empty()),
                new Claim(
                        Owners.RECONCILE,
                        new ByteKey(new byte[16]),
                        "email",
                        "ann@x.org",
                        SampleUpdates.E2,
                        Optional.of(new Claim.Made("person-1", IntervalSet.ALWAYS))));
    }
}
