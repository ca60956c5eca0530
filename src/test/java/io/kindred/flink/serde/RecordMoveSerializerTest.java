package io.kindred.flink.serde;

import io.kindred.storage.wire.RecordMove;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

class RecordMoveSerializerTest extends MessageSerializerContract<RecordMove> {

    RecordMoveSerializerTest() {
        super(FormatTypeInformation.RECORD_MOVE);
    }

    @Test
    void bytesOfVersion1AreReadAndWritten() throws IOException {
        StoredBytes.check("record-move-v1", getSerializer(), samples());
    }

    @Override
    List<RecordMove> samples() {
        return List.of(
                RecordMove.arrival(SampleUpdates.C1, "person-1"),
                new RecordMove(SampleUpdates.E2, "person-1", Optional.of("person-2")),
                new RecordMove(SampleUpdates.E2, "person-2", Optional.empty()));
    }
}
