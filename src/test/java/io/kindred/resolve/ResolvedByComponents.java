package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.DecisionSide;
import io.kindred.model.DigestKey;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.Oracle;
import io.kindred.oracle.OracleResult;
import io.kindred.resolve.cluster.ComponentLinks;
import io.kindred.resolve.cluster.ComponentResolver;
import io.kindred.resolve.cluster.ComponentResolver.Resolution;
import io.kindred.resolve.cluster.DecidedPairs;
import io.kindred.resolve.cluster.DisjointSets;
import io.kindred.resolve.entity.EntityBuilder;
import io.kindred.resolve.entity.IndirectConflicts;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.DecisionRule;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Entities and indirect conflicts as {@link ComponentResolver} finds them, without engine and
 * state: the components come from a union of all groups and decisions.
 *
 * @param entityOf the entity id of each record
 * @param indirect in the order of {@link #ORDER}
 */
record ResolvedByComponents(
        Map<RecordIdentity, String> entityOf, List<Conflict.Indirect> indirect) {

    static final Comparator<Conflict.Indirect> ORDER = Comparator.comparing(Object::toString);

    private static final DigestKey DIGESTS = DigestKey.of(new byte[32]);

    /** Of the records that are current by the oracle, and the decisions that arrived. */
    static ResolvedByComponents of(
            Ontology ontology, List<SourceRecord> current, List<Decision> decisions) {
        Map<RecordIdentity, HeldDecisions> held = held(decisions);
        Map<String, List<NormalizedRecord>> byType = new HashMap<>();
        for (SourceRecord record : current) {
            String entityType = record.identity().entityType();
            byType.computeIfAbsent(entityType, unused -> new ArrayList<>())
                    .add(
                            NormalizedRecord.of(
                                    record.identity(),
                                    record.descriptors(),
                                    held.getOrDefault(record.identity(), HeldDecisions.NONE),
                                    ontology.rules(entityType).orElseThrow()));
        }
        Map<RecordIdentity, String> entityOf = new HashMap<>();
        List<Conflict> conflicts = new ArrayList<>();
        byType.forEach(
                (entityType, records) -> {
                    EntityTypeRules rules = ontology.rules(entityType).orElseThrow();
                    EntityBuilder builder = new EntityBuilder(ontology, rules);
                    Predicate<KeyValues> isGeneric = generic(records, rules);
                    Matcher matcher = Matcher.of(rules);
                    for (List<NormalizedRecord> component :
                            components(records, matcher, isGeneric)) {
                        Resolution resolution =
                                ComponentResolver.resolve(component, matcher, isGeneric);
                        for (List<NormalizedRecord> entity : resolution.entities()) {
                            List<RecordIdentity> identities =
                                    entity.stream().map(NormalizedRecord::identity).toList();
                            String id = builder.id(identities);
                            identities.forEach(identity -> entityOf.put(identity, id));
                        }
                        conflicts.addAll(
                                IndirectConflicts.of(
                                        entityType, rules, resolution.contested(), entityOf));
                    }
                });
        return new ResolvedByComponents(entityOf, indirect(conflicts));
    }

    /** The same by the oracle. */
    static ResolvedByComponents by(Oracle oracle) {
        return new ResolvedByComponents(
                oracle.result().assignments(), indirect(oracle.result().conflicts()));
    }

    private static List<Conflict.Indirect> indirect(List<Conflict> conflicts) {
        return conflicts.stream()
                .map(OracleResult::shown)
                .filter(Conflict.Indirect.class::isInstance)
                .map(Conflict.Indirect.class::cast)
                .sorted(ORDER)
                .toList();
    }

    private static Map<RecordIdentity, HeldDecisions> held(List<Decision> decisions) {
        Map<RecordIdentity, HeldDecisions> held = new HashMap<>();
        long order = 0;
        for (Decision decision : decisions) {
            order++;
            for (DecisionSide side : decision.sides(order)) {
                HeldDecisions known = held.getOrDefault(side.identity(), HeldDecisions.NONE);
                HeldDecision incoming = side.held(DIGESTS);
                held.put(
                        side.identity(),
                        known.and(
                                DIGESTS.digest(side.identity()),
                                DecisionRule.current(known.with(incoming.other()), incoming)));
            }
        }
        return held;
    }

    private static Predicate<KeyValues> generic(
            List<NormalizedRecord> records, EntityTypeRules rules) {
        Map<KeyValues, Set<RecordIdentity>> holders = new HashMap<>();
        for (NormalizedRecord record : records) {
            KeyEntries.of(record, rules)
                    .forEach(
                            entry ->
                                    holders.computeIfAbsent(
                                                    entry.keyValues(), unused -> new HashSet<>())
                                            .add(record.identity()));
        }
        return key -> rules.key(key.keyPosition()).isGeneric(holders.get(key).size());
    }

    private static List<List<NormalizedRecord>> components(
            List<NormalizedRecord> records, Matcher matcher, Predicate<KeyValues> isGeneric) {
        DisjointSets sets = new DisjointSets(records.size());
        ComponentLinks.join(records, matcher, isGeneric, sets);
        DecidedPairs.among(records)
                .same()
                .forEach(pair -> sets.join(pair.lesser(), pair.greater()));
        Map<Integer, List<NormalizedRecord>> components = new LinkedHashMap<>();
        for (int i = 0; i < records.size(); i++) {
            components
                    .computeIfAbsent(sets.find(i), unused -> new ArrayList<>())
                    .add(records.get(i));
        }
        return List.copyOf(components.values());
    }
}
