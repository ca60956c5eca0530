package io.kindred.tools.evaluate;

import io.kindred.model.CodePointOrder;
import io.kindred.tools.evaluate.Evaluation.Mismatch;
import io.kindred.tools.evaluate.Evaluation.Pairs;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2IntMap;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongToIntFunction;
import java.util.stream.IntStream;

/**
 * A contingency table: how many records each entity (row) shares with each person (column). Only
 * cells that are not zero are stored. From it come the pairwise and B-cubed measures (Bagga and
 * Baldwin, 1998).
 *
 * <p>Example: records 1 and 2 are about Ann, record 3 is about Bob, and all are in entity E. The
 * row of E has the cells 2 and 1. Of its three pairs one is right and two are wrong.
 *
 * <p>Counts of pairs cannot overflow, since there are fewer than 2^31 records and thus fewer than
 * 2^62 pairs.
 */
final class Contingency {

    /** Number of records by row, in the upper half of the key, and column, in the lower half. */
    private final Long2IntOpenHashMap cells = new Long2IntOpenHashMap();

    private final Int2IntOpenHashMap rows = new Int2IntOpenHashMap();
    private final Int2IntOpenHashMap columns = new Int2IntOpenHashMap();

    private int records;

    /** Counts one record of an entity and a person. */
    void add(int row, int column) {
        cells.addTo(((long) row << Integer.SIZE) | column, 1);
        rows.addTo(row, 1);
        columns.addTo(column, 1);
        records++;
    }

    int records() {
        return records;
    }

    int rows() {
        return rows.size();
    }

    int columns() {
        return columns.size();
    }

    Pairs pairs() {
        return new Pairs(
                pairs(cells.values().intStream()),
                pairs(rows.values().intStream()),
                pairs(columns.values().intStream()));
    }

    Scores bCubed() {
        double precision = 0;
        double recall = 0;
        for (Long2IntMap.Entry cell : cells.long2IntEntrySet()) {
            double shared = cell.getIntValue();
            precision += shared * shared / rows.get(row(cell.getLongKey()));
            recall += shared * shared / columns.get(column(cell.getLongKey()));
        }
        return records == 0 ? new Scores(1, 1) : new Scores(precision / records, recall / records);
    }

    /** The entities with the most pairs of records of different people, at most {@code limit}. */
    List<Mismatch> worstRows(int limit, Names names) {
        return worst(limit, rows, Contingency::row, names);
    }

    /** The people with the most pairs of records in different entities, at most {@code limit}. */
    List<Mismatch> worstColumns(int limit, Names names) {
        return worst(limit, columns, Contingency::column, names);
    }

    private List<Mismatch> worst(
            int limit, Int2IntOpenHashMap sizes, LongToIntFunction part, Names names) {
        Int2LongOpenHashMap mixed = new Int2LongOpenHashMap();
        sizes.forEach((number, size) -> mixed.put(number, pairsOf(size)));
        cells.forEach((cell, shared) -> mixed.addTo(part.applyAsInt(cell), -pairsOf(shared)));
        Comparator<Integer> worstFirst =
                Comparator.comparingLong((Integer number) -> mixed.get((int) number))
                        .reversed()
                        .thenComparing(names::name, CodePointOrder.STRINGS);
        List<Integer> worst =
                mixed.keySet()
                        .intStream()
                        .filter(number -> mixed.get(number) > 0)
                        .boxed()
                        .sorted(worstFirst)
                        .limit(limit)
                        .toList();
        Int2ObjectOpenHashMap<List<Integer>> parts = new Int2ObjectOpenHashMap<>();
        worst.forEach(number -> parts.put((int) number, new ArrayList<>()));
        cells.forEach(
                (cell, shared) -> {
                    List<Integer> found = parts.get(part.applyAsInt(cell));
                    if (found != null) {
                        found.add(shared);
                    }
                });
        parts.values().forEach(found -> found.sort(Collections.reverseOrder()));
        return worst.stream()
                .map(
                        number ->
                                new Mismatch(
                                        names.name(number),
                                        parts.get((int) number),
                                        mixed.get((int) number)))
                .toList();
    }

    private static long pairs(IntStream sizes) {
        return sizes.mapToLong(Contingency::pairsOf).sum();
    }

    private static long pairsOf(long size) {
        return size * (size - 1) / 2;
    }

    private static int row(long cell) {
        return (int) (cell >>> Integer.SIZE);
    }

    private static int column(long cell) {
        return (int) cell;
    }
}
