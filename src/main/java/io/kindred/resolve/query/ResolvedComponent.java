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
import io.kindred.resolve.cluster.ScoredLink;
import io.kindred.resolve.cluster.ScoredLinks;
import io.kindred.resolve.cluster.Trace;
import io.kindred.resolve.cluster.Visit;
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
import java.util.stream.Collectors;

/** A resolved component in memory: its records, groups, entities and contested groups. */
final class ResolvedComponent {

    private final List<NormalizedRecord> records;
    private final EntityTypeRules rules;
    private final List<Groups.Group> groups;
    private final Map<RecordIdentity, Integer> positions = new HashMap<>();
    private final Map<Contested, ContestedGroup> contested = new HashMap<>();
    private final List<Visit> visits;
    private final int[] entities;
    private final List<String> entityIds = new ArrayList<>();

    private ResolvedComponent(
            List<NormalizedRecord> records,
            EntityTypeRules rules,
            List<Groups.Group> groups,
            Trace trace) {
        this.records = records;
        this.rules = rules;
        this.groups = groups;
        this.visits = trace.visits();
        this.entities = new int[records.size()];
        for (int i = 0; i < records.size(); i++) {
            positions.put(records.get(i).identity(), i);
        }
    }

    /** Several groups of a key with a test may have one interval. */
    private record Contested(KeyValues key, Interval interval, Set<RecordIdentity> members) {}

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
        return of(
                members,
                ontology,
                matcher,
                isGeneric,
                matcher.rules().comparesRecords() ? Trace.recording() : Trace.NONE);
    }

    /**
     * Resolves a component.
     *
     * @param trace receives the steps
     */
    static ResolvedComponent of(
            List<NormalizedRecord> members,
            Ontology ontology,
            Matcher matcher,
            Predicate<KeyValues> isGeneric,
            Trace trace) {
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
        for (ScoredLink link : ScoredLinks.of(sorted, matcher, isGeneric)) {
            groups.add(
                    new Groups.Group(
                            link.key(),
                            new Run<>(link.interval(), Set.of(link.lesser(), link.greater()))));
        }
        Resolution resolution = ComponentResolver.resolve(sorted, matcher, isGeneric, trace);
        ResolvedComponent component = new ResolvedComponent(sorted, rules, groups, trace);
        component.resolve(resolution, new EntityBuilder(ontology, rules));
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
                .forEach(
                        group ->
                                contested.put(
                                        new Contested(
                                                group.key(),
                                                group.interval(),
                                                Set.copyOf(group.members())),
                                        group));
    }

    /** The records, sorted by identity. */
    List<NormalizedRecord> records() {
        return records;
    }

    EntityTypeRules rules() {
        return rules;
    }

    /**
     * The groups in the order in which they are visited: those of {@code same} decisions, then of
     * keys, then the scored links as groups of two. Their members are positions in the list of
     * records.
     */
    List<Groups.Group> groups() {
        return groups;
    }

    /** The record's position in the list of records. */
    int position(RecordIdentity record) {
        return positions.get(record);
    }

    /** The positions of the records. */
    Map<RecordIdentity, Integer> positions() {
        return positions;
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

    /** The steps of the resolution; empty if the keys of the type have neither tests nor scores. */
    List<Visit> visits() {
        return visits;
    }

    /** The contested group, if the group was contested. */
    Optional<ContestedGroup> contested(Groups.Group group) {
        Set<RecordIdentity> members =
                group.run().members().stream()
                        .map(member -> records.get(member).identity())
                        .collect(Collectors.toSet());
        return Optional.ofNullable(
                contested.get(new Contested(group.key(), group.run().interval(), members)));
    }
}
