package io.kindred.resolve.query;

import io.kindred.resolve.cluster.Groups;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Finds a chain of groups between two records of a component. It changes entity as rarely as
 * possible and, among those chains, has the fewest steps. The choice between equal chains is
 * deterministic.
 *
 * <p>Dijkstra's algorithm; see Cormen et al., <i>Introduction to Algorithms</i>, "Single-Source
 * Shortest Paths". Groups are nodes too, so the records of a group are not compared pairwise. A
 * record leads to the part of the group in its own entity. That part leads to its records or, at
 * the price of a change of entity, to the whole group.
 *
 * <p>Example: records 1 and 2 share an e-mail address, 2 and 3 a phone number. The chain from 1 to
 * 3 has two steps: 1 to 2 by e-mail, 2 to 3 by phone.
 *
 * <p>Costs O(n log n), where n is the sum of the sizes of all groups.
 */
final class GroupChain {

    private static final long CHANGE_OF_ENTITY = 1L << 32;
    private static final int NONE = -1;

    private final List<Groups.Group> groups;
    private final int[] entities;
    private final List<List<Integer>> groupsOf = new ArrayList<>();
    private final Map<Part, Integer> partNodes = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final PriorityQueue<Reached> open =
            new PriorityQueue<>(
                    Comparator.comparingLong(Reached::cost).thenComparingInt(Reached::node));

    private GroupChain(List<Groups.Group> groups, int[] entities) {
        this.groups = groups;
        this.entities = entities;
        for (int i = 0; i < entities.length; i++) {
            groupsOf.add(new ArrayList<>());
            nodes.add(new Node(i, NONE, NONE));
        }
        for (int group = 0; group < groups.size(); group++) {
            nodes.add(new Node(NONE, group, NONE));
            for (int member : groups.get(group).run().members()) {
                groupsOf.get(member).add(group);
            }
        }
    }

    /**
     * A step of a chain.
     *
     * @param from position of a record
     * @param group position of a group that contains both records
     * @param to position of the next record
     */
    record Step(int from, int group, int to) {}

    /** The part of a group in one entity. */
    private record Part(int group, int entity) {}

    private record Reached(long cost, int node) {}

    /** A record, a group, or the part of a group in one entity. */
    private static final class Node {
        final int record;
        final int group;
        final int entity;
        long cost = Long.MAX_VALUE;
        int before = NONE;
        boolean isSettled;

        Node(int record, int group, int entity) {
            this.record = record;
            this.group = group;
            this.entity = entity;
        }
    }

    /**
     * The chain between two records.
     *
     * @param groups groups whose members are positions of records
     * @param entities the entity of each record
     * @return the steps from one to the other; empty if they are the same record
     * @throws IllegalArgumentException if there is no chain
     */
    static Optional<List<Step>> between(
            List<Groups.Group> groups, int[] entities, int from, int to) {
        return new GroupChain(groups, entities).find(from, to);
    }

    private Optional<List<Step>> find(int from, int to) {
        reach(from, NONE, 0);
        while (!open.isEmpty()) {
            Reached next = open.remove();
            Node node = nodes.get(next.node());
            if (next.node() == to) {
                return Optional.of(steps(to));
            }
            if (!node.isSettled) {
                node.isSettled = true;
                expand(next.node(), node);
            }
        }
        return Optional.empty();
    }

    private void expand(int number, Node node) {
        if (node.record != NONE) {
            for (int group : groupsOf.get(node.record)) {
                reach(part(group, entities[node.record]), number, node.cost);
            }
            return;
        }
        for (int member : groups.get(node.group).run().members()) {
            if (node.entity == NONE || entities[member] == node.entity) {
                reach(member, number, node.cost + 1);
            }
        }
        if (node.entity != NONE) {
            reach(entities.length + node.group, number, node.cost + CHANGE_OF_ENTITY);
        }
    }

    private int part(int group, int entity) {
        return partNodes.computeIfAbsent(
                new Part(group, entity),
                unused -> {
                    nodes.add(new Node(NONE, group, entity));
                    return nodes.size() - 1;
                });
    }

    private void reach(int number, int before, long cost) {
        Node node = nodes.get(number);
        if (cost < node.cost) {
            node.cost = cost;
            node.before = before;
            open.add(new Reached(cost, number));
        }
    }

    private List<Step> steps(int to) {
        List<Step> steps = new ArrayList<>();
        int record = to;
        while (nodes.get(record).before != NONE) {
            int at = nodes.get(record).before;
            int group = nodes.get(at).group;
            while (nodes.get(at).record == NONE) {
                at = nodes.get(at).before;
            }
            steps.add(new Step(at, group, record));
            record = at;
        }
        Collections.reverse(steps);
        return steps;
    }
}
