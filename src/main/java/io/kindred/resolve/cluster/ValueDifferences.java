package io.kindred.resolve.cluster;

import io.kindred.compare.ComparedValue;
import io.kindred.compare.Threshold;

import java.util.HashMap;
import java.util.Map;

/**
 * Which values of strong identifiers are different, for identifiers that tolerate some differences.
 * Values are numbers as in {@link StrongValues}.
 *
 * <p>Tolerance is not transitive. Example: with {@code damerau_levenshtein} of at least 2, {@code
 * 1990} counts as equal to {@code 1991} and to {@code 1890}, which are different from each other.
 *
 * <p>Each pair of values is measured once. Up to {@link #REMEMBERED} outcomes are kept.
 */
final class ValueDifferences {

    private static final int REMEMBERED = 1 << 16;

    private final Map<Integer, Tolerant> tolerant = new HashMap<>(0);
    private final Map<Long, Boolean> known = new HashMap<>(0);

    private record Tolerant(int identifier, Threshold differ, ComparedValue value) {}

    /** A value of an identifier that tolerates differences. */
    void add(int number, int identifier, Threshold differ, String value) {
        tolerant.put(number, new Tolerant(identifier, differ, new ComparedValue(value)));
    }

    /** Whether two values do not count as equal; symmetric. */
    boolean areDifferent(int a, int b) {
        if (a == b) {
            return false;
        }
        int lesser = Math.min(a, b);
        int greater = Math.max(a, b);
        Tolerant left = tolerant.get(lesser);
        Tolerant right = tolerant.get(greater);
        if (left == null || right == null || left.identifier() != right.identifier()) {
            return true;
        }
        if (known.size() == REMEMBERED) {
            known.clear();
        }
        return known.computeIfAbsent(
                ((long) lesser << Integer.SIZE) | greater, unused -> areDifferent(left, right));
    }

    private static boolean areDifferent(Tolerant a, Tolerant b) {
        return !a.differ().isMeasurable(a.value(), b.value())
                || a.differ().holds(a.value(), b.value());
    }
}
