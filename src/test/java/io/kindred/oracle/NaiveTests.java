package io.kindred.oracle;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Comparison;
import io.kindred.ontology.Condition;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.PairTest;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tests of two records at a moment. */
record NaiveTests(Facts facts) {

    /** An interval cut at every start and end of what two records say. */
    List<Interval> moments(RecordIdentity a, RecordIdentity b, Interval over) {
        List<Interval> all = new ArrayList<>(List.of(over));
        facts.of(a).forEach(assertion -> all.add(assertion.interval()));
        facts.of(b).forEach(assertion -> all.add(assertion.interval()));
        return NaiveTime.atoms(all).stream().filter(atom -> NaiveTime.covers(over, atom)).toList();
    }

    boolean holds(PairTest test, RecordIdentity a, RecordIdentity b, Interval moment) {
        return test.alternatives().stream()
                .anyMatch(
                        conditions ->
                                conditions.stream().allMatch(each -> holds(each, a, b, moment))
                                        || conditions.stream()
                                                .allMatch(each -> holds(each, b, a, moment)));
    }

    private boolean holds(
            Condition condition, RecordIdentity first, RecordIdentity second, Interval moment) {
        Set<String> xs = values(first, condition.attribute(), condition.steps(), moment);
        Set<String> ys = values(second, condition.with(), condition.steps(), moment);
        boolean outcome =
                condition.comparison() instanceof Comparison.Missing
                        ? xs.isEmpty() || ys.isEmpty()
                        : xs.stream()
                                .anyMatch(
                                        x ->
                                                ys.stream()
                                                        .anyMatch(
                                                                y -> compareWell(condition, x, y)));
        return condition.isNegated() != outcome;
    }

    private static boolean compareWell(Condition condition, String x, String y) {
        return condition.comparison() instanceof Comparison.Measured measured
                ? NaiveComparisons.within(measured.threshold(), x, y).orElse(false)
                : x.equals(y);
    }

    /** What one record has at a moment as a condition sees it. */
    Set<String> values(
            RecordIdentity record, String attribute, List<Normalizer> steps, Interval moment) {
        Set<String> values = new HashSet<>();
        NaiveGolden.covering(facts.of(Set.of(record), attribute), moment)
                .forEach(
                        assertion -> values.addAll(NaiveNormalizers.all(steps, assertion.value())));
        return values;
    }
}
