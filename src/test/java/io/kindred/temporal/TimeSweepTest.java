package io.kindred.temporal;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

class TimeSweepTest {

    private record Atom(Interval interval, List<Interval> active) {}

    @Test
    void visitsNothingWithoutItems() {
        assertThat(atoms(List.of())).isEmpty();
    }

    @Test
    void cutsAtEveryBound() {
        Interval always = Interval.ALWAYS;
        Interval early = new Interval(0, 10);
        Interval late = new Interval(5, 20);
        assertThat(atoms(List.of(late, always, early)))
                .containsExactly(
                        new Atom(new Interval(Interval.MIN, 0), List.of(always)),
                        new Atom(new Interval(0, 5), List.of(always, early)),
                        new Atom(new Interval(5, 10), List.of(late, always, early)),
                        new Atom(new Interval(10, 20), List.of(late, always)),
                        new Atom(new Interval(20, Interval.MAX), List.of(always)));
    }

    @Test
    void leavesOutTimesThatNothingCovers() {
        Interval one = new Interval(0, 1);
        Interval two = new Interval(1, 2);
        Interval four = new Interval(4, 5);
        assertThat(atoms(List.of(four, two, one)))
                .containsExactly(
                        new Atom(one, List.of(one)),
                        new Atom(two, List.of(two)),
                        new Atom(four, List.of(four)));
    }

    @Test
    void keepsEqualItemsApart() {
        Interval one = new Interval(0, 1);
        assertThat(atoms(List.of(one, one))).containsExactly(new Atom(one, List.of(one, one)));
    }

    @Test
    void doesAsTryingEveryPairOfNeighbouringBounds() {
        SplittableRandom random = new SplittableRandom(17);
        for (int round = 0; round < 500; round++) {
            List<Interval> items = new ArrayList<>();
            for (int n = random.nextInt(8); n > 0; n--) {
                int start = random.nextInt(12);
                items.add(new Interval(start, start + random.nextInt(1, 6)));
            }
            SortedSet<Long> bounds = new TreeSet<>();
            items.forEach(item -> bounds.addAll(List.of(item.start(), item.end())));
            List<Atom> expected = new ArrayList<>();
            List<Long> cuts = List.copyOf(bounds);
            for (int i = 1; i < cuts.size(); i++) {
                Interval atom = new Interval(cuts.get(i - 1), cuts.get(i));
                List<Interval> active = items.stream().filter(atom::overlaps).toList();
                if (!active.isEmpty()) {
                    expected.add(new Atom(atom, active));
                }
            }
            assertThat(atoms(items)).as("seed 17, round %s", round).isEqualTo(expected);
        }
    }

    private static List<Atom> atoms(List<Interval> items) {
        record Item(int position, Interval interval) {}
        List<Item> numbered = new ArrayList<>();
        items.forEach(interval -> numbered.add(new Item(numbered.size(), interval)));
        List<Atom> atoms = new ArrayList<>();
        Set<Item> active = new HashSet<>();
        TimeSweep.over(
                numbered,
                Item::interval,
                new TimeSweep.Visitor<Item>() {
                    @Override
                    public void opens(Item item) {
                        assertThat(active.add(item)).as("opens once").isTrue();
                    }

                    @Override
                    public void closes(Item item) {
                        assertThat(active.remove(item)).as("closes after it opened").isTrue();
                    }

                    @Override
                    public void atom(Interval atom) {
                        atoms.add(
                                new Atom(
                                        atom,
                                        active.stream()
                                                .sorted(Comparator.comparing(Item::position))
                                                .map(Item::interval)
                                                .toList()));
                    }
                });
        assertThat(active).as("all that opened closes").isEmpty();
        return atoms;
    }
}
