package io.kindred.flink.operator;

import io.kindred.resolve.ShardEngine;
import io.kindred.storage.shard.ShardMeta.Count;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Shows the counts of a subtask's shards as accumulators and gauges. They come from the shards'
 * state and so are exact whatever restarts there are.
 */
public final class ShardCounts {

    /** What the counts of shards are called by. */
    private static final String SHARD = "shard";

    private final Collection<ShardEngine> engines;
    private final Map<Count, LongCounter> accumulators = new EnumMap<>(Count.class);

    /**
     * Of the engines of one operator.
     *
     * @param whose what the counts are called by
     */
    ShardCounts(String whose, RuntimeContext context, Collection<ShardEngine> engines) {
        this.engines = engines;
        for (Count count : Count.values()) {
            LongCounter accumulator = new LongCounter();
            context.addAccumulator(name(whose, count), accumulator);
            context.getMetricGroup().gauge(name(whose, count), accumulator::getLocalValue);
            accumulators.put(count, accumulator);
        }
    }

    /**
     * The name of a count's accumulator and gauge among those of shards: {@code shard-entities}.
     */
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

    /** Takes the counts over from the engines. */
    void update() {
        accumulators.forEach(
                (count, accumulator) -> {
                    long now = engines.stream().mapToLong(engine -> engine.count(count)).sum();
                    accumulator.add(now - accumulator.getLocalValuePrimitive());
                });
    }
}
