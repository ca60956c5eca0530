package io.kindred.tools.quality;

import io.kindred.model.PairEvidence.ConditionEvidence;
import io.kindred.model.PairEvidence.TestEvidence;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.ScoreRules;
import io.kindred.resolve.cluster.DecidedPairs;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.storage.ByteKey;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import io.kindred.tools.quality.QualityReport.NearMiss;
import io.kindred.tools.quality.QualityReport.Reason;
import io.kindred.tools.quality.SharedValues.Rare;
import io.kindred.tools.store.StoreView;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds entities of one type that may be one: pairs of records in different entities that share
 * values of a key but fail its test by one condition, or score a little less than what links, or
 * that share rare values of several attributes. Pairs that a key without a test links are
 * conflicts, and pairs that people decided about are settled; both are left out.
 *
 * <p>Costs, for each record, the records of its blocks of at most {@value #LARGEST_BLOCK}, and a
 * look-up for each of its values.
 */
final class NearMisses {

    private static final int SUSPECTS = 20;
    private static final int LARGEST_BLOCK = 50;

    /** Of the records that share rare values with one, so many are compared with it. */
    private static final int MOST_COMPARED = 5;

    private static final int LEAST_SHARED = 2;

    /**
     * A score that is lower than {@code link} by more, in thousandths of a bit, is no near miss.
     */
    private static final long NEAR = 6_000;

    private static final int MOST_SHOWN = 6;

    private final StoreView view;
    private final EntityTypeRules rules;
    private final Matcher matcher;
    private final SharedValues shared;
    private final GenericValues isGeneric;
    private final Ranked<NearMiss> byKey = new Ranked<>(SUSPECTS);
    private final Ranked<NearMiss> byValues = new Ranked<>(SUSPECTS);
    private long examined;

    NearMisses(StoreView view, String entityType, EntityTypeRules rules) {
        this.view = view;
        this.rules = rules;
        this.matcher = Matcher.of(rules);
        this.shared = new SharedValues(view, entityType);
        this.isGeneric = new GenericValues(view, entityType, rules);
    }

    /** A record that is looked at. */
    private record Own(
            String id, String entity, NormalizedRecord record, Map<ByteKey, KeyEntry> entries) {}

    void examine(List<String> joinedIdentities) {
        for (String id : joinedIdentities) {
            Optional<Own> own = own(id);
            if (own.isPresent()) {
                examined++;
                Map<String, List<Rare>> rare = shared.with(own.get().record());
                blocks(own.get(), rare);
                values(own.get(), rare);
            }
        }
    }

    private Optional<Own> own(String id) {
        Optional<String> entity = view.entityOf(id);
        return entity.isEmpty()
                ? Optional.empty()
                : StoredEntity.record(view, id, rules)
                        .map(
                                record ->
                                        new Own(
                                                id,
                                                entity.get(),
                                                record,
                                                RecordTerms.keys(record, rules)));
    }

    private void blocks(Own own, Map<String, List<Rare>> rare) {
        Set<String> compared = new HashSet<>();
        own.entries()
                .forEach(
                        (signature, entry) -> {
                            IdentityKey key = rules.key(entry.keyPosition());
                            if (key.isTested()) {
                                block(signature, key)
                                        .forEach(
                                                (id, times) -> {
                                                    IntervalSet both =
                                                            times.intersection(entry.times());
                                                    if (!both.isEmpty()
                                                            && !id.equals(own.id())
                                                            && compared.add(id)) {
                                                        compare(own, id, entry, both, rare);
                                                    }
                                                });
                            }
                        });
    }

    /** The records with values of a key; none if these are generic or too common. */
    private Map<String, IntervalSet> block(ByteKey signature, IdentityKey key) {
        Map<String, IntervalSet> block = new LinkedHashMap<>();
        view.postings(
                signature,
                (id, times) -> {
                    block.put(id, times);
                    return block.size() <= LARGEST_BLOCK;
                });
        return block.size() > LARGEST_BLOCK || key.isGeneric(block.size()) ? Map.of() : block;
    }

    private void compare(
            Own own, String id, KeyEntry entry, IntervalSet both, Map<String, List<Rare>> rare) {
        Optional<Own> other = apart(own, id);
        if (other.isEmpty()) {
            return;
        }
        IdentityKey key = rules.key(entry.keyPosition());
        Interval time = both.intervals().get(0);
        double points = points(rare.getOrDefault(id, List.of()));
        if (key.test() instanceof KeyTest.Scored) {
            ScoreRules score = rules.score().orElseThrow();
            long found = matcher.score(own.record(), other.get().record(), time);
            long lacking = score.link() - found;
            if (lacking > 0 && lacking <= NEAR) {
                String text =
                        String.format(
                                Locale.ROOT,
                                "Scores %.1f bits by %s, and %.1f link.",
                                found / 1000.0,
                                key.name(),
                                score.link() / 1000.0);
                byKey.add(
                        name(own, other.get()),
                        -lacking,
                        miss(own, other.get(), List.of(new Reason("score", text, shown(entry)))));
            }
        } else {
            failing(own, other.get(), entry, time)
                    .ifPresent(
                            reason ->
                                    byKey.add(
                                            name(own, other.get()),
                                            points,
                                            miss(own, other.get(), List.of(reason))));
        }
    }

    /** The only condition that fails in an alternative of the test. */
    private Optional<Reason> failing(Own own, Own other, KeyEntry entry, Interval time) {
        for (TestEvidence test :
                matcher.testEvidence(entry.keyPosition(), own.record(), other.record(), time)) {
            List<ConditionEvidence> failing =
                    test.conditions().stream().filter(each -> !each.holds()).toList();
            if (failing.size() == 1
                    && !failing.get(0).first().isEmpty()
                    && !failing.get(0).second().isEmpty()) {
                List<String> values = new ArrayList<>(shown(entry));
                values.addAll(failing.get(0).first());
                values.addAll(failing.get(0).second());
                String text =
                        "Shares values of %s, but '%s' does not hold."
                                .formatted(
                                        rules.key(entry.keyPosition()).name(),
                                        failing.get(0).condition());
                return Optional.of(
                        new Reason(
                                "test",
                                text,
                                ShownText.of(values.stream().limit(MOST_SHOWN).toList())));
            }
        }
        return Optional.empty();
    }

    private void values(Own own, Map<String, List<Rare>> rare) {
        rare.entrySet().stream()
                .filter(each -> each.getValue().size() >= LEAST_SHARED)
                .sorted(
                        Comparator.<Map.Entry<String, List<Rare>>>comparingDouble(
                                        each -> -points(each.getValue()))
                                .thenComparing(Map.Entry::getKey))
                .limit(MOST_COMPARED)
                .forEach(
                        each ->
                                apart(own, each.getKey())
                                        .ifPresent(other -> add(own, other, each.getValue())));
    }

    private void add(Own own, Own other, List<Rare> rare) {
        List<String> shared = rare.stream().map(Rare::attribute).toList();
        List<String> differing = differing(own.record(), other.record());
        String text =
                "Shares rare values of %s%s."
                        .formatted(
                                String.join(", ", shared),
                                differing.isEmpty()
                                        ? ""
                                        : "; differs in " + String.join(", ", differing));
        byValues.add(
                name(own, other),
                points(rare),
                miss(
                        own,
                        other,
                        List.of(
                                new Reason(
                                        "shared",
                                        ShownText.of(text),
                                        rare.stream()
                                                .limit(MOST_SHOWN)
                                                .map(each -> ShownText.of(each.value()))
                                                .toList()))));
    }

    /** Attributes of which both have values, but none in common. */
    private static List<String> differing(NormalizedRecord a, NormalizedRecord b) {
        List<String> differing = new ArrayList<>();
        a.values()
                .forEach(
                        (name, values) -> {
                            Set<String> own =
                                    values.stream()
                                            .map(NormalizedRecord.Value::normalized)
                                            .collect(Collectors.toSet());
                            if (!b.values(name).isEmpty()
                                    && b.values(name).stream()
                                            .noneMatch(each -> own.contains(each.normalized()))) {
                                differing.add(name);
                            }
                        });
        return differing.stream().sorted().toList();
    }

    private static double points(List<Rare> rare) {
        return rare.stream().mapToDouble(Rare::points).sum();
    }

    /** The other record, if it is in another entity, and no conflict or decision says why. */
    private Optional<Own> apart(Own own, String id) {
        return own(id).filter(other -> !other.entity().equals(own.entity()))
                .filter(other -> !isLinked(own, other))
                .filter(
                        other -> {
                            List<NormalizedRecord> both =
                                    new ArrayList<>(List.of(own.record(), other.record()));
                            both.sort(Comparator.comparing(NormalizedRecord::identity));
                            return DecidedPairs.among(both).different().isEmpty();
                        });
    }

    /** Whether they are linked by values of a key that are not generic. */
    private boolean isLinked(Own own, Own other) {
        for (Map.Entry<ByteKey, KeyEntry> entry : own.entries().entrySet()) {
            KeyEntry same = other.entries().get(entry.getKey());
            int position = entry.getValue().keyPosition();
            if (same != null && position != IdentityKey.DECISION_POSITION) {
                IntervalSet both = same.times().intersection(entry.getValue().times());
                if (!both.isEmpty()
                        && matcher.isLinked(position, own.record(), other.record(), both)
                        && !isGeneric.test(entry.getValue().keyValues())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<String> shown(KeyEntry entry) {
        return ShownText.of(entry.values());
    }

    private static String name(Own own, Own other) {
        return own.entity().compareTo(other.entity()) < 0
                ? own.entity() + ' ' + other.entity()
                : other.entity() + ' ' + own.entity();
    }

    private static NearMiss miss(Own own, Own other, List<Reason> reasons) {
        return new NearMiss(own.entity(), shown(own), other.entity(), shown(other), reasons);
    }

    private static String shown(Own own) {
        return ShownText.of(own.record().identity());
    }

    /** How many records were looked at. */
    long examined() {
        return examined;
    }

    /**
     * The nearest misses, of keys and of values in turns; each pair of entities once, with all its
     * reasons.
     */
    List<NearMiss> found() {
        List<NearMiss> keys = byKey.items();
        List<NearMiss> values = byValues.items();
        Map<String, NearMiss> found = new LinkedHashMap<>();
        for (int i = 0; i < SUSPECTS; i++) {
            if (i < keys.size()) {
                add(found, keys.get(i));
            }
            if (i < values.size()) {
                add(found, values.get(i));
            }
        }
        return found.values().stream().limit(SUSPECTS).toList();
    }

    private static void add(Map<String, NearMiss> found, NearMiss miss) {
        boolean isOrdered = miss.leftEntity().compareTo(miss.rightEntity()) < 0;
        String name =
                isOrdered
                        ? miss.leftEntity() + ' ' + miss.rightEntity()
                        : miss.rightEntity() + ' ' + miss.leftEntity();
        NearMiss before = found.get(name);
        if (before == null) {
            found.put(name, miss);
            return;
        }
        List<Reason> reasons = new ArrayList<>(before.reasons());
        reasons.addAll(miss.reasons());
        found.put(
                name,
                new NearMiss(
                        before.leftEntity(),
                        before.leftRecord(),
                        before.rightEntity(),
                        before.rightRecord(),
                        reasons));
    }
}
