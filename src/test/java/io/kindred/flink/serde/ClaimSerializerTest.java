package io.kindred.flink.serde;

import io.kindred.storage.ByteKey;
import io.kindred.storage.keyed.Claim;
import io.kindred.storage.keyed.Owners;
import io.kindred.temporal.IntervalSet;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

class ClaimSerializerTest extends MessageSerializerContract<Claim> {

    ClaimSerializerTest() {
        super(FormatTypeInformation.CLAIM);
    }

    @Test
    void bytesOfVersion1AreReadAndWritten() throws IOException {
        StoredBytes.check("claim-v1", getSerializer(), samples());
    }

    @Override
    List<Claim> samples() {
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
