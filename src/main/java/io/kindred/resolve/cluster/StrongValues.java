package io.kindred.resolve.cluster;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The strong identifier values of a component's records, mapped to numbers so that they are cheap
 * to compare.
 *
 * <p>A <i>slot</i> is a strong identifier, plus a perspective if its scope is the perspective.
 * Values conflict only within a slot. Equal values of one identifier have the same number in all
 * slots; different values have different numbers.
 */
public final class StrongValues {

    private static final String EVERYWHERE = "";

    private final EntityTypeRules rules;
    private final Map<Slot, Integer> slots = new HashMap<>();
    private final List<String> slotAttributes = new ArrayList<>();
    private final Map<Named, Integer> numbers = new HashMap<>();
    private final List<List<SlotValue>> byRecord;

    private StrongValues(EntityTypeRules rules, int records) {
        this.rules = rules;
        this.byRecord = new ArrayList<>(records);
    }

    private record Slot(int identifier, String perspective) {}

    private record Named(int identifier, String value) {}

    /**
     * A value over an interval.
     *
     * @param slot the slot in which it may conflict
     * @param value the number of identifier and value
     */
    record SlotValue(int slot, int value, Interval interval) {}

    /** The values of the records, which are all of one entity type. */
    static StrongValues of(List<NormalizedRecord> records, EntityTypeRules rules) {
        StrongValues values = new StrongValues(rules, records.size());
        records.forEach(record -> values.byRecord.add(values.valuesOf(record)));
        return values;
    }

    /**
     * Whether two different values of a strong identifier overlap within its scope. Costs a sort of
     * the values of those identifiers that have more than one value.
     */
    public static boolean areContested(List<NormalizedRecord> records, EntityTypeRules rules) {
        for (StrongIdentifier identifier : rules.strongIdentifiers()) {
            if (hasTwo(records, identifier.attribute())) {
                return of(records, rules).areContested();
            }
        }
        return false;
    }

    private static boolean hasTwo(List<NormalizedRecord> records, String attribute) {
        String first = null;
        for (NormalizedRecord record : records) {
            for (Value value : record.values(attribute)) {
                if (first == null) {
                    first = value.normalized();
                } else if (!first.equals(value.normalized())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The values of the record at the position. */
    List<SlotValue> of(int record) {
        return byRecord.get(record);
    }

    String attribute(int slot) {
        return slotAttributes.get(slot);
    }

    private List<SlotValue> valuesOf(NormalizedRecord record) {
        List<StrongIdentifier> identifiers = rules.strongIdentifiers();
        List<SlotValue> slotValues = new ArrayList<>(2);
        for (int i = 0; i < identifiers.size(); i++) {
            StrongIdentifier identifier = identifiers.get(i);
            List<Value> values = record.values(identifier.attribute());
            if (values.isEmpty()) {
                continue;
            }
            int slot =
                    slot(
                            new Slot(
                                    i,
                                    identifier.scope() == Scope.PERSPECTIVE
                                            ? record.identity().perspective()
                                            : EVERYWHERE),
                            identifier.attribute());
            for (Value value : values) {
                int next = numbers.size();
                Integer number = numbers.putIfAbsent(new Named(i, value.normalized()), next);
                slotValues.add(
                        new SlotValue(slot, number == null ? next : number, value.interval()));
            }
        }
        return slotValues;
    }

    private int slot(Slot slot, String attribute) {
        Integer known = slots.putIfAbsent(slot, slots.size());
        if (known != null) {
            return known;
        }
        slotAttributes.add(attribute);
        return slotAttributes.size() - 1;
    }

    private boolean areContested() {
        List<SlotValue> all = new ArrayList<>();
        byRecord.forEach(all::addAll);
        all.sort(
                Comparator.comparingInt(SlotValue::slot)
                        .thenComparingLong(each -> each.interval().start()));
        SlotValue longest = null;
        for (SlotValue next : all) {
            if (longest == null || longest.slot() != next.slot()) {
                longest = next;
                continue;
            }
            // As long as nothing overlaps, everything that reaches past a start has one value.
            if (next.value() != longest.value()
                    && longest.interval().end() > next.interval().start()) {
                return true;
            }
            if (next.interval().end() > longest.interval().end()) {
                longest = next;
            }
        }
        return false;
    }
}
