package io.kindred.flink.serde;

import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

class OwnedUpdateSerializerTest extends MessageSerializerContract<OwnedUpdate> {

    OwnedUpdateSerializerTest() {
        super(FormatTypeInformation.OWNED_UPDATE);
    }

    @Test
    void bytesOfVersion1AreRead() throws IOException {
        StoredBytes.checkRead("owned-statement-v1", getSerializer(), samples());
    }

    @Test
    void bytesOfVersion2AreReadAndWritten() throws IOException {
        StoredBytes.check("owned-statement-v2", getSerializer(), samples());
    }

    @Override
    List<OwnedUpdate> samples() {
        return SampleUpdates.all().stream().map(update -> OwnedUpdate.of(300, update)).toList();
    }
}
