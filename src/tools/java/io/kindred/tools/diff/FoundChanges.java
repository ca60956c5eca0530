package io.kindred.tools.diff;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts changes, and keeps the most important ones of each kind. */
final class FoundChanges {

    private final int most;
    private final Map<ChangeKind, Top<Found>> top = new EnumMap<>(ChangeKind.class);
    private final Map<ChangeKind, Map<String, ChangeCount>> counts =
            new EnumMap<>(ChangeKind.class);

    /**
     * @param most the most changes that are kept of each kind
     */
    FoundChanges(int most) {
        this.most = most;
    }

    void add(Found found) {
        top.computeIfAbsent(found.kind(), any -> new Top<>(most, Found.ORDER)).add(found);
        counts.computeIfAbsent(found.kind(), any -> new TreeMap<>())
                .merge(
                        order(found.causes()),
                        new ChangeCount(
                                found.kind(),
                                found.causes(),
                                1,
                                found.before(),
                                found.after(),
                                found.records()),
                        ChangeCount::plus);
    }

    /** Sorts in the order of {@link Cause}. */
    private static String order(Set<Cause> causes) {
        StringBuilder order = new StringBuilder();
        EnumSet.copyOf(causes).forEach(each -> order.append(each.ordinal()));
        return order.toString();
    }

    /** By kind, then by cause; none is zero. */
    List<ChangeCount> counts() {
        List<ChangeCount> all = new ArrayList<>();
        counts.values().forEach(each -> all.addAll(each.values()));
        return all;
    }

    /**
     * The most important changes. Each kind has a fair share of the places first, so that none is
     * crowded out; the rest of the places go to what is most important.
     */
    List<Found> mostImportant() {
        List<Found> chosen = new ArrayList<>();
        List<Found> others = new ArrayList<>();
        int share = most / Math.max(1, top.size());
        for (Top<Found> each : top.values()) {
            List<Found> items = each.items();
            int taken = Math.min(share, items.size());
            chosen.addAll(items.subList(0, taken));
            others.addAll(items.subList(taken, items.size()));
        }
        others.sort(Found.ORDER);
        chosen.addAll(others.subList(0, Math.min(most - chosen.size(), others.size())));
        chosen.sort(Found.ORDER);
        return chosen;
    }
}
