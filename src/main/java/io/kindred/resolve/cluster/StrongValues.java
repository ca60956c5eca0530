package io.kindred.resolve.cluster;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;
import io.kindred.temporal.Interval;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The strong identifier values of a component's records, mapped to numbers so that they are cheap
 * to compare.
 *
 * <p>A <i>slot</i> is a strong identifier, plus a perspective if its scope is the perspective.
 * Values conflict only within a slot. Equal values of one identifier have the same number in all
 * slots; unequal values have different numbers.
 *
 * <p>If an entity has one record of a perspective at most, each perspective is a slot as well, of
 * the identifier {@link #UID}. It needs no values: records of one perspective are in conflict.
 */
public final class StrongValues {

    /** The strong identifier that every record has if an entity has one of a perspective. */
    public static final String UID = "uid";

    private static final String EVERYWHERE = "";

    private final EntityTypeRules rules;
    private final Map<Slot, Integer> slots = new HashMap<>();
    private final List<String> slotAttributes = new ArrayList<>();
    private final Map<Named, Integer> numbers = new HashMap<>();

    /** Absent if no identifier tolerates differences. */
    private final @Nullable ValueDifferences differences;

    /** The values of identifiers without tolerance. */
    private final List<List<SlotValue>> byRecord;

    /** The values of identifiers with tolerance; empty if there are no such. */
    private final List<List<SlotValue>> tolerant = new ArrayList<>(0);

    /** The slot of each record's perspective, if only one of it may be in an entity. */
    private final List<Integer> single = new ArrayList<>(0);

    private StrongValues(EntityTypeRules rules, int records) {
        this.rules = rules;
        this.byRecord = new ArrayList<>(records);
        this.differences = hasTolerance(rules) ? new ValueDifferences() : null;
    }

    private static boolean hasTolerance(EntityTypeRules rules) {
        for (StrongIdentifier identifier : rules.strongIdentifiers()) {
            if (identifier.differ().isPresent()) {
                return true;
            }
        }
        return false;
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
        records.forEach(values::add);
        return values;
    }

    /**
     * Whether two different values of a strong identifier overlap within its scope. Costs a sort of
     * the values of those identifiers that have more than one value; of identifiers that tolerate
     * differences, a look at each pair of their distinct values.
     */
    public static boolean areContested(List<NormalizedRecord> records, EntityTypeRules rules) {
        if (rules.isOnePerPerspective() && hasTwoOfOnePerspective(records)) {
            return true;
        }
        for (StrongIdentifier identifier : rules.strongIdentifiers()) {
            if (hasTwo(records, identifier.attribute())) {
                return of(records, rules).areContested();
            }
        }
        return false;
    }

    private static boolean hasTwoOfOnePerspective(List<NormalizedRecord> records) {
        Set<String> perspectives = new HashSet<>();
        return records.stream()
                .anyMatch(record -> !perspectives.add(record.identity().perspective()));
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

    /** What the record at the position says: a cluster of its own. */
    StrongSummary summary(int record) {
        StrongSummary summary = StrongSummary.of(byRecord.get(record));
        if (differences != null) {
            TolerantSlots slotsOfRecord = new TolerantSlots(differences);
            tolerant.get(record).forEach(slotsOfRecord::add);
            summary.with(slotsOfRecord);
        }
        return rules.isOnePerPerspective() ? summary.withSingle(single.get(record)) : summary;
    }

    /** Which unequal values are different; empty if all are. */
    Optional<ValueDifferences> differences() {
        return Optional.ofNullable(differences);
    }

    String attribute(int slot) {
        return slotAttributes.get(slot);
    }

    private void add(NormalizedRecord record) {
        List<StrongIdentifier> identifiers = rules.strongIdentifiers();
        List<SlotValue> exact = new ArrayList<>(2);
        List<SlotValue> withTolerance = differences != null ? new ArrayList<>(2) : List.of();
        for (int i = 0; i < identifiers.size(); i++) {
            StrongIdentifier identifier = identifiers.get(i);
            List<Value> values = record.values(identifier.attribute());
            if (!values.isEmpty()) {
                boolean isExact = identifier.differ().isEmpty();
                addAll(record, i, isExact ? exact : withTolerance);
            }
        }
        byRecord.add(exact);
        if (differences != null) {
            tolerant.add(withTolerance);
        }
        if (rules.isOnePerPerspective()) {
            Slot own = new Slot(identifiers.size(), record.identity().perspective());
            single.add(slot(own, UID));
        }
    }

    private void addAll(NormalizedRecord record, int position, List<SlotValue> slotValues) {
        StrongIdentifier identifier = rules.strongIdentifiers().get(position);
        boolean isLocal = identifier.scope() == Scope.PERSPECTIVE;
        int slot =
                slot(
                        new Slot(position, isLocal ? record.identity().perspective() : EVERYWHERE),
                        identifier.attribute());
        for (Value value : record.values(identifier.attribute())) {
            int next = numbers.size();
            Integer known = numbers.putIfAbsent(new Named(position, value.normalized()), next);
            int number = known == null ? next : known;
            if (known == null && differences != null && identifier.differ().isPresent()) {
                differences.add(number, position, identifier.differ().get(), value.normalized());
            }
            slotValues.add(new SlotValue(slot, number, value.interval()));
        }
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
        if (differences == null) {
            return false;
        }
        TolerantSlots together = new TolerantSlots(differences);
        tolerant.forEach(values -> values.forEach(together::add));
        return together.isContested();
    }
}
