package io.kindred.compare;

import java.util.Arrays;

/**
 * The least number of edits that turn one value into another: insertions, deletions, replacements
 * and, with Damerau, transpositions of neighbours, between which more may be edited ("ca" to "abc"
 * takes 2). After R. Lowrance and R. A. Wagner, "An Extension of the String-to-String Correction
 * Problem" (1975).
 *
 * <p>Distances above a limit k are not computed: only cells up to k away from the diagonal are
 * filled, since each step off it is an edit (E. Ukkonen, "Algorithms for Approximate String
 * Matching", 1985), and no more rows when all cells of one exceed k. So time is length times k.
 * Common ends are skipped. Keeps its arrays; not thread-safe.
 */
final class EditDistance {

    private static final ThreadLocal<EditDistance> OF_THREAD =
            ThreadLocal.withInitial(EditDistance::new);

    /** More than any distance, and no overflow when edits are added. */
    private static final int FAR = 1 << 20;

    /**
     * Cell (i, j) is the distance of the first i of one and the first j of the other, row by row.
     */
    private int[] cells = {};

    /** By column: the last row with an equal code point; 0 if there is none. */
    private int[] lastRow = {};

    private EditDistance() {}

    /**
     * Whether the distance is at most {@code max}.
     *
     * @param max may be negative
     */
    static boolean isAtMost(ComparedValue a, ComparedValue b, int max, boolean hasTranspositions) {
        if (a.hasTextOf(b)) {
            return max >= 0;
        }
        int[] x = a.codePoints();
        int[] y = b.codePoints();
        if (max >= Math.max(x.length, y.length)) {
            return true;
        }
        if (max < Math.abs(x.length - y.length)
                || max < a.minMissingIn(b)
                || max < b.minMissingIn(a)) {
            return false;
        }
        return max == 0 ? Arrays.equals(x, y) : OF_THREAD.get().fill(x, y, max, hasTranspositions);
    }

    private boolean fill(int[] x, int[] y, int max, boolean hasTranspositions) {
        int start = 0;
        int n = x.length;
        int m = y.length;
        while (n > 0 && m > 0 && x[n - 1] == y[m - 1]) {
            n--;
            m--;
        }
        while (start < n && start < m && x[start] == y[start]) {
            start++;
        }
        n -= start;
        m -= start;
        int width = m + 1;
        prepare(n + 1, width, max);
        for (int i = 1; i <= n; i++) {
            int least =
                    hasTranspositions
                            ? damerauRow(x, y, start, i, m, max)
                            : levenshteinRow(x, y, start, i, m, max);
            if (least > max) {
                return false;
            }
        }
        return cells[n * width + m] <= max;
    }

    /** Makes room, and fills the first row and what rows say of code points. */
    private void prepare(int rows, int width, int max) {
        if (cells.length < rows * width) {
            cells = new int[rows * width];
        }
        if (lastRow.length < width) {
            lastRow = new int[width];
        }
        Arrays.fill(lastRow, 0, width, 0);
        int end = Math.min(width, max + 2);
        for (int j = 0; j < end; j++) {
            cells[j] = j;
        }
    }

    /** Fills a row and returns its least cell. */
    private int levenshteinRow(int[] x, int[] y, int start, int i, int m, int max) {
        int row = i * (m + 1);
        int above = row - (m + 1);
        int from = Math.max(1, i - max);
        int to = Math.min(m, i + max);
        int c = x[start + i - 1];
        int left = edge(row, i, from);
        int least = left;
        for (int j = from; j <= to; j++) {
            int replaced = cells[above + j - 1] + (c == y[start + j - 1] ? 0 : 1);
            left = Math.min(replaced, Math.min(left, cells[above + j]) + 1);
            cells[row + j] = left;
            least = Math.min(least, left);
        }
        close(row, to, m);
        return least;
    }

    /**
     * Fills a row and returns its least cell. A transposition goes back to the last row and column
     * where the two code points are the other way round, and edits what is in between. If all cells
     * of a row exceed the limit, none goes past it: deletions reach that row with fewer edits.
     */
    private int damerauRow(int[] x, int[] y, int start, int i, int m, int max) {
        int width = m + 1;
        int row = i * width;
        int above = row - width;
        int from = Math.max(1, i - max);
        int to = Math.min(m, i + max);
        int c = x[start + i - 1];
        int left = edge(row, i, from);
        int least = left;
        int column = 0;
        for (int j = from; j <= to; j++) {
            boolean isEqual = c == y[start + j - 1];
            int before = lastRow[j];
            int replaced = cells[above + j - 1] + (isEqual ? 0 : 1);
            left = Math.min(replaced, Math.min(left, cells[above + j]) + 1);
            if (before > 0 && column > 0 && Math.abs(before - column) <= max) {
                int origin = cells[(before - 1) * width + column - 1];
                left = Math.min(left, origin + (i - before - 1) + 1 + (j - column - 1));
            }
            cells[row + j] = left;
            least = Math.min(least, left);
            if (isEqual) {
                lastRow[j] = i;
                column = j;
            }
        }
        close(row, to, m);
        return least;
    }

    /** Sets the cell before the first of a row: the first column, or one that is too far away. */
    private int edge(int row, int i, int from) {
        int edge = from == 1 ? i : FAR;
        cells[row + from - 1] = edge;
        return edge;
    }

    /** Sets the cell after the last of a row, which the next row looks at. */
    private void close(int row, int to, int m) {
        if (to < m) {
            cells[row + to + 1] = FAR;
        }
    }
}
