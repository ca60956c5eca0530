package io.kindred.oracle;

import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.AttributeRules.Preference;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Golden records. */
final class NaiveGolden {

    private NaiveGolden() {}

    /** A golden value with its normalised value, which it is sorted by. */
    record Row(String attribute, String value, String shown, Interval interval) {

        static final Comparator<Row> ORDER =
                Comparator.comparing(Row::attribute, NaiveOrder.STRINGS)
                        .thenComparing(row -> row.interval().start())
                        .thenComparing(Row::value, NaiveOrder.STRINGS);

        GoldenValue toGoldenValue() {
            return new GoldenValue(attribute, shown, interval);
        }
    }

    /** The golden record of an entity, sorted. */
    static List<Row> rows(Facts facts, Set<RecordIdentity> entity) {
        List<Row> rows = new ArrayList<>();
        Set<String> attributes =
                facts.of(entity).stream().map(Assertion::attribute).collect(Collectors.toSet());
        for (String attribute : attributes) {
            List<Assertion> assertions = facts.of(entity, attribute);
            boolean many = facts.rules().isMany(attribute);
            Map<String, List<Interval>> golden = new HashMap<>();
            for (Interval atom : atoms(assertions)) {
                List<Assertion> covering = covering(assertions, atom);
                for (String value : many ? values(covering) : chosen(facts, attribute, covering)) {
                    golden.computeIfAbsent(value, v -> new ArrayList<>()).add(atom);
                }
            }
            golden.forEach(
                    (value, where) -> {
                        String shown = representative(facts, assertions, value);
                        for (Interval interval : NaiveTime.coalesce(where)) {
                            rows.add(new Row(attribute, value, shown, interval));
                        }
                    });
        }
        return rows.stream().sorted(Row.ORDER).toList();
    }

    /** The records that assert a golden value at some time while it is golden. */
    static List<RecordIdentity> records(Facts facts, Set<RecordIdentity> entity, Row row) {
        return NaiveOrder.sortedIdentities(
                facts.of(entity, row.attribute()).stream()
                        .filter(assertion -> assertion.value().equals(row.value()))
                        .filter(each -> NaiveTime.overlap(each.interval(), row.interval()))
                        .map(Assertion::record)
                        .collect(Collectors.toSet()));
    }

    static List<Interval> atoms(List<Assertion> assertions) {
        return NaiveTime.atoms(assertions.stream().map(Assertion::interval).toList());
    }

    static List<Assertion> covering(List<Assertion> assertions, Interval atom) {
        List<Assertion> covering = new ArrayList<>();
        for (Assertion assertion : assertions) {
            if (NaiveTime.covers(assertion.interval(), atom)) {
                covering.add(assertion);
            }
        }
        return covering;
    }

    static Set<String> values(List<Assertion> assertions) {
        Set<String> values = new HashSet<>();
        assertions.forEach(assertion -> values.add(assertion.value()));
        return values;
    }

    /**
     * The raw value shown for a normalised one.
     *
     * @param assertions all the entity's assertions of the attribute
     */
    static String representative(Facts facts, List<Assertion> assertions, String value) {
        return assertions.stream()
                .filter(a -> a.value().equals(value))
                .min(facts.byWeight().reversed().thenComparing(Assertion::raw, NaiveOrder.STRINGS))
                .orElseThrow()
                .raw();
    }

    /** The one golden value of an atom, or none. */
    private static Set<String> chosen(Facts facts, String attribute, List<Assertion> covering) {
        Set<String> left = values(covering);
        if (left.size() > 1) {
            left =
                    greatest(
                            left,
                            value ->
                                    asserting(covering, value).stream()
                                            .max(facts.byWeight())
                                            .orElseThrow(),
                            facts.byWeight());
            AttributeRules rules = facts.rules().attribute(attribute);
            for (Preference rule : rules.prefer()) {
                left =
                        switch (rule) {
                            case MAJORITY ->
                                    greatest(
                                            left,
                                            value ->
                                                    asserting(covering, value).stream()
                                                            .map(Assertion::record)
                                                            .distinct()
                                                            .count(),
                                            Comparator.naturalOrder());
                            case LATEST ->
                                    greatest(
                                            left,
                                            value ->
                                                    asserting(covering, value).stream()
                                                            .mapToLong(a -> a.interval().start())
                                                            .max()
                                                            .orElseThrow(),
                                            Comparator.naturalOrder());
                        };
            }
        }
        return left.size() == 1 ? left : Set.of();
    }

    private static List<Assertion> asserting(List<Assertion> assertions, String value) {
        return assertions.stream().filter(a -> a.value().equals(value)).toList();
    }

    private static <M> Set<String> greatest(
            Set<String> values, Function<String, M> measure, Comparator<? super M> order) {
        M best = values.stream().map(measure).max(order).orElseThrow();
        return values.stream()
                .filter(value -> order.compare(measure.apply(value), best) == 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
