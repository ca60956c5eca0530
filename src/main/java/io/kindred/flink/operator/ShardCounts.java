package io.kindred.flink.operator;

import io.kindred.resolve.ShardEngine;
import io.kindred.storage.shard.ShardMeta.Count;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Gauge;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Exposes the counts of a subtask's shards as accumulators and gauges. The counts come from the
 * shards' state, so they are exact after any restart.
 */
public final class ShardCounts {

    /** The end of the name of a gauge: the most records of an entity emitted since the start. */
    public static final String LARGEST_ENTITY = "-largest-entity";

    private static final String SHARD = "shard";

    private final Collection<ShardEngine> engines;
    private final Map<Count, LongCounter> accumulators = new EnumMap<>(Count.class);
    private volatile int largestEntity;

    /**
     * Registers the counts of one operator's engines.
     *
     * @param whose the prefix of the names
     */
    ShardCounts(String whose, RuntimeContext context, Collection<ShardEngine> engines) {
        this.engines = engines;
        for (Count count : Count.values()) {
            LongCounter accumulator = new LongCounter();
            context.addAccumulator(name(whose, count), accumulator);
            context.getMetricGroup().gauge(name(whose, count), accumulator::getLocalValue);
            accumulators.put(count, accumulator);
        }
        context.getMetricGroup()
                .gauge(whose + LARGEST_ENTITY, (Gauge<Integer>) () -> largestEntity);
    }

    /** The name of a shard count's accumulator and gauge, such as {@code shard-entities}. */
    public static String name(Count count) {
        return name(SHARD, count);
    }

    /**
     * The name of a count's accumulator and gauge.
     *
     * @param whose the name of the {@link ShardRole}
     */
    public static String name(String whose, Count count) {
        return whose + '-' + count.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Updates the accumulators and gauges from the engines. */
    void update() {
        largestEntity = engines.stream().mapToInt(ShardEngine::largestEntity).max().orElse(0);
        accumulators.forEach(
                (count, accumulator) -> {
                    long now = engines.stream().mapToLong(engine -> engine.count(count)).sum();
                    accumulator.add(now - accumulator.getLocalValuePrimitive());
                });
    }
}
