package io.kindred.e2e;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static io.kindred.e2e.Outages.Outage.JOB_RESCALED;
import static io.kindred.e2e.Outages.Outage.TASK_MANAGER_KILLED;

/** Some records and two outages; the nightly cases have more of both. */
class KafkaJobE2ECase extends KafkaJobThroughOutages {

    @Test
    void showsEverythingOnceThoughATaskManagerIsKilledAndTheJobRescaled() throws Exception {
        showsEverythingOnce(
                SEED + 83,
                new Feed(12_000, 1500, 20),
                Map.of(),
                List.of(TASK_MANAGER_KILLED, JOB_RESCALED));
    }
}
