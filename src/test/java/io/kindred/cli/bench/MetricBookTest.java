package io.kindred.cli.bench;

import io.kindred.flink.operator.FlushTimes;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MetricBookTest {

    private final MetricBook book = new MetricBook();

    private static MetricGroup group(Map<String, String> variables) {
        return new UnregisteredMetricsGroup() {
            @Override
            public Map<String, String> getAllVariables() {
                return variables;
            }
        };
    }

    private static final class Shown {
        private double value;
    }

    @Test
    void sumsWhatSubtasksShowAndKeepsTheLastOfThoseThatAreGone() {
        Shown first = new Shown();
        Shown second = new Shown();
        Gauge<Double> gauge = () -> first.value;
        book.notifyOfAddedMetric(gauge, FlushTimes.MAX_MS, group(Map.of()));
        book.notifyOfAddedMetric(
                (Gauge<Double>) () -> second.value, FlushTimes.MAX_MS, group(Map.of()));
        first.value = 2;
        second.value = 3;
        assertThat(book.total(FlushTimes.MAX_MS)).isEqualTo(5);
        assertThat(book.max(FlushTimes.MAX_MS)).isEqualTo(3);

        book.notifyOfRemovedMetric(gauge, FlushTimes.MAX_MS, group(Map.of()));
        first.value = 9;
        assertThat(book.max(FlushTimes.MAX_MS)).isEqualTo(3);
        assertThat(book.has(FlushTimes.MAX_MS)).isTrue();
    }

    @Test
    void takesNoMetricThatNoReportNeeds() {
        book.notifyOfAddedMetric(new SimpleCounter(), "numRecordsIn", group(Map.of()));
        book.notifyOfAddedMetric(
                (Gauge<String>) () -> "text", FlushTimes.TOTAL_MS, group(Map.of()));

        assertThat(book.has("numRecordsIn")).isFalse();
        assertThat(book.sum(FlushTimes.TOTAL_MS)).isZero();
        assertThat(book.max(FlushTimes.MAX_MS)).isZero();
    }

    @Test
    void addsTheAccessesOfAStateUp() {
        for (int subtask = 0; subtask < 2; subtask++) {
            SimpleCounter hits = new SimpleCounter();
            hits.inc(subtask + 1);
            book.notifyOfAddedMetric(hits, "hits", group(Map.of("<state>", "records")));
        }
        assertThat(book.accesses()).containsExactly(Map.entry("records", Map.of("hits", 3L)));
    }

    @Test
    void takesLatenciesToOneOperatorFromTheWantedSources() {
        latency("publish", "crm", 5);
        latency("publish", "web", 3);
        latency("publish", "endless", 1);
        latency("shard", "crm", 2);

        assertThat(book.latencies("publish", source -> !source.equals("endless")))
                .containsExactly(3, 5);
    }

    private void latency(String operator, String source, long millis) {
        DescriptiveStatisticsHistogram histogram = new DescriptiveStatisticsHistogram(4);
        histogram.update(millis);
        book.notifyOfAddedMetric(
                histogram,
                "latency",
                group(Map.of("<operator_id>", operator, "<source_id>", source)));
    }

    @Test
    void isFoundByWhatItWasRegisteredAs() {
        Map<String, String> options = MetricBookFactory.register(book);
        Properties properties = new Properties();
        options.forEach(
                (key, value) ->
                        properties.setProperty(key.substring(key.lastIndexOf('.') + 1), value));
        MetricBookFactory factory = new MetricBookFactory();
        assertThat(factory.createMetricReporter(properties)).isSameAs(book);

        MetricBookFactory.forget(book);
        assertThatThrownBy(() -> factory.createMetricReporter(properties))
                .hasMessageContaining("only for measurements");
    }
}
