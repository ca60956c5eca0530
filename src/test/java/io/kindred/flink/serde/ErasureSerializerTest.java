package io.kindred.flink.serde;

import io.kindred.model.Erasure;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

class ErasureSerializerTest extends MessageSerializerContract<Erasure> {

    ErasureSerializerTest() {
        super(FormatTypeInformation.ERASURE);
    }

    @Test
    void bytesOfVersion1AreReadAndWritten() throws IOException {
        StoredBytes.check("erasure-v1", getSerializer(), samples());
    }

    @Override
    List<Erasure> samples() {
        return List.of(
                new Erasure(SampleUpdates.C1, OptionalLong.of(-3), 300, 5, 2),
                new Erasure(SampleUpdates.E2, OptionalLong.empty(), 0, 0, 0));
    }
}
