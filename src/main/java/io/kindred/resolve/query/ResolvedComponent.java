package io.kindred.resolve.query;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.cluster.ComponentResolver;
import io.kindred.resolve.cluster.ComponentResolver.ContestedGroup;
import io.kindred.resolve.cluster.ComponentResolver.Resolution;
import io.kindred.resolve.cluster.DecidedPairs;
import io.kindred.resolve.cluster.Groups;
import io.kindred.resolve.cluster.Run;
import io.kindred.resolve.entity.EntityBuilder;
import io.kindred.resolve.match.Matcher;
import io.kindred.resolve.record.KeyValues;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.temporal.Interval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A resolved component in memory: its records, groups, entities and contested groups. */
final class ResolvedComponent {

    private final List<NormalizedRecord> records;
    private final EntityTypeRules rules;
    private final List<Groups.Group> groups;
    private final Map<RecordIdentity, Integer> positions = new HashMap<>();
    private final Map<Visit, ContestedGroup> contested = new HashMap<>();
    private final int[] entities;
    private final List<String> entityIds = new ArrayList<>();

    private ResolvedComponent(
            List<NormalizedRecord> records, EntityTypeRules rules, List<Groups.Group> groups) {
        this.records = records;
        this.rules = rules;
        this.groups = groups;
        this.entities = new int[records.size()];
        for (int i = 0; i < records.size(); i++) {
            positions.put(records.get(i).identity(), i);
        }
    }

    private record Visit(KeyValues key, Interval interval) {}

    /**
     * Resolves a component.
     *
     * @param members at least one, in any order
     * @param isGeneric whether the key values are generic and link nothing
     */
    static ResolvedComponent of(
            List<NormalizedRecord> members,
            Ontology ontology,
            Matcher matcher,
            Predicate<KeyValues> isGeneric) {
        EntityTypeRules rules = matcher.rules();
        List<NormalizedRecord> sorted = new ArrayList<>(members);
        sorted.sort(Comparator.comparing(NormalizedRecord::identity));
        List<Groups.Group> groups = new ArrayList<>();
        for (DecidedPairs.Pair pair : DecidedPairs.among(sorted).same()) {
            groups.add(
                    new Groups.Group(
                            ComponentResolver.decisionKey(sorted, pair),
                            new Run<>(Interval.ALWAYS, Set.of(pair.lesser(), pair.greater()))));
        }
        groups.addAll(Groups.of(sorted, matcher, isGeneric));
        ResolvedComponent component = new ResolvedComponent(sorted, rules, groups);
        component.resolve(
                ComponentResolver.resolve(sorted, matcher, isGeneric),
                new EntityBuilder(ontology, rules));
        return component;
    }

    private void resolve(Resolution resolution, EntityBuilder builder) {
        for (List<NormalizedRecord> entity : resolution.entities()) {
            List<RecordIdentity> identities =
                    entity.stream().map(NormalizedRecord::identity).toList();
            identities.forEach(each -> entities[position(each)] = entityIds.size());
            entityIds.add(builder.id(identities));
        }
        resolution
                .contested()
                .forEach(group -> contested.put(new Visit(group.key(), group.interval()), group));
    }

    /** The records, sorted by identity. */
    List<NormalizedRecord> records() {
        return records;
    }

    EntityTypeRules rules() {
        return rules;
    }

    /**
     * The groups in canonical order, those of {@code same} decisions first. Their members are
     * positions in the list of records.
     */
    List<Groups.Group> groups() {
        return groups;
    }

    /** The record's position in the list of records. */
    int position(RecordIdentity record) {
        return positions.get(record);
    }

    /** The number of each record's entity. */
    int[] entities() {
        return entities;
    }

    int entityOf(int position) {
        return entities[position];
    }

    String entityId(int position) {
        return entityIds.get(entities[position]);
    }

    /** The contested group, if the group was contested. */
    Optional<ContestedGroup> contested(Groups.Group group) {
        return Optional.ofNullable(contested.get(new Visit(group.key(), group.run().interval())));
    }
}
