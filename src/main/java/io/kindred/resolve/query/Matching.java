package io.kindred.resolve.query;

import io.kindred.model.Explanation.Seen;
import io.kindred.model.MatchResult;
import io.kindred.model.MatchResult.Candidate;
import io.kindred.model.MergeStep;
import io.kindred.model.MilliBits;
import io.kindred.model.PairEvidence;
import io.kindred.model.PairEvidence.KeyEvidence;
import io.kindred.model.PairEvidence.ScoreEvidence;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.record.KeyEntry;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.record.RecordTerms;
import io.kindred.resolve.state.ShardState;
import io.kindred.storage.ByteKey;
import io.kindred.storage.shard.Posting;
import io.kindred.storage.shard.StoredRecord;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Describes what becomes of a record, from a shard's state before and after it came.
 *
 * <p>Costs resolving the record's component, each other component that one of the candidates shown
 * is in, and a comparison with each record of the blocks of its key values.
 */
public final class Matching {

    /** The most candidates shown. */
    static final int CANDIDATES = 20;

    /** The most members of the entity shown. */
    static final int MEMBERS = 1000;

    private static final Comparator<Ranked> ORDER =
            Comparator.comparing((Ranked each) -> !each.isMember())
                    .thenComparing(Comparator.comparingLong(Ranked::score).reversed())
                    .thenComparing(each -> each.record().identity());

    private final ShardState before;
    private final ShardState after;
    private final Explainer explainer;

    /**
     * @param before without the record, or with an earlier version of it
     * @param after with the record
     */
    public Matching(ShardState before, ShardState after) {
        this.before = before;
        this.after = after;
        this.explainer = new Explainer(after);
    }

    /**
     * A candidate with what orders it.
     *
     * @param score the greatest of all keys that score; the least number if there is none
     */
    private record Ranked(
            StoredRecord record, List<KeyEvidence> findings, boolean isMember, long score) {}

    /** What becomes of the record. */
    public MatchResult of(RecordIdentity identity) {
        boolean isReplacement = before.records().find(identity).isPresent();
        Optional<StoredRecord> stored = after.records().find(identity);
        if (stored.isEmpty()) {
            return MatchResult.absent(identity, isReplacement);
        }
        ResolvedComponent component = explainer.component(stored.get());
        int position = component.position(identity);
        Seen seen = explainer.seen(component, position);
        List<RecordIdentity> members = new ArrayList<>();
        for (int i = 0; i < component.records().size(); i++) {
            if (i != position && component.entityOf(i) == component.entityOf(position)) {
                members.add(component.records().get(i).identity());
            }
        }
        List<MergeStep> steps = new ArrayList<>();
        long furtherSteps = new MergeSteps(component).addOf(seen.entityId(), steps);
        List<Ranked> ranked = ranked(component, position);
        List<RecordIdentity> shown = members.subList(0, Math.min(members.size(), MEMBERS));
        List<Candidate> candidates =
                candidates(
                        component,
                        position,
                        ranked.subList(0, Math.min(ranked.size(), CANDIDATES)));
        return new MatchResult(
                identity,
                isReplacement,
                Optional.of(seen),
                shown,
                members.size() - shown.size(),
                joined(members),
                steps,
                furtherSteps,
                candidates,
                ranked.size() - candidates.size());
    }

    /** The entities that records are in now. */
    private List<String> joined(List<RecordIdentity> members) {
        Map<Long, List<StoredRecord>> byComponent = new HashMap<>();
        for (RecordIdentity member : members) {
            before.records()
                    .find(member)
                    .ifPresent(
                            stored ->
                                    byComponent
                                            .computeIfAbsent(
                                                    stored.component(), any -> new ArrayList<>())
                                            .add(stored));
        }
        Explainer now = new Explainer(before);
        Set<String> entities = new TreeSet<>();
        byComponent.values().forEach(records -> entities.addAll(now.entityIds(records)));
        return List.copyOf(entities);
    }

    private List<Ranked> ranked(ResolvedComponent component, int position) {
        NormalizedRecord record = component.records().get(position);
        Map<RecordIdentity, Integer> members = component.positions();
        List<Ranked> ranked = new ArrayList<>();
        for (long id : neighbors(record)) {
            ShardState.Member other = after.member(id, unused -> Optional.empty());
            RecordIdentity identity = other.stored().identity();
            List<KeyEvidence> findings = explainer.findings(record, other.normalized());
            Integer at = members.get(identity);
            ranked.add(
                    new Ranked(
                            other.stored(),
                            findings,
                            at != null && component.entityOf(at) == component.entityOf(position),
                            greatest(findings)));
        }
        ranked.sort(ORDER);
        return ranked;
    }

    private static long greatest(List<KeyEvidence> findings) {
        return findings.stream()
                .flatMap(each -> each.score().stream())
                .map(ScoreEvidence::total)
                .mapToLong(MilliBits::value)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** The ids of the records that have key values in common with it that link. */
    private Set<Long> neighbors(NormalizedRecord record) {
        String entityType = record.identity().entityType();
        Set<Long> found = new LinkedHashSet<>();
        for (Map.Entry<ByteKey, KeyEntry> term :
                RecordTerms.keys(record, after.rules(entityType)).entrySet()) {
            KeyEntry entry = term.getValue();
            if (entry.keyPosition() >= 0 && !after.isGeneric(entityType, entry.keyValues())) {
                for (Posting posting :
                        (Iterable<Posting>) () -> after.keys().scan(term.getKey().bytes())) {
                    if (posting.times().overlaps(entry.times())) {
                        found.add(posting.recordId());
                    }
                }
            }
        }
        found.remove(after.records().find(record.identity()).orElseThrow().id());
        return found;
    }

    /** Component by component, so that each is resolved once and only one is in heap. */
    private List<Candidate> candidates(
            ResolvedComponent component, int position, List<Ranked> ranked) {
        Map<Long, List<Integer>> byComponent = new LinkedHashMap<>();
        for (int i = 0; i < ranked.size(); i++) {
            byComponent
                    .computeIfAbsent(ranked.get(i).record().component(), any -> new ArrayList<>())
                    .add(i);
        }
        Candidate[] candidates = new Candidate[ranked.size()];
        byComponent
                .values()
                .forEach(
                        places -> {
                            StoredRecord first = ranked.get(places.get(0)).record();
                            boolean isOwn = component.positions().containsKey(first.identity());
                            ResolvedComponent other =
                                    isOwn ? component : explainer.component(first);
                            for (int place : places) {
                                Ranked each = ranked.get(place);
                                candidates[place] =
                                        isOwn
                                                ? within(component, position, each)
                                                : outside(component, position, other, each);
                            }
                        });
        return List.of(candidates);
    }

    /** A candidate of the record's own component. */
    private Candidate within(ResolvedComponent component, int position, Ranked ranked) {
        int at = component.position(ranked.record().identity());
        return new Candidate(
                ranked.record().identity(),
                component.entityId(at),
                explainer.verdict(component, position, at),
                explainer.evidence(component, position, at, ranked.findings()));
    }

    /** A candidate of another component. */
    private Candidate outside(
            ResolvedComponent component, int position, ResolvedComponent other, Ranked ranked) {
        RecordIdentity identity = ranked.record().identity();
        return new Candidate(
                identity,
                explainer.entityId(ranked.record(), () -> other),
                explainer.notLinked(component, position, other, other.position(identity)),
                new PairEvidence(ranked.findings(), List.of()));
    }
}
