package io.kindred.flink.kafka;

import java.util.List;
import java.util.Map;

/**
 * What the enumerator of a Kafka source keeps in checkpoints.
 *
 * @param isStarted whether the partitions of the first start are known; others are read from their
 *     beginning
 * @param known topics by name, whose partitions were all found
 * @param waiting splits that no reader has yet
 */
record TopicSourceState(boolean isStarted, Map<String, TopicInfo> known, List<TopicSplit> waiting) {

    TopicSourceState {
        known = Map.copyOf(known);
        waiting = List.copyOf(waiting);
    }

    static TopicSourceState empty() {
        return new TopicSourceState(false, Map.of(), List.of());
    }
}
