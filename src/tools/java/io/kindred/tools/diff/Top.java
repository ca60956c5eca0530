package io.kindred.tools.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first items of an order, at most a number of them; others are forgotten. */
final class Top<T> {

    private final int most;
    private final Comparator<T> order;
    private final PriorityQueue<T> kept;

    Top(int most, Comparator<T> order) {
        this.most = most;
        this.order = order;
        this.kept = new PriorityQueue<>(order.reversed());
    }

    void add(T item) {
        kept.add(item);
        if (kept.size() > most) {
            kept.poll();
        }
    }

    /** What was kept, in order. */
    List<T> items() {
        List<T> items = new ArrayList<>(kept);
        items.sort(order);
        return items;
    }
}
