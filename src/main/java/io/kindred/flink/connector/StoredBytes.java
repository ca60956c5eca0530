package io.kindred.flink.connector;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * Counts the bytes that the file sources of one job in this process have read; of compressed files,
 * compressed bytes. A reader cannot have an accumulator, so it finds the count by an id in the
 * options of its task manager. Without the id, as on a cluster, nothing is counted.
 */
public final class StoredBytes implements AutoCloseable {

    private static final ConfigOption<String> ID =
            ConfigOptions.key("kindred.stored-bytes").stringType().noDefaultValue();
    private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final LongAdder count = new LongAdder();

    /** Counts from 0 until it is closed. */
    public StoredBytes() {
        COUNTS.put(id, count);
    }

    /** Makes the task managers with these options count here. */
    public void countIn(Configuration options) {
        options.set(ID, id);
    }

    /** How many bytes have been read, by all sources. */
    public long read() {
        return count.sum();
    }

    @Override
    public void close() {
        COUNTS.remove(id);
    }

    /** What a reader reports bytes to. */
    static LongConsumer counter(Configuration options) {
        LongAdder count = options.getOptional(ID).map(COUNTS::get).orElse(null);
        return count == null ? bytes -> {} : count::add;
    }
}
