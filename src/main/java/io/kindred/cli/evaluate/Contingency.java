package io.kindred.cli.evaluate;

import io.kindred.cli.evaluate.Evaluation.Mismatch;
import io.kindred.cli.evaluate.Evaluation.Pairs;
import io.kindred.model.CodePointOrder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The table of how many records each entity shares with each person, without its empty cells.
 *
 * <p>Sums of pairs cannot overflow: there are fewer than 2^31 records, so fewer than 2^62 pairs.
 */
final class Contingency {

    /** Row in the upper half, column in the lower, one for each record, sorted. */
    private final long[] cells;

    private final int[] rowSizes;
    private final int[] columnSizes;

    private Contingency(long[] cells, int rows, int columns) {
        this.cells = cells;
        this.rowSizes = new int[rows];
        this.columnSizes = new int[columns];
        for (long cell : cells) {
            rowSizes[row(cell)]++;
            columnSizes[column(cell)]++;
        }
        Arrays.sort(cells);
    }

    /** Entities as rows and people as columns, over the records that have both. */
    static Contingency of(RecordTable table) {
        long[] cells = new long[table.size()];
        int count = 0;
        for (int item = 0; item < table.size(); item++) {
            if (table.isTold(item) && table.isAssigned(item)) {
                cells[count++] = cell(table.entity(item), table.person(item));
            }
        }
        return new Contingency(
                Arrays.copyOf(cells, count), table.entities().size(), table.people().size());
    }

    /** The same table with people as rows. */
    Contingency transposed() {
        long[] changedScopes = new long[cells.length];
        for (int i = 0; i < cells.length; i++) {
            changedScopes[i] = cell(column(cells[i]), row(cells[i]));
        }
        return new Contingency(changedScopes, columnSizes.length, rowSizes.length);
    }

    int records() {
        return cells.length;
    }

    int rows() {
        return (int) Arrays.stream(rowSizes).filter(size -> size > 0).count();
    }

    int columns() {
        return (int) Arrays.stream(columnSizes).filter(size -> size > 0).count();
    }

    Pairs pairs() {
        long right = 0;
        for (int from = 0; from < cells.length; from = endOfCell(from)) {
            right += pairsOf(endOfCell(from) - from);
        }
        return new Pairs(right, sumOfPairs(rowSizes), sumOfPairs(columnSizes));
    }

    Scores bCubed() {
        double precision = 0;
        double recall = 0;
        for (int from = 0; from < cells.length; from = endOfCell(from)) {
            double shared = endOfCell(from) - from;
            precision += shared * shared / rowSizes[row(cells[from])];
            recall += shared * shared / columnSizes[column(cells[from])];
        }
        return cells.length == 0
                ? new Scores(1, 1)
                : new Scores(precision / cells.length, recall / cells.length);
    }

    /** The rows with the most pairs that lie in different columns, at most {@code limit}. */
    List<Mismatch> worstRows(int limit, NameTable names) {
        Comparator<Mismatch> worstFirst =
                Comparator.comparingLong(Mismatch::pairs)
                        .reversed()
                        .thenComparing(Mismatch::name, CodePointOrder.STRINGS);
        PriorityQueue<Mismatch> worst = new PriorityQueue<>(worstFirst.reversed());
        for (int from = 0; from < cells.length && limit > 0; ) {
            int row = row(cells[from]);
            int end = from + rowSizes[row];
            long mixed = pairsOf(rowSizes[row]) - pairsWithinCells(from, end);
            if (mixed > 0 && (worst.size() < limit || mixed >= worst.peek().pairs())) {
                worst.add(new Mismatch(names.name(row), sizesOfCells(from, end), mixed));
                if (worst.size() > limit) {
                    worst.remove();
                }
            }
            from = end;
        }
        return worst.stream().sorted(worstFirst).toList();
    }

    private long pairsWithinCells(int from, int end) {
        long pairs = 0;
        for (int at = from; at < end; at = endOfCell(at)) {
            pairs += pairsOf(endOfCell(at) - at);
        }
        return pairs;
    }

    private List<Integer> sizesOfCells(int from, int end) {
        List<Integer> sizes = new ArrayList<>();
        for (int at = from; at < end; at = endOfCell(at)) {
            sizes.add(endOfCell(at) - at);
        }
        sizes.sort(Collections.reverseOrder());
        return sizes;
    }

    private int endOfCell(int from) {
        int end = from + 1;
        while (end < cells.length && cells[end] == cells[from]) {
            end++;
        }
        return end;
    }

    private static long sumOfPairs(int[] sizes) {
        long sum = 0;
        for (int size : sizes) {
            sum += pairsOf(size);
        }
        return sum;
    }

    private static long pairsOf(long size) {
        return size * (size - 1) / 2;
    }

    private static long cell(int row, int column) {
        return ((long) row << Integer.SIZE) | column;
    }

    private static int row(long cell) {
        return (int) (cell >>> Integer.SIZE);
    }

    private static int column(long cell) {
        return (int) cell;
    }
}
