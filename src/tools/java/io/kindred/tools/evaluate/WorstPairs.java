package io.kindred.tools.evaluate;

import io.kindred.model.RecordIdentity;
import io.kindred.tools.evaluate.Evaluation.Mismatch;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Picks two records of each of the worst differences: the first records of its two largest parts.
 *
 * @param type the entity type of records that are named without it
 */
record WorstPairs(RecordTable table, RecordNaming naming, String type) {

    /** Two records, by number in the table. */
    record Pair(String of, int first, int second) {}

    /** Of each entity, records of the two people with the most records in it. */
    List<Pair> wrong(List<Mismatch> overMerged) {
        return pairs(overMerged, table.entities(), table::entity, table::person);
    }

    /** Of each person, records of the two entities with the most records about them. */
    List<Pair> missed(List<Mismatch> split) {
        return pairs(split, table.people(), table::person, table::entity);
    }

    private List<Pair> pairs(
            List<Mismatch> worst, Names names, IntUnaryOperator whole, IntUnaryOperator part) {
        Map<Integer, Parts> parts = new HashMap<>();
        worst.forEach(each -> parts.put(names.number(each.name()), new Parts()));
        for (int record = 0; record < table.size(); record++) {
            Parts own = parts.get(whole.applyAsInt(record));
            if (own != null && table.hasEntity(record) && table.hasPerson(record)) {
                own.add(part.applyAsInt(record), record);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (Mismatch each : worst) {
            List<Integer> first = parts.get(names.number(each.name())).ofLargest();
            pairs.add(new Pair(each.name(), first.get(0), first.get(1)));
        }
        return pairs;
    }

    /** The number of the person that a record is about; negative if the truth has none. */
    int person(RecordIdentity record) {
        return table.personOf(naming.name(record.entityType(), record.perspective(), record.uid()));
    }

    /** The identity of the record that has a number. */
    RecordIdentity identity(int record) {
        String name = table.name(record);
        return RecordIdentity.ofJoined(
                naming == RecordNaming.WITH_TYPE ? name : type + RecordIdentity.SEPARATOR + name);
    }

    private static final class Parts {

        private final Int2IntLinkedOpenHashMap sizes = new Int2IntLinkedOpenHashMap();
        private final Int2ObjectLinkedOpenHashMap<Integer> first =
                new Int2ObjectLinkedOpenHashMap<>();

        void add(int part, int record) {
            sizes.addTo(part, 1);
            first.putIfAbsent(part, Integer.valueOf(record));
        }

        /** The first records of the parts, largest part first. */
        List<Integer> ofLargest() {
            return sizes.int2IntEntrySet().stream()
                    .sorted(Comparator.comparingInt((Int2IntMap.Entry each) -> -each.getIntValue()))
                    .limit(2)
                    .map(each -> first.get(each.getIntKey()))
                    .toList();
        }
    }
}
