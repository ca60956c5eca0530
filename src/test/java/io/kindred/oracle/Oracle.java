package io.kindred.oracle;

import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.Entity;
import io.kindred.model.GenericKey;
import io.kindred.model.GoldenCell;
import io.kindred.model.GoldenRow;
import io.kindred.model.Query;
import io.kindred.model.QueryAnswer;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SourceRecord;
import io.kindred.model.Verdict;
import io.kindred.ontology.Ontology;
import io.kindred.oracle.NaiveEntities.Resolved;
import io.kindred.oracle.NaiveGolden.Row;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the results must be for what has arrived, computed from nothing. */
public final class Oracle {

    private final Ontology ontology;
    private final Timeline timeline;
    private final List<SourceRecord> current;
    private final List<Decision> inForce;
    private final OracleResult result;
    private final Set<GoldenRow> goldenValues = new HashSet<>();
    private final Map<String, NaiveQueries> queries = new HashMap<>();
    private final List<LinkedGroup> groups = new ArrayList<>();
    private final List<ScoredLink> links = new ArrayList<>();
    private int contestedGroups;
    private int agreeingMerges;
    private int reconciled;
    private int excused;

    /**
     * Resolves all records; nothing was decided and nothing expires.
     *
     * @param timeline how times are shown in conflict ids
     * @param arrivals all records in order of arrival, of entity types that the ontology covers
     */
    public Oracle(Ontology ontology, Timeline timeline, List<SourceRecord> arrivals) {
        this(ontology, timeline, arrivals, List.of(), OptionalLong.empty());
    }

    /**
     * Resolves what has not expired, under the decisions.
     *
     * @param timeline how times are shown in conflict ids
     * @param arrivals all records in order of arrival, of entity types that the ontology covers
     * @param decisions all decisions in order of arrival, of such entity types
     * @param now what the retentions of the ontology count back from; empty: nothing has expired
     */
    public Oracle(
            Ontology ontology,
            Timeline timeline,
            List<SourceRecord> arrivals,
            List<Decision> decisions,
            OptionalLong now) {
        this.ontology = ontology;
        this.timeline = timeline;
        current = NaiveRetention.left(ontology, CurrentVersions.of(arrivals), now);
        inForce = CurrentDecisions.inForce(decisions);
        List<Decision> decided =
                CurrentDecisions.of(
                        decisions,
                        current.stream().map(SourceRecord::identity).collect(Collectors.toSet()));
        List<Entity> entities = new ArrayList<>();
        List<Conflict> conflicts = new ArrayList<>();
        List<GenericKey> genericKeys = new ArrayList<>();
        for (String entityType :
                current.stream()
                        .map(record -> record.identity().entityType())
                        .distinct()
                        .toList()) {
            Facts facts = Facts.of(ontology, entityType, current, decided);
            Resolved resolved = NaiveEntities.resolve(facts);
            Map<String, Set<RecordIdentity>> byId = new TreeMap<>(NaiveOrder.STRINGS);
            for (Set<RecordIdentity> records : resolved.entities()) {
                byId.put(NaiveEntities.entityId(facts, records), records);
            }
            Map<String, List<Row>> golden = new HashMap<>();
            byId.forEach((id, records) -> golden.put(id, NaiveGolden.rows(facts, records)));
            byId.forEach((id, records) -> entities.add(entity(facts, id, records, golden.get(id))));
            byId.forEach(
                    (id, records) ->
                            golden.get(id)
                                    .forEach(
                                            row -> goldenValues.add(row(facts, id, records, row))));
            NaiveConflicts found = new NaiveConflicts(facts, byId);
            conflicts.addAll(found.direct());
            conflicts.addAll(found.indirect(resolved.contested()));
            conflicts.addAll(found.uniqueness());
            genericKeys.addAll(NaiveKeys.generic(facts));
            queries.put(entityType, new NaiveQueries(facts, byId, golden));
            decided.stream()
                    .filter(decision -> decision.verdict() == Verdict.SAME)
                    .filter(decision -> decision.lesser().entityType().equals(entityType))
                    .map(NaiveKeys::decided)
                    .forEach(group -> groups.add(linked(entityType, group, resolved)));
            resolved.groups().forEach(group -> groups.add(linked(entityType, group, resolved)));
            resolved.links().forEach(visited -> links.add(scored(entityType, visited)));
            reconciled += resolved.reconciled();
            excused += resolved.excused();
            contestedGroups += resolved.contested().size();
            agreeingMerges += resolved.contested().stream().mapToInt(visit -> visit.agreed()).sum();
        }
        result = OracleResult.of(entities, conflicts, genericKeys);
    }

    /**
     * Resolves what arrived.
     *
     * @param timeline how times are shown in conflict ids
     * @param arrivals in order, of entity types that the ontology covers; the greatest time counts
     */
    public static Oracle after(
            Ontology ontology, Timeline timeline, List<? extends Arrival> arrivals) {
        List<SourceRecord> records = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        OptionalLong now = OptionalLong.empty();
        for (Arrival arrival : arrivals) {
            if (arrival instanceof Arrival.OfRecord one) {
                records.add(one.record());
            } else if (arrival instanceof Arrival.OfDecision one) {
                decisions.add(one.decision());
            } else if (arrival instanceof Arrival.Clock clock) {
                now = OptionalLong.of(Math.max(now.orElse(clock.now()), clock.now()));
            }
        }
        return new Oracle(ontology, timeline, records, decisions, now);
    }

    /** How often a decision merged against a strong identifier. */
    public int reconciled() {
        return reconciled;
    }

    /** How often a disagreement on a strong identifier did not count after that. */
    public int excused() {
        return excused;
    }

    private static LinkedGroup linked(String entityType, NaiveKeys.Group group, Resolved resolved) {
        return new LinkedGroup(
                entityType,
                group.key().name(),
                group.values(),
                group.run(),
                group.members(),
                resolved.contested().stream().anyMatch(visit -> visit.group().equals(group)));
    }

    private static ScoredLink scored(String entityType, NaiveEntities.VisitedLink visited) {
        NaiveScores.Link link = visited.link();
        return new ScoredLink(
                entityType,
                link.key().name(),
                link.values(),
                link.interval(),
                link.lesser(),
                link.greater(),
                link.score(),
                visited.outcome());
    }

    /** The records that are there, with the descriptors that have not expired, by identity. */
    public List<SourceRecord> current() {
        return current;
    }

    /** Entities, conflicts, generic keys and assignments. */
    public OracleResult result() {
        return result;
    }

    /** The rows of records. */
    public Set<RecordRow> records() {
        Set<RecordIdentity> present =
                current.stream().map(SourceRecord::identity).collect(Collectors.toSet());
        return current.stream().map(record -> row(record, present)).collect(Collectors.toSet());
    }

    private RecordRow row(SourceRecord record, Set<RecordIdentity> present) {
        Map<RecordIdentity, Verdict> decisions = new HashMap<>();
        long aboutAbsent = 0;
        for (Decision decision : inForce) {
            List<RecordIdentity> pair = CurrentDecisions.pair(decision);
            int side = pair.indexOf(record.identity());
            if (side >= 0 && present.contains(pair.get(1 - side))) {
                decisions.put(pair.get(1 - side), decision.verdict());
            } else if (side >= 0) {
                aboutAbsent++;
            }
        }
        return new RecordRow(record.identity(), record.descriptors(), decisions, aboutAbsent);
    }

    /** The rows of golden values. */
    public Set<GoldenRow> goldenValues() {
        return Set.copyOf(goldenValues);
    }

    private GoldenRow row(Facts facts, String entityId, Set<RecordIdentity> records, Row row) {
        String id = NaiveNames.goldenId(timeline, entityId, row);
        return new GoldenRow(
                id,
                entityId,
                facts.entityType(),
                Optional.of(
                        new GoldenCell(
                                id,
                                row.toGoldenValue(),
                                NaiveGolden.records(facts, records, row))));
    }

    /** The answer to a query. */
    public QueryAnswer answer(Query query) {
        NaiveQueries ofType = queries.get(query.entityType());
        return ofType == null ? new QueryAnswer(List.of(), Optional.empty()) : ofType.answer(query);
    }

    /** The name of a conflict. */
    public String conflictId(Conflict conflict) {
        return NaiveNames.conflictId(timeline, conflict, isOfTestedKey(conflict));
    }

    private boolean isOfTestedKey(Conflict conflict) {
        return conflict instanceof Conflict.Indirect indirect
                && ontology.rules(indirect.entityType()).stream()
                        .flatMap(rules -> rules.identityKeys().stream())
                        .anyMatch(key -> key.name().equals(indirect.key()) && key.isTested());
    }

    /**
     * A group.
     *
     * @param key the key's name
     * @param isContested whether it was contested when it was visited
     */
    public record LinkedGroup(
            String entityType,
            String key,
            List<String> values,
            Interval run,
            Set<RecordIdentity> members,
            boolean isContested) {}

    /**
     * All groups, those of one record too, those of an entity type in canonical order. First come
     * those of {@code same} decisions, of the key {@code decision}.
     */
    public List<LinkedGroup> groups() {
        return List.copyOf(groups);
    }

    /**
     * Two records whose score links them.
     *
     * @param key the name of the key that found them
     * @param interval when both have the values
     * @param score in thousandths of a bit
     */
    public record ScoredLink(
            String entityType,
            String key,
            List<String> values,
            Interval interval,
            RecordIdentity lesser,
            RecordIdentity greater,
            long score,
            LinkOutcome outcome) {}

    /** What the visit of a scored link led to. */
    public enum LinkOutcome {
        /** The records were of one cluster already. */
        ONE_ALREADY,
        /** Their clusters merged. */
        MERGED,
        /** Their clusters do not cohere. */
        REFUSED,
        /** Their clusters are in conflict. */
        CONTESTED
    }

    /** All scored links, those of an entity type in the order in which they are visited. */
    public List<ScoredLink> links() {
        return List.copyOf(links);
    }

    /** How many groups were contested when they were visited. */
    public int contestedGroups() {
        return contestedGroups;
    }

    /** How often sides of a contested group merged since they agree. */
    public int agreeingMerges() {
        return agreeingMerges;
    }

    private static Entity entity(
            Facts facts, String id, Set<RecordIdentity> records, List<Row> golden) {
        return new Entity(
                id,
                facts.entityType(),
                NaiveOrder.sortedIdentities(records),
                golden.stream().map(Row::toGoldenValue).toList());
    }
}
