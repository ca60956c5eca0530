package io.kindred.e2e;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static io.kindred.e2e.Outages.Outage.BROKER_KILLED;
import static io.kindred.e2e.Outages.Outage.CLUSTER_KILLED;
import static io.kindred.e2e.Outages.Outage.JOB_RESCALED;
import static io.kindred.e2e.Outages.Outage.TASK_MANAGER_KILLED;

/** Every kind of outage, with checkpoints whose barriers overtake the records (unaligned). */
@Tag("nightly")
class BarriersOvertakingKafkaJobE2ECase extends KafkaJobThroughOutages {

    @Test
    void showsEverythingOnceWithUnalignedCheckpoints() throws Exception {
        showsEverythingOnce(
                SEED + 82,
                new Feed(30_000, 1500, 20),
                Map.of("execution.checkpointing.unaligned.enabled", true),
                List.of(TASK_MANAGER_KILLED, BROKER_KILLED, CLUSTER_KILLED, JOB_RESCALED));
    }
}
