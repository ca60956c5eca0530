package io.kindred.resolve.query;

import io.kindred.model.MilliBits;
import io.kindred.model.PairEvidence.Finding;
import io.kindred.model.PairEvidence.KeyEvidence;
import io.kindred.model.PairEvidence.ScoreEvidence;
import io.kindred.model.PairEvidence.TestEvidence;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What each identity key finds of two records.
 *
 * <p>Costs the key entries of both, and for values that both have at some time the key's test or
 * the score.
 */
final class PairFindings {

    private static final Comparator<KeyEvidence> LEAST_TO_MOST =
            Comparator.comparing(KeyEvidence::finding)
                    .thenComparing(
                            each ->
                                    each.score()
                                            .map(ScoreEvidence::total)
                                            .map(MilliBits::value)
                                            .orElse(Long.MIN_VALUE));

    private final Matcher matcher;
    private final Predicate<KeyValues> isGeneric;
    private final NormalizedRecord first;
    private final NormalizedRecord second;

    private PairFindings(
            Matcher matcher,
            Predicate<KeyValues> isGeneric,
            NormalizedRecord first,
            NormalizedRecord second) {
        this.matcher = matcher;
        this.isGeneric = isGeneric;
        this.first = first;
        this.second = second;
    }

    /** The findings in the order of the keys; none of a record and itself, or of two types. */
    static List<KeyEvidence> of(
            Matcher matcher,
            Predicate<KeyValues> isGeneric,
            NormalizedRecord first,
            NormalizedRecord second) {
        boolean isOfOneType = first.identity().entityType().equals(second.identity().entityType());
        if (!isOfOneType || first.identity().equals(second.identity())) {
            return List.of();
        }
        PairFindings findings = new PairFindings(matcher, isGeneric, first, second);
        List<List<KeyEntry>> ofFirst = findings.byKey(first);
        List<List<KeyEntry>> ofSecond = findings.byKey(second);
        List<KeyEvidence> all = new ArrayList<>();
        for (int key = 0; key < ofFirst.size(); key++) {
            all.add(findings.of(key, ofFirst.get(key), ofSecond.get(key)));
        }
        return all;
    }

    private List<List<KeyEntry>> byKey(NormalizedRecord record) {
        List<List<KeyEntry>> entries = new ArrayList<>();
        matcher.rules().identityKeys().forEach(key -> entries.add(new ArrayList<>()));
        KeyEntries.of(record, matcher.rules())
                .forEach(entry -> entries.get(entry.keyPosition()).add(entry));
        return entries;
    }

    private KeyEvidence of(int position, List<KeyEntry> ofFirst, List<KeyEntry> ofSecond) {
        if (ofFirst.isEmpty() || ofSecond.isEmpty()) {
            return plain(position, Finding.MISSING, List.of(), IntervalSet.EMPTY);
        }
        KeyEvidence best = plain(position, Finding.DIFFERENT_VALUES, List.of(), IntervalSet.EMPTY);
        Map<List<String>, KeyEntry> byValues = new HashMap<>();
        ofFirst.forEach(entry -> byValues.put(entry.values(), entry));
        for (KeyEntry entry : ofSecond) {
            KeyEntry same = byValues.get(entry.values());
            if (same != null) {
                KeyEvidence found = ofEqual(entry, same.times().intersection(entry.times()));
                best = LEAST_TO_MOST.compare(found, best) > 0 ? found : best;
            }
        }
        return best;
    }

    private KeyEvidence ofEqual(KeyEntry entry, IntervalSet both) {
        int position = entry.keyPosition();
        if (isGeneric.test(entry.keyValues())) {
            return plain(position, Finding.GENERIC, entry.values(), both);
        }
        if (both.isEmpty()) {
            return plain(position, Finding.NO_OVERLAP, entry.values(), both);
        }
        KeyTest test = matcher.rules().key(position).test();
        if (test instanceof KeyTest.None) {
            return plain(position, Finding.LINKED, entry.values(), both);
        }
        KeyEvidence best = plain(position, Finding.NO_OVERLAP, entry.values(), both);
        for (Interval interval : both) {
            KeyEvidence found =
                    test instanceof KeyTest.Scored
                            ? scored(entry, both, interval)
                            : tested(entry, both, interval);
            best = LEAST_TO_MOST.compare(found, best) > 0 ? found : best;
        }
        return best;
    }

    private KeyEvidence tested(KeyEntry entry, IntervalSet both, Interval interval) {
        int position = entry.keyPosition();
        boolean isLinked = matcher.linked(position, first, second, interval).isPresent();
        List<TestEvidence> tests = matcher.testEvidence(position, first, second, interval);
        return new KeyEvidence(
                key(position).name(),
                isLinked ? Finding.LINKED : Finding.TEST_FAILS,
                entry.values(),
                both,
                tests,
                Optional.empty());
    }

    private KeyEvidence scored(KeyEntry entry, IntervalSet both, Interval interval) {
        ScoreEvidence score = matcher.explain(first, second, interval);
        return new KeyEvidence(
                key(entry.keyPosition()).name(),
                score.total().value() >= score.link().value() ? Finding.LINKED : Finding.BELOW_LINK,
                entry.values(),
                both,
                List.of(),
                Optional.of(score));
    }

    private KeyEvidence plain(
            int position, Finding finding, List<String> values, IntervalSet times) {
        return new KeyEvidence(
                key(position).name(), finding, values, times, List.of(), Optional.empty());
    }

    private IdentityKey key(int position) {
        return matcher.rules().key(position);
    }
}
