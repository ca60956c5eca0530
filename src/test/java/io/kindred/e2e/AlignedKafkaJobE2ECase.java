package io.kindred.e2e;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static io.kindred.e2e.Outages.Outage.BROKER_KILLED;
import static io.kindred.e2e.Outages.Outage.CLUSTER_KILLED;
import static io.kindred.e2e.Outages.Outage.JOB_RESCALED;
import static io.kindred.e2e.Outages.Outage.TASK_MANAGER_KILLED;

/** Many records and every kind of outage, with checkpoints as they are by default. */
@Tag("nightly")
class AlignedKafkaJobE2ECase extends KafkaJobThroughOutages {

    @Test
    void showsEverythingOnceWhateverIsKilled() throws Exception {
        showsEverythingOnce(
                SEED + 81,
                new Feed(200_000, 2500, 100),
                Map.of(),
                List.of(
                        TASK_MANAGER_KILLED,
                        BROKER_KILLED,
                        CLUSTER_KILLED,
                        JOB_RESCALED,
                        JOB_RESCALED));
    }
}
