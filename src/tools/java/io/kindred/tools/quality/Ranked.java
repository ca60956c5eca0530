package io.kindred.tools.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The best of many, each by a name; of several with one name the best counts.
 *
 * @param <T> what is ranked
 */
final class Ranked<T> {

    private static final int SLACK = 4;

    private final int most;
    private final Map<String, Entry<T>> best = new HashMap<>();

    private record Entry<T>(String name, double points, T item) {}

    Ranked(int most) {
        this.most = most;
    }

    void add(String name, double points, T item) {
        best.merge(
                name,
                new Entry<>(name, points, item),
                (before, now) -> now.points() > before.points() ? now : before);
        if (best.size() >= SLACK * most) {
            List<Entry<T>> kept = sorted();
            best.clear();
            kept.forEach(each -> best.put(each.name(), each));
        }
    }

    /** The best, best first; equally good ones by name. */
    List<T> items() {
        return sorted().stream().map(Entry::item).toList();
    }

    private List<Entry<T>> sorted() {
        List<Entry<T>> all = new ArrayList<>(best.values());
        all.sort(
                Comparator.<Entry<T>>comparingDouble(Entry::points)
                        .reversed()
                        .thenComparing(Entry::name));
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }
}
