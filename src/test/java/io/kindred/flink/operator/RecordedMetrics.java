package io.kindred.flink.operator;

import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The metrics that an operator in a harness registers, by what their names end with: from the group
 * {@code state} or {@code cache} on.
 */
final class RecordedMetrics {

    private final Map<String, Metric> metrics = new HashMap<>();

    /** The group to set up the harness with. */
    TaskMetricGroup group() {
        TestingMetricRegistry registry =
                TestingMetricRegistry.builder()
                        .setRegisterConsumer(
                                (metric, name, group) -> {
                                    String whole = group.getMetricIdentifier(name);
                                    int state = whole.indexOf(".state.");
                                    int at = state >= 0 ? state : whole.indexOf(".cache.");
                                    metrics.put(whole.substring(at + 1), metric);
                                })
                        .build();
        return TaskManagerMetricGroup.createTaskManagerMetricGroup(
                        registry, "host", ResourceID.generate())
                .addJob(new JobID(), "job")
                .addTask(ExecutionAttemptID.randomId(), "task");
    }

    Set<String> names() {
        return metrics.keySet();
    }

    Metric get(String name) {
        return metrics.get(name);
    }

    long count(String name) {
        return ((Counter) get(name)).getCount();
    }
}
