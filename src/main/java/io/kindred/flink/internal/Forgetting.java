package io.kindred.flink.internal;

import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.StateTtlConfig.StateVisibility;
import org.apache.flink.api.common.state.StateTtlConfig.TtlTimeCharacteristic;
import org.apache.flink.api.common.state.StateTtlConfig.UpdateType;

import java.time.Duration;

/**
 * How states forget. An entry counts for some processing time after it was last written. Then it is
 * not read any more, and the next compaction of RocksDB drops it.
 */
public final class Forgetting {

    /** After how many entries a compaction looks at the clock again. */
    private static final long QUERY_TIME_ENTRIES = 1_000;

    private Forgetting() {}

    /**
     * Lets a state forget.
     *
     * @param after how long an entry is remembered after it was last written; at least 1 ms
     * @return the descriptor
     */
    public static <D extends StateDescriptor<?, ?>> D after(Duration after, D descriptor) {
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(after)
                        .setUpdateType(UpdateType.OnCreateAndWrite)
                        .setStateVisibility(StateVisibility.NeverReturnExpired)
                        .setTtlTimeCharacteristic(TtlTimeCharacteristic.ProcessingTime)
                        .cleanupInRocksdbCompactFilter(QUERY_TIME_ENTRIES)
                        .build());
        return descriptor;
    }
}
