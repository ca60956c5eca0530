package io.kindred.flink.serde;

import io.kindred.model.Update;
import io.kindred.storage.wire.OwnedUpdate;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

class OwnedUpdateSerializerTest extends MessageSerializerContract<OwnedUpdate> {

    OwnedUpdateSerializerTest() {
        super(FormatTypeInformation.OWNED_UPDATE);
    }

    @Test
    void bytesOfVersion1AreRead() throws IOException {
        StoredBytes.checkRead("owned-statement-v1", getSerializer(), owned(SampleUpdates.former()));
    }

    @Test
    void bytesOfVersion2AreReadAndWritten() throws IOException {
        List<Update> stored = new ArrayList<>(SampleUpdates.former());
        SampleUpdates.all().stream()
                .filter(update -> !stored.contains(update))
                .forEach(stored::add);
        StoredBytes.check("owned-statement-v2", getSerializer(), owned(stored));
    }

    @Override
    List<OwnedUpdate> samples() {
        return owned(SampleUpdates.all());
    }

    private static List<OwnedUpdate> owned(List<Update> updates) {
        return updates.stream().map(update -> OwnedUpdate.of(300, update)).toList();
    }
}
