package io.kindred.cli.bench;

import io.kindred.flink.operator.DecodeFunction;
import io.kindred.flink.operator.FlushTimes;
import io.kindred.flink.operator.ShardCounts;
import io.kindred.storage.shard.ShardMeta.Count;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The metrics of one run that a report is made of, read where they are kept. What a metric last
 * showed stays when its operator is gone.
 */
final class MetricBook implements MetricReporter {

    /** The variable of the group that the counters of a state's accesses are in. */
    static final String STATE = "<state>";

    private static final String OPERATOR_ID = "<operator_id>";
    private static final String SOURCE_ID = "<source_id>";
    private static final String LATENCY = "latency";
    private static final Set<String> NAMES =
            Stream.concat(
                            Stream.of(
                                    LATENCY,
                                    DecodeFunction.DEAD_LETTERS_COUNT,
                                    FlushTimes.COUNT,
                                    FlushTimes.TOTAL_MS,
                                    FlushTimes.MAX_MS),
                            Arrays.stream(Count.values()).map(ShardCounts::name))
                    .collect(Collectors.toUnmodifiableSet());

    private final Map<Metric, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(String name, Map<String, String> variables, Metric metric) {

        /** The same with what the metric shows now. */
        Entry last() {
            return metric instanceof Histogram ? this : new Entry(name, variables, shown(number()));
        }

        private static Gauge<Number> shown(Number value) {
            return () -> value;
        }

        Number number() {
            if (metric instanceof Counter counter) {
                return counter.getCount();
            }
            return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number value
                    ? value
                    : 0L;
        }
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        Map<String, String> variables = group.getAllVariables();
        if (NAMES.contains(name) || variables.containsKey(STATE)) {
            entries.put(metric, new Entry(name, Map.copyOf(variables), metric));
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        entries.computeIfPresent(metric, (key, entry) -> entry.last());
    }

    private Stream<Entry> named(String name) {
        return entries.values().stream().filter(entry -> entry.name.equals(name));
    }

    /** Whether a metric of the name has been there. */
    boolean has(String name) {
        return named(name).findAny().isPresent();
    }

    /** Of all subtasks and operators together. */
    long sum(String name) {
        return named(name).mapToLong(entry -> entry.number().longValue()).sum();
    }

    /** Of all subtasks and operators together. */
    double total(String name) {
        return named(name).mapToDouble(entry -> entry.number().doubleValue()).sum();
    }

    /** Of all subtasks and operators, or 0. */
    double max(String name) {
        return named(name).mapToDouble(entry -> entry.number().doubleValue()).max().orElse(0);
    }

    /** By state, the sums of the metrics in its group by their names. */
    Map<String, Map<String, Long>> accesses() {
        Map<String, Map<String, Long>> byState = new TreeMap<>();
        for (Entry entry : entries.values()) {
            String state = entry.variables.get(STATE);
            if (state != null) {
                byState.computeIfAbsent(state, key -> new TreeMap<>())
                        .merge(entry.name, entry.number().longValue(), Long::sum);
            }
        }
        return byState;
    }

    /**
     * The milliseconds that markers took to an operator, in order.
     *
     * @param operator the operator's id
     * @param from which ids of sources to look at
     */
    long[] latencies(String operator, Predicate<String> from) {
        return named(LATENCY)
                .filter(entry -> operator.equals(entry.variables.get(OPERATOR_ID)))
                .filter(entry -> from.test(entry.variables.getOrDefault(SOURCE_ID, "")))
                .flatMapToLong(entry -> values((Histogram) entry.metric))
                .sorted()
                .toArray();
    }

    private static LongStream values(Histogram histogram) {
        return Arrays.stream(histogram.getStatistics().getValues());
    }
}
