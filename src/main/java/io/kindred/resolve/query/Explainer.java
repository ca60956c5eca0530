package io.kindred.resolve.query;

import io.kindred.model.Conflict;
import io.kindred.model.Explanation;
import io.kindred.model.Explanation.Contest;
import io.kindred.model.Explanation.Entry;
import io.kindred.model.Explanation.Group;
import io.kindred.model.Explanation.IdentifierConflict;
import io.kindred.model.Explanation.KeptApart;
import io.kindred.model.Explanation.Link;
import io.kindred.model.Explanation.NotLinked;
import io.kindred.model.Explanation.OfBuilt;
import io.kindred.model.Explanation.OfCompared;
import io.kindred.model.Explanation.OfPair;
import io.kindred.model.Explanation.OfRecord;
import io.kindred.model.Explanation.Same;
import io.kindred.model.Explanation.Seen;
import io.kindred.model.Explanation.Unknown;
import io.kindred.model.Explanation.Verdict;
import io.kindred.model.HeldDecision;
import io.kindred.model.HeldDecisions;
import io.kindred.model.MergeStep;
import io.kindred.model.PairEvidence;
import io.kindred.model.PairEvidence.KeyEvidence;
import io.kindred.model.Question;
import io.kindred.model.RecordIdentity;
import io.kindred.model.SplitReason;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.resolve.cluster.ComponentResolver.ContestedGroup;
import io.kindred.resolve.cluster.Groups;
import io.kindred.resolve.entity.IndirectConflicts;
import io.kindred.resolve.record.KeyEntries;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.shard.StoredRecord;
import io.kindred.temporal.Interval;
import io.kindred.temporal.IntervalSet;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Explains why records of one shard are, or are not, one entity. It resolves the components of the
 * records again, and costs as much.
 */
public final class Explainer {

    /** The most key entries shown per record. */
    static final int ENTRIES = 1000;

    /** The most groups shown per record. */
    static final int GROUPS = 100;

    /** The most records shown per group. */
    static final int RECORDS = 20;

    private static final Comparator<KeyEntry> CANONICAL = Comparator.comparing(KeyEntry::keyValues);

    private final ShardState state;

    public Explainer(ShardState state) {
        this.state = state;
    }

    /** The explanation of one record or two, with tests and scores if the type's keys have any. */
    public Explanation explain(Question.Why why) {
        return why.second().isPresent()
                ? ofPair(why.first(), why.second().get())
                : ofRecord(why.first());
    }

    /** See {@code ShardEngine.explain(RecordIdentity)}. */
    public OfRecord explain(RecordIdentity identity) {
        return plainRecord(ofRecord(identity));
    }

    /** See {@code ShardEngine.explain(RecordIdentity, RecordIdentity)}. */
    public OfPair explain(RecordIdentity first, RecordIdentity second) {
        return plainPair(ofPair(first, second));
    }

    static OfRecord plainRecord(Explanation explanation) {
        return explanation instanceof OfBuilt built ? built.record() : (OfRecord) explanation;
    }

    static OfPair plainPair(Explanation explanation) {
        return explanation instanceof OfCompared compared ? compared.pair() : (OfPair) explanation;
    }

    private Explanation ofRecord(RecordIdentity identity) {
        Optional<StoredRecord> stored = find(identity);
        if (stored.isEmpty()) {
            return new OfRecord(identity, Optional.empty(), List.of(), 0);
        }
        ResolvedComponent component = component(stored.get());
        OfRecord record = ofRecord(component, identity);
        if (!component.rules().comparesRecords()) {
            return record;
        }
        List<MergeStep> steps = new ArrayList<>();
        long further =
                new MergeSteps(component).addOf(record.seen().orElseThrow().entityId(), steps);
        return new OfBuilt(record, steps, further);
    }

    private OfRecord ofRecord(ResolvedComponent component, RecordIdentity identity) {
        int position = component.position(identity);
        List<Group> groups = new ArrayList<>();
        long further = 0;
        for (int i = 0; i < component.groups().size(); i++) {
            if (component.groups().get(i).run().members().contains(position)) {
                if (groups.size() < GROUPS) {
                    groups.add(group(component, i));
                } else {
                    further++;
                }
            }
        }
        return new OfRecord(identity, Optional.of(seen(component, position)), groups, further);
    }

    private Explanation ofPair(RecordIdentity first, RecordIdentity second) {
        Optional<StoredRecord> one = find(first);
        Optional<StoredRecord> other = find(second);
        Optional<ResolvedComponent> ofOne = one.map(this::component);
        boolean isShared =
                one.isPresent()
                        && other.isPresent()
                        && one.get().component() == other.get().component();
        Optional<ResolvedComponent> ofOther = isShared ? ofOne : other.map(this::component);
        Optional<Seen> seenFirst = ofOne.map(each -> seen(each, each.position(first)));
        Optional<Seen> seenSecond = ofOther.map(each -> seen(each, each.position(second)));
        Verdict verdict;
        if (seenFirst.isEmpty() || seenSecond.isEmpty()) {
            verdict = new Unknown();
        } else if (isShared) {
            verdict =
                    verdict(ofOne.get(), ofOne.get().position(first), ofOne.get().position(second));
        } else {
            verdict =
                    new NotLinked(
                            Comparisons.of(state.ontology(), seenFirst.get(), seenSecond.get()));
        }
        OfPair pair = new OfPair(first, second, seenFirst, seenSecond, verdict);
        if (ofOne.isEmpty() || ofOther.isEmpty()) {
            return withFindings(pair);
        }
        if (!ofOne.get().rules().comparesRecords()) {
            return pair;
        }
        ResolvedComponent component = ofOne.get();
        NormalizedRecord left = component.records().get(component.position(first));
        NormalizedRecord right = ofOther.get().records().get(ofOther.get().position(second));
        return new OfCompared(
                pair,
                evidence(
                        component,
                        component.position(first),
                        component.positions().get(second),
                        findings(left, right)));
    }

    /**
     * If the component of a record is escalated, this shard does not know the verdict. But it may
     * be the only one that has both records.
     */
    private Explanation withFindings(OfPair pair) {
        Optional<StoredRecord> first = state.records().find(pair.first());
        Optional<StoredRecord> second = state.records().find(pair.second());
        return first.isPresent()
                        && second.isPresent()
                        && state.rules(pair.first().entityType()).comparesRecords()
                ? new OfCompared(
                        pair,
                        new PairEvidence(
                                findings(
                                        state.normalize(first.get()),
                                        state.normalize(second.get())),
                                List.of()))
                : pair;
    }

    /** What each key finds of two records. */
    List<KeyEvidence> findings(NormalizedRecord first, NormalizedRecord second) {
        String entityType = first.identity().entityType();
        return PairFindings.of(
                state.matcher(entityType), key -> state.isGeneric(entityType, key), first, second);
    }

    /**
     * The evidence of two records.
     *
     * @param to the position of the second; null if it is in another component
     */
    PairEvidence evidence(
            ResolvedComponent component,
            int from,
            @Nullable Integer to,
            List<KeyEvidence> findings) {
        if (to == null || component.entityOf(from) == component.entityOf(to)) {
            return new PairEvidence(findings, List.of());
        }
        Set<String> entities = new HashSet<>();
        GroupChain.between(component.groups(), component.entities(), from, to)
                .orElse(List.of())
                .forEach(
                        step -> {
                            entities.add(component.entityId(step.from()));
                            entities.add(component.entityId(step.to()));
                        });
        return new PairEvidence(findings, new MergeSteps(component).refused(entities));
    }

    /**
     * The entity that a record was last emitted in, or else would be.
     *
     * @param component the record's component, asked for only if it was never emitted
     */
    String entityId(StoredRecord record, Supplier<ResolvedComponent> component) {
        return record.entity()
                .map(entity -> ShardState.entityId(record.identity().entityType(), entity))
                .orElseGet(
                        () -> {
                            ResolvedComponent resolved = component.get();
                            return resolved.entityId(resolved.position(record.identity()));
                        });
    }

    /** The {@link #entityId entities} of records of one component, which is resolved once. */
    Set<String> entityIds(List<StoredRecord> records) {
        Set<String> entities = new HashSet<>();
        Map<Long, ResolvedComponent> resolved = new HashMap<>();
        for (StoredRecord record : records) {
            entities.add(
                    entityId(
                            record,
                            () ->
                                    resolved.computeIfAbsent(
                                            record.component(), any -> component(record))));
        }
        return entities;
    }

    /** Why a record of another component is another entity. */
    Verdict notLinked(
            ResolvedComponent component,
            int position,
            ResolvedComponent other,
            int positionOfOther) {
        return new NotLinked(
                Comparisons.of(
                        state.ontology(), seen(component, position), seen(other, positionOfOther)));
    }

    private Optional<StoredRecord> find(RecordIdentity identity) {
        return state.records()
                .find(identity)
                .filter(record -> !state.components().isEscalated(record.component()));
    }

    ResolvedComponent component(StoredRecord record) {
        String entityType = record.identity().entityType();
        return ResolvedComponent.of(
                state.members(record.component()).stream()
                        .map(ShardState.Member::normalized)
                        .toList(),
                state.ontology(),
                state.matcher(entityType),
                key -> state.isGeneric(entityType, key));
    }

    Seen seen(ResolvedComponent component, int position) {
        NormalizedRecord record = component.records().get(position);
        EntityTypeRules rules = component.rules();
        List<KeyEntry> entries = new ArrayList<>(KeyEntries.of(record, rules));
        entries.sort(CANONICAL);
        List<Entry> shown = new ArrayList<>();
        for (KeyEntry entry : entries.subList(0, Math.min(entries.size(), ENTRIES))) {
            shown.add(
                    new Entry(
                            rules.key(entry.keyPosition()).name(),
                            entry.values(),
                            entry.times(),
                            state.isGeneric(record.identity().entityType(), entry.keyValues())));
        }
        return new Seen(
                record.identity(),
                component.entityId(position),
                shown,
                entries.size() - shown.size());
    }

    private static Group group(ResolvedComponent component, int index) {
        Groups.Group group = component.groups().get(index);
        List<RecordIdentity> records =
                group.run().members().stream()
                        .sorted()
                        .limit(RECORDS)
                        .map(member -> component.records().get(member).identity())
                        .toList();
        return new Group(
                component.rules().key(group.key().keyPosition()).shownName(),
                values(component, group),
                group.run().interval(),
                component.contested(group).isPresent(),
                records,
                group.run().members().size() - records.size());
    }

    /** The values of a group; of a decision with the reason, if both halves of one are there. */
    private static List<String> values(ResolvedComponent component, Groups.Group group) {
        List<HeldDecisions> sides =
                group.run().members().stream()
                        .map(member -> component.records().get(member).decisions())
                        .toList();
        if (group.key().keyPosition() != IdentityKey.DECISION_POSITION || sides.size() != 2) {
            return group.key().values();
        }
        List<String> values = new ArrayList<>(group.key().values());
        Optional<HeldDecision> one = sides.get(0).with(sides.get(1).own());
        Optional<HeldDecision> other = sides.get(1).with(sides.get(0).own());
        if (one.isPresent() && other.isPresent()) {
            SplitReason.joined(one.get().reasonHalf(), other.get().reasonHalf())
                    .filter(reason -> !reason.isEmpty())
                    .ifPresent(values::add);
        }
        return values;
    }

    /** Whether two records of a component are one entity. */
    Verdict verdict(ResolvedComponent component, int from, int to) {
        Optional<List<GroupChain.Step>> found =
                GroupChain.between(component.groups(), component.entities(), from, to);
        if (found.isEmpty()) {
            // Records that only a bridged run keeps in one component.
            return new NotLinked(
                    Comparisons.of(state.ontology(), seen(component, from), seen(component, to)));
        }
        List<GroupChain.Step> steps = found.get();
        List<Link> chain = steps.stream().map(step -> link(component, step)).toList();
        if (component.entityOf(from) == component.entityOf(to)) {
            return new Same(chain);
        }
        List<Contest> contests = new ArrayList<>();
        Map<RecordIdentity, String> entities = new HashMap<>();
        for (int i = 0; i < component.records().size(); i++) {
            entities.put(component.records().get(i).identity(), component.entityId(i));
        }
        for (GroupChain.Step step : steps) {
            // A scored link may also be refused because the entities do not cohere.
            if (component.entityOf(step.from()) != component.entityOf(step.to())
                    && component.contested(component.groups().get(step.group())).isPresent()) {
                contests.add(contest(component, step, entities));
            }
        }
        return new KeptApart(chain, contests);
    }

    private static Link link(ResolvedComponent component, GroupChain.Step step) {
        Groups.Group group = component.groups().get(step.group());
        return new Link(
                component.records().get(step.from()).identity(),
                component.records().get(step.to()).identity(),
                times(component, step.from(), group),
                times(component, step.to(), group),
                group(component, step.group()));
    }

    private static IntervalSet times(ResolvedComponent component, int record, Groups.Group group) {
        if (group.key().keyPosition() == IdentityKey.DECISION_POSITION) {
            return IntervalSet.of(Interval.ALWAYS);
        }
        return KeyEntries.of(component.records().get(record), component.rules()).stream()
                .filter(entry -> entry.keyValues().equals(group.key()))
                .map(KeyEntry::times)
                .findFirst()
                .orElseThrow()
                .intersection(IntervalSet.of(group.run().interval()));
    }

    /** Describes the contested group of a step from one entity to another. */
    private static Contest contest(
            ResolvedComponent component,
            GroupChain.Step step,
            Map<RecordIdentity, String> entities) {
        ContestedGroup contested =
                component.contested(component.groups().get(step.group())).orElseThrow();
        Conflict.Indirect conflict =
                IndirectConflicts.of(
                                component.records().get(0).identity().entityType(),
                                component.rules(),
                                List.of(contested),
                                entities)
                        .get(0);
        String here = component.entityId(step.from());
        String there = component.entityId(step.to());
        Set<String> attributes = new HashSet<>(conflict.strongIdentifiers());
        StrongIdentifierConflicts conflicts =
                new StrongIdentifierConflicts(component, attributes, here);
        List<IdentifierConflict> found = conflicts.among(Set.of(here, there));
        if (found.isEmpty()) {
            Set<String> anchored = new HashSet<>();
            conflict.sides().stream()
                    .filter(side -> side.role() == Conflict.Role.ANCHORED)
                    .forEach(side -> anchored.add(side.entityId()));
            found = conflicts.among(anchored);
        }
        return new Contest(conflict, found);
    }
}
