package io.kindred.tools.bench;

import io.kindred.flink.operator.FlushTimes;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ClusterMetricsTest {

    private final ClusterMetrics metrics = new ClusterMetrics();

    private static MetricGroup group(Map<String, String> variables) {
        return new UnregisteredMetricsGroup() {
            @Override
            public Map<String, String> getAllVariables() {
                return variables;
            }
        };
    }

    private static Gauge<?> gauge(Object shown) {
        return () -> shown;
    }

    @Test
    void addsSubtasksUpAndKeepsThoseThatAreGone() {
        Gauge<?> first = gauge(2.5);
        metrics.notifyOfAddedMetric(first, FlushTimes.MAX_MS, group(Map.of()));
        metrics.notifyOfAddedMetric(gauge(3.0), FlushTimes.MAX_MS, group(Map.of()));
        metrics.notifyOfRemovedMetric(first, FlushTimes.MAX_MS, group(Map.of()));

        assertThat(metrics.has(FlushTimes.MAX_MS)).isTrue();
        assertThat(metrics.has(FlushTimes.COUNT)).isFalse();
        assertThat(metrics.values(FlushTimes.MAX_MS)).containsExactlyInAnyOrder(2.5, 3.0);
        assertThat(metrics.sum(FlushTimes.MAX_MS)).isEqualTo(5);
        assertThat(metrics.sum(FlushTimes.COUNT)).isZero();
    }

    @Test
    void takesTextForNothing() {
        metrics.notifyOfAddedMetric(gauge("text"), FlushTimes.TOTAL_MS, group(Map.of()));

        assertThat(metrics.sum(FlushTimes.TOTAL_MS)).isZero();
    }

    @Test
    void addsTheAccessesOfAStateUp() {
        for (int subtask = 0; subtask < 2; subtask++) {
            SimpleCounter hits = new SimpleCounter();
            hits.inc(subtask + 1);
            metrics.notifyOfAddedMetric(hits, "hits", group(Map.of("<state>", "records")));
        }
        assertThat(metrics.accesses()).containsExactly(Map.entry("records", Map.of("hits", 3L)));
    }

    @Test
    void takesLatenciesToOneOperatorFromTheWantedSources() {
        latency("publish", "crm", 5);
        latency("publish", "web", 3);
        latency("publish", "endless", 1);
        latency("shard", "crm", 2);

        assertThat(metrics.latencies("publish", source -> !source.equals("endless")))
                .containsExactlyInAnyOrder(3, 5);
    }

    private void latency(String operator, String source, long millis) {
        DescriptiveStatisticsHistogram histogram = new DescriptiveStatisticsHistogram(4);
        histogram.update(millis);
        metrics.notifyOfAddedMetric(
                histogram,
                "latency",
                group(Map.of("<operator_id>", operator, "<source_id>", source)));
    }
}
