package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.NormalizedRecord.Value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The values of one attribute of an entity over time, with the raw value that is shown for each.
 */
public final class AttributeTimeline {

    private static final Comparator<AttributeTimeline> BY_ATTRIBUTE =
            (a, b) -> CodePointOrder.compare(a.attribute, b.attribute);

    private static final Comparator<Value> BY_START =
            (a, b) -> Long.compare(a.interval().start(), b.interval().start());

    private final String attribute;
    private final List<Value> values;
    private final Map<String, String> representatives;
    private final boolean isSequential;

    private AttributeTimeline(
            String attribute,
            List<Value> values,
            Map<String, String> representatives,
            boolean isSequential) {
        this.attribute = attribute;
        this.values = values;
        this.representatives = representatives;
        this.isSequential = isSequential;
    }

    /** Builds the timeline of at least one value. Costs a sort if the values differ. */
    static AttributeTimeline of(String attribute, List<Value> values, Ontology ontology) {
        if (values.size() == 1) {
            Value only = values.get(0);
            return new AttributeTimeline(
                    attribute, values, Map.of(only.normalized(), only.raw()), true);
        }
        Map<String, Value> best = new HashMap<>();
        for (Value value : values) {
            Value known = best.get(value.normalized());
            if (known == null || isShownBefore(value, known, attribute, ontology)) {
                best.put(value.normalized(), value);
            }
        }
        Map<String, String> representatives = new HashMap<>();
        best.forEach((normalized, shown) -> representatives.put(normalized, shown.raw()));
        List<Value> byStart = values;
        if (best.size() > 1) {
            byStart = new ArrayList<>(values);
            byStart.sort(BY_START);
        }
        return new AttributeTimeline(
                attribute, byStart, representatives, best.size() == 1 || areSequential(byStart));
    }

    /** The value of the greater weight is shown; of equal weights the least raw value. */
    private static boolean isShownBefore(
            Value value, Value known, String attribute, Ontology ontology) {
        String perspective = value.record().perspective();
        String knownPerspective = known.record().perspective();
        int order = 0;
        if (!perspective.equals(knownPerspective)) {
            order =
                    ontology.weight(perspective, attribute)
                            .compareTo(ontology.weight(knownPerspective, attribute));
        }
        return order > 0 || order == 0 && CodePointOrder.compare(value.raw(), known.raw()) < 0;
    }

    private static boolean areSequential(List<Value> byStart) {
        Value longest = byStart.get(0);
        for (Value next : byStart) {
            // As long as nothing overlaps, everything that reaches past a start has one value.
            if (longest.interval().end() > next.interval().start()
                    && !longest.normalized().equals(next.normalized())) {
                return false;
            }
            if (next.interval().end() > longest.interval().end()) {
                longest = next;
            }
        }
        return true;
    }

    /** The timelines of all attributes of the records, sorted by attribute. */
    public static List<AttributeTimeline> ofAll(
            Collection<NormalizedRecord> records, Ontology ontology) {
        return ofAll(records, ontology, attribute -> true);
    }

    /** The timelines of the selected attributes, sorted by attribute. */
    public static List<AttributeTimeline> ofAll(
            Collection<NormalizedRecord> records, Ontology ontology, Predicate<String> isSelected) {
        Map<String, List<Value>> values =
                records.size() == 1
                        ? records.iterator().next().values()
                        : valuesByAttribute(records, isSelected);
        List<AttributeTimeline> timelines = new ArrayList<>(values.size());
        values.forEach(
                (attribute, all) -> {
                    if (isSelected.test(attribute)) {
                        timelines.add(of(attribute, all, ontology));
                    }
                });
        if (timelines.size() > 1) {
            timelines.sort(BY_ATTRIBUTE);
        }
        return timelines;
    }

    private static Map<String, List<Value>> valuesByAttribute(
            Collection<NormalizedRecord> records, Predicate<String> isSelected) {
        Map<String, List<Value>> values = new HashMap<>();
        for (NormalizedRecord record : records) {
            for (Map.Entry<String, List<Value>> own : record.values().entrySet()) {
                if (isSelected.test(own.getKey())) {
                    values.computeIfAbsent(own.getKey(), unused -> new ArrayList<>(4))
                            .addAll(own.getValue());
                }
            }
        }
        return values;
    }

    String attribute() {
        return attribute;
    }

    /** The values; sorted by start if they differ. */
    List<Value> values() {
        return values;
    }

    /** The raw value that is shown for a normalised one. */
    String shown(String normalized) {
        return representatives.get(normalized);
    }

    /** Whether all values are equal. */
    boolean hasOneValue() {
        return representatives.size() == 1;
    }

    /** Whether no two different values overlap, so that there is no conflict. */
    boolean isSequential() {
        return isSequential;
    }
}
