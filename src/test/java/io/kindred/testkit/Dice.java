package io.kindred.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded choices. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A number from {@code least} to {@code greatest}, both included. */
    int between(int least, int greatest) {
        return random.nextInt(least, greatest + 1);
    }

    <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** So many different items, fewer if there are fewer, in random order. */
    <T> List<T> pick(int count, List<T> items) {
        List<T> left = new ArrayList<>(items);
        List<T> picked = new ArrayList<>();
        while (picked.size() < count && !left.isEmpty()) {
            picked.add(left.remove(random.nextInt(left.size())));
        }
        return picked;
    }
}
