package io.kindred.flink.operator;

import org.apache.flink.api.common.accumulators.Accumulator;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Counts by name, each with its first example, as an accumulator. Holds a limited number of names
 * of at most {@link #LENGTH} characters; all further names count as {@link #OTHER}.
 *
 * <p>Thread-safe, because Flink sends accumulators while the task changes them.
 */
public final class Tally implements Accumulator<Tally.Counted, TreeMap<String, Tally.Counted>> {

    /** The name of everything beyond the limit. */
    public static final String OTHER = "other";

    static final int LENGTH = 300;

    private static final long serialVersionUID = 1L;

    /** The greatest count first, then by name. */
    static final Comparator<Counted> MOST_FIRST =
            Comparator.comparingLong(Counted::count).reversed().thenComparing(Counted::name);

    private final int names;
    private final TreeMap<String, Counted> counts = new TreeMap<>();

    /**
     * A count.
     *
     * @param name what is counted
     * @param example its first occurrence; empty if there is nothing to tell
     */
    public record Counted(String name, long count, String example) implements Serializable {

        private Counted plus(Counted more) {
            return new Counted(
                    name, count + more.count, example.isEmpty() ? more.example : example);
        }
    }

    /** Counts at most so many names, and the others together. */
    Tally(int names) {
        this.names = names;
    }

    @Override
    public synchronized void add(Counted more) {
        String name = cut(more.name);
        if (!counts.containsKey(name) && namesThere() >= names) {
            name = OTHER;
        }
        counts.merge(name, new Counted(name, more.count, cut(more.example)), Counted::plus);
    }

    private int namesThere() {
        return counts.size() - (counts.containsKey(OTHER) ? 1 : 0);
    }

    void add(String name, String example) {
        add(new Counted(name, 1, example));
    }

    /** Hands over all counts, and begins anew. */
    synchronized void drain(Consumer<Counted> to) {
        counts.values().forEach(to);
        counts.clear();
    }

    /** Drops examples; the next of a name takes the place of its dropped one. */
    synchronized void dropExamples(Predicate<Counted> dropped) {
        counts.replaceAll(
                (name, counted) ->
                        dropped.test(counted) ? new Counted(name, counted.count, "") : counted);
    }

    /** Drops an example wherever it is one. */
    void dropExample(String example) {
        String asKept = cut(example);
        dropExamples(counted -> counted.example.equals(asKept));
    }

    synchronized long sum() {
        return sum(counts);
    }

    static long sum(Map<String, Counted> counts) {
        return counts.values().stream().mapToLong(Counted::count).sum();
    }

    /** The greatest counts first, at most so many. */
    public static List<Counted> commonest(Map<String, Counted> counts, int most) {
        return counts.values().stream().sorted(MOST_FIRST).limit(most).toList();
    }

    @Override
    public synchronized TreeMap<String, Counted> getLocalValue() {
        return new TreeMap<>(counts);
    }

    @Override
    public synchronized void resetLocal() {
        counts.clear();
    }

    @Override
    public void merge(Accumulator<Counted, TreeMap<String, Counted>> other) {
        other.getLocalValue().values().forEach(this::add);
    }

    @Override
    public Tally clone() {
        Tally copy = new Tally(names);
        copy.merge(this);
        return copy;
    }

    private synchronized void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
    }

    static String cut(String text) {
        return text.length() <= LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LENGTH / 2)) + "…";
    }
}
