package io.kindred.codec;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suggestions for misspelt names. */
public final class Suggestion {

    private static final int SHORT = 3;

    private Suggestion() {}

    /** The known name closest to a wrong one, if it is within the number of edits. */
    public static Optional<String> within(int edits, String wrong, Collection<String> known) {
        String folded = fold(wrong);
        return known.stream()
                .filter(name -> Math.abs(folded.length() - fold(name).length()) <= edits)
                .filter(name -> distance(folded, fold(name)) <= edits)
                .min(Comparator.comparingInt(name -> distance(folded, fold(name))));
    }

    /**
     * The known name that a wrong one is likely to stand for. Of names of up to three characters
     * only case, hyphens and underscores may differ.
     */
    public static Optional<String> likely(String wrong, Collection<String> known) {
        return nearest(wrong, known)
                .filter(
                        name ->
                                fold(name).equals(fold(wrong))
                                        || Math.min(name.length(), wrong.length()) > SHORT);
    }

    /**
     * An error message about an unknown name, with a suggestion and the known names.
     *
     * @param listing the words before the known names
     */
    static String unknown(String what, String wrong, List<String> known, String listing) {
        String meant =
                nearest(wrong, known).map(name -> "; did you mean '" + name + "'?").orElse("");
        String first = listing.substring(0, 1);
        String list =
                meant.isEmpty()
                        ? "; " + listing
                        : " " + first.toUpperCase(Locale.ROOT) + listing.substring(1);
        return String.format(
                "unknown %s '%s'%s%s %s", what, wrong, meant, list, String.join(", ", known));
    }

    private static Optional<String> nearest(String wrong, Collection<String> known) {
        String folded = fold(wrong);
        return known.stream()
                .filter(name -> isNear(folded, fold(name)))
                .min(Comparator.comparingInt(name -> distance(folded, fold(name))));
    }

    private static boolean isNear(String wrong, String name) {
        int allowed = Math.max(1, name.length() / 4);
        // Compares lengths first, because the distance is quadratic in the lengths.
        return Math.abs(wrong.length() - name.length()) <= allowed
                && distance(wrong, name) <= allowed;
    }

    /**
     * Ignores case, hyphens and underscores, so that {@code identityKeys} matches {@code
     * identity_keys}.
     */
    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /**
     * The Damerau-Levenshtein distance (optimal string alignment): insertions, deletions,
     * replacements and swaps of neighbours.
     */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int least = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
