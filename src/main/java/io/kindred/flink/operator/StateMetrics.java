package io.kindred.flink.operator;

import io.kindred.storage.AccessCounts;
import io.kindred.storage.MeteredShardTables;
import io.kindred.storage.ShardTables.Name;
import io.kindred.storage.ShardTables.TermName;
import io.kindred.storage.cache.WriteBackCache;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

import java.util.function.LongSupplier;

/** Flink metrics of the accesses to the state backend and to the cache in front of it. */
final class StateMetrics {

    private StateMetrics() {}

    /** Registers {@code state.<name of the state>}: the accesses that reach the backend. */
    static void register(MetricGroup operator, MeteredShardTables tables) {
        for (Name name : Name.values()) {
            AccessCounts counts = tables.counts(name);
            MetricGroup group = writes(operator, name.id(), counts);
            count(group, "hits", counts::hits);
            count(group, "misses", counts::misses);
        }
        for (TermName name : TermName.values()) {
            AccessCounts counts = tables.counts(name);
            MetricGroup group = writes(operator, name.id(), counts);
            count(group, "scans", counts::scans);
            count(group, "walked", counts::walked);
        }
    }

    /** Registers {@code cache}: hits, misses, evictions, dirty writes and bytes. */
    static void register(MetricGroup operator, WriteBackCache cache) {
        MetricGroup group = operator.addGroup("cache");
        count(group, "hits", cache::hits);
        count(group, "misses", cache::misses);
        count(group, "evictions", cache::evictions);
        count(group, "dirty-writes", cache::dirtyWrites);
        group.gauge("bytes", (Gauge<Long>) cache::bytes);
    }

    private static MetricGroup writes(MetricGroup operator, String state, AccessCounts counts) {
        MetricGroup group = operator.addGroup("state", state);
        count(group, "puts", counts::puts);
        count(group, "removes", counts::removes);
        return group;
    }

    private static void count(MetricGroup group, String name, LongSupplier count) {
        group.counter(name, new ReadOnlyCounter(count));
    }

    /** A read-only counter. */
    private record ReadOnlyCounter(LongSupplier count) implements Counter {

        @Override
        public long getCount() {
            return count.getAsLong();
        }

        @Override
        public void inc() {
            throw readOnly();
        }

        @Override
        public void inc(long by) {
            throw readOnly();
        }

        @Override
        public void dec() {
            throw readOnly();
        }

        @Override
        public void dec(long by) {
            throw readOnly();
        }

        private static UnsupportedOperationException readOnly() {
            return new UnsupportedOperationException("a read-only counter");
        }
    }
}
