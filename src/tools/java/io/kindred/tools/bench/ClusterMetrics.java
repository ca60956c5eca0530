package io.kindred.tools.bench;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.runtime.metrics.MetricRegistryConfiguration;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.apache.flink.runtime.metrics.ReporterSetupBuilder;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Collects all metrics of a cluster in this process, including those of operators that have ended.
 */
final class ClusterMetrics implements MetricReporter {

    private static final String STATE = "<state>";
    private static final String LATENCY = "latency";

    private final Map<Metric, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(String name, Map<String, String> variables, Metric metric) {

        double value() {
            if (metric instanceof Counter counter) {
                return counter.getCount();
            }
            return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
                    ? number.doubleValue()
                    : 0;
        }
    }

    /** Creates a cluster, not started, that reports its metrics to this object only. */
    @SuppressWarnings("try") // Flink's close may be interrupted
    MiniCluster cluster(MiniClusterConfiguration configuration) {
        return new MiniCluster(configuration) {
            @Override
            protected MetricRegistryImpl createMetricRegistry(
                    Configuration options, long maximumMessageBytes) {
                return new MetricRegistryImpl(
                        MetricRegistryConfiguration.fromConfiguration(options, maximumMessageBytes),
                        List.of(
                                ReporterSetupBuilder.METRIC_SETUP_BUILDER.forReporter(
                                        "bench", ClusterMetrics.this)));
            }
        };
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        entries.put(metric, new Entry(name, Map.copyOf(group.getAllVariables()), metric));
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}

    private Stream<Entry> named(String name) {
        return entries.values().stream().filter(entry -> entry.name.equals(name));
    }

    boolean has(String name) {
        return named(name).findAny().isPresent();
    }

    /** The values of all counters and gauges of this name, one for each operator and subtask. */
    DoubleStream values(String name) {
        return named(name).mapToDouble(Entry::value);
    }

    /** The sum of the values of all operators and subtasks. */
    long sum(String name) {
        return (long) values(name).sum();
    }

    /**
     * The access counters of each state: state name to counter name to the sum over all subtasks.
     */
    Map<String, Map<String, Long>> accesses() {
        Map<String, Map<String, Long>> byState = new TreeMap<>();
        for (Entry entry : entries.values()) {
            String state = entry.variables.get(STATE);
            if (state != null) {
                byState.computeIfAbsent(state, key -> new TreeMap<>())
                        .merge(entry.name, (long) entry.value(), Long::sum);
            }
        }
        return byState;
    }

    /**
     * The latencies of Flink's latency markers at an operator, in milliseconds.
     *
     * @param operator the id of the operator
     * @param from selects sources by their ids
     */
    long[] latencies(String operator, Predicate<String> from) {
        return named(LATENCY)
                .filter(entry -> operator.equals(entry.variables.get("<operator_id>")))
                .filter(entry -> from.test(entry.variables.getOrDefault("<source_id>", "")))
                .map(entry -> (Histogram) entry.metric)
                .flatMapToLong(each -> Arrays.stream(each.getStatistics().getValues()))
                .toArray();
    }
}
