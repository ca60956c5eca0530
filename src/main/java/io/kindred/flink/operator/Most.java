package io.kindred.flink.operator;

import org.apache.flink.api.common.accumulators.Accumulator;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Collections;
import java.util.TreeMap;

/**
 * The names with the greatest counts, at most so many, as an accumulator. Each name is added once;
 * of equal counts the lesser name is kept.
 *
 * <p>Thread-safe, because Flink sends accumulators while the task changes them.
 */
final class Most implements Accumulator<Tally.Counted, TreeMap<String, Tally.Counted>> {

    private static final long serialVersionUID = 1L;

    private final int names;
    private final TreeMap<String, Tally.Counted> kept = new TreeMap<>();

    /** Keeps at most so many names. */
    Most(int names) {
        this.names = names;
    }

    @Override
    public synchronized void add(Tally.Counted counted) {
        if (kept.size() < names) {
            kept.put(counted.name(), counted);
            return;
        }
        Tally.Counted least = Collections.max(kept.values(), Tally.MOST_FIRST);
        if (Tally.MOST_FIRST.compare(counted, least) < 0) {
            kept.remove(least.name());
            kept.put(counted.name(), counted);
        }
    }

    @Override
    public synchronized TreeMap<String, Tally.Counted> getLocalValue() {
        return new TreeMap<>(kept);
    }

    @Override
    public synchronized void resetLocal() {
        kept.clear();
    }

    @Override
    public void merge(Accumulator<Tally.Counted, TreeMap<String, Tally.Counted>> other) {
        other.getLocalValue().values().forEach(this::add);
    }

    @Override
    public Most clone() {
        Most copy = new Most(names);
        copy.merge(this);
        return copy;
    }

    private synchronized void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
    }
}
