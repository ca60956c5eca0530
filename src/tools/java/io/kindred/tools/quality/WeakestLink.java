package io.kindred.tools.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the link or the record of an entity without which it falls into the two largest parts: the
 * articulation points of the graph of records and links (Hopcroft and Tarjan, <i>Efficient
 * Algorithms for Graph Manipulation</i>, 1973). O(records + members of links).
 *
 * <p>Example: an e-mail address links records 1, 2 and 3, a phone number 3, 4 and 5. Without record
 * 3 the parts are of two records each. If 1 and 5 share a phone number besides, there is no such
 * record and no such link.
 */
final class WeakestLink {

    /** A part that is smaller does not count as one side of a bridge. */
    private static final int LEAST_SIDE = 2;

    private final EntityLinks entity;
    private final List<List<Integer>> neighbors = new ArrayList<>();
    private final int[] entered;
    private final int[] lowest;

    /** Records at and below a node of the tree of visits. */
    private final int[] below;

    private final List<Bridge> bridges = new ArrayList<>();
    private int visits;

    private WeakestLink(EntityLinks entity) {
        this.entity = entity;
        int nodes = entity.records() + entity.links().size();
        for (int i = 0; i < nodes; i++) {
            neighbors.add(new ArrayList<>());
        }
        for (int i = 0; i < entity.links().size(); i++) {
            int link = entity.records() + i;
            for (int member : entity.links().get(i).members()) {
                neighbors.get(link).add(member);
                neighbors.get(member).add(link);
            }
        }
        this.entered = new int[nodes];
        this.lowest = new int[nodes];
        this.below = new int[nodes];
    }

    /**
     * What holds two sides together.
     *
     * @param record the position of a record, or -1 if it is a link
     * @param link the position of a link, or -1
     * @param larger records of the largest part without it
     * @param smaller records of the second largest part
     * @param parts how many parts there are without it
     */
    record Bridge(int record, int link, int larger, int smaller, int parts) {

        private static final Comparator<Bridge> WEAKEST_LAST =
                Comparator.comparingInt(Bridge::smaller)
                        .thenComparingInt(Bridge::link)
                        .thenComparing(Comparator.comparingInt(Bridge::record).reversed());
    }

    /** The bridge with the most records on its smaller side; empty if that is less than 2. */
    static Optional<Bridge> of(EntityLinks entity) {
        WeakestLink search = new WeakestLink(entity);
        for (int i = 0; i < entity.records(); i++) {
            if (search.entered[i] == 0) {
                search.visitFrom(i);
            }
        }
        return search.bridges.stream()
                .filter(bridge -> bridge.smaller() >= LEAST_SIDE)
                .max(Bridge.WEAKEST_LAST);
    }

    private record Frame(int node, int parent, int[] next, List<Integer> parts) {}

    /** Depth first, without recursion, as entities may be long chains. */
    private void visitFrom(int root) {
        ArrayList<Frame> path = new ArrayList<>();
        List<Frame> done = new ArrayList<>();
        path.add(enter(root, -1));
        while (!path.isEmpty()) {
            Frame frame = path.get(path.size() - 1);
            List<Integer> around = neighbors.get(frame.node());
            if (frame.next()[0] < around.size()) {
                int node = around.get(frame.next()[0]++);
                if (entered[node] == 0) {
                    path.add(enter(node, frame.node()));
                } else if (node != frame.parent()) {
                    lowest[frame.node()] = Math.min(lowest[frame.node()], entered[node]);
                }
            } else {
                path.remove(path.size() - 1);
                done.add(frame);
                if (!path.isEmpty()) {
                    leave(frame, path.get(path.size() - 1));
                }
            }
        }
        int all = below[root];
        done.forEach(each -> bridge(each, all, each.node() == root));
    }

    private Frame enter(int node, int parent) {
        entered[node] = ++visits;
        lowest[node] = visits;
        below[node] = node < entity.records() ? 1 : 0;
        return new Frame(node, parent, new int[1], new ArrayList<>());
    }

    private void leave(Frame child, Frame parent) {
        below[parent.node()] += below[child.node()];
        lowest[parent.node()] = Math.min(lowest[parent.node()], lowest[child.node()]);
        if (lowest[child.node()] >= entered[parent.node()]) {
            parent.parts().add(below[child.node()]);
        }
    }

    private void bridge(Frame frame, int all, boolean isRoot) {
        boolean isRecord = frame.node() < entity.records();
        List<Integer> parts = new ArrayList<>(frame.parts());
        if (!isRoot) {
            int separated = parts.stream().mapToInt(Integer::intValue).sum();
            parts.add(all - separated - (isRecord ? 1 : 0));
        }
        parts.removeIf(size -> size == 0);
        if (parts.size() > 1) {
            parts.sort(Comparator.reverseOrder());
            bridges.add(
                    new Bridge(
                            isRecord ? frame.node() : -1,
                            isRecord ? -1 : frame.node() - entity.records(),
                            parts.get(0),
                            parts.get(1),
                            parts.size()));
        }
    }
}
