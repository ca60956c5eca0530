package io.kindred.e2e;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static io.kindred.e2e.Outages.Outage.CLUSTER_KILLED;
import static io.kindred.e2e.Outages.Outage.JOB_RESCALED;

/** Some records and two outages; the nightly cases have more of both. */
class KafkaJobE2ECase extends KafkaJobThroughOutages {

    @Test
    void showsEverythingOnceThoughTheClusterIsKilledAndTheJobRescaled() throws Exception {
        showsEverythingOnce(
                SEED + 83,
                new Feed(12_000, 1500, 20),
                Map.of(),
                List.of(CLUSTER_KILLED, JOB_RESCALED));
    }
}
