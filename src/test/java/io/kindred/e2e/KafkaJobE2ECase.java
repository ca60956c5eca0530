package io.kindred.e2e;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static io.kindred.e2e.Outages.Outage.CLUSTER_KILLED;

/** Some records and one outage; the nightly cases have more of both. */
class KafkaJobE2ECase extends KafkaJobThroughOutages {

    @Test
    void showsEverythingOnceThoughTheClusterIsKilled() throws Exception {
        showsEverythingOnce(
                SEED + 83, new Feed(12_000, 1500, 20), Map.of(), List.of(CLUSTER_KILLED));
    }
}
