package io.kindred.offline.decide;

import io.kindred.model.Conflict;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.ColdShard.Placed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Knows which questions somebody has answered. A decision about two records answers the question
 * about the entities that they are in; in a direct conflict, about the values that they assert.
 */
final class Answered {

    private final Map<RecordIdentity, Set<RecordIdentity>> decided = new HashMap<>();
    private final Map<RecordIdentity, String> entities = new HashMap<>();

    /** Pairs of entities with a decision about a record of each; the lesser id first. */
    private final Set<List<String>> entityPairs = new HashSet<>();

    /** By the id of an entity that was merged into another: that other, which was not. */
    private final Map<String, String> merged = new HashMap<>();

    /** The pair was decided about. */
    void add(RecordPair pair) {
        decided.computeIfAbsent(pair.lesser(), each -> new HashSet<>()).add(pair.greater());
        decided.computeIfAbsent(pair.greater(), each -> new HashSet<>()).add(pair.lesser());
        connect(pair.lesser(), pair.greater());
    }

    /** A decided record is in an entity. */
    void place(RecordIdentity record, String entityId) {
        entities.put(record, entityId);
        decided.getOrDefault(record, Set.of()).forEach(other -> connect(record, other));
    }

    private void connect(RecordIdentity one, RecordIdentity other) {
        String entity = entities.get(one);
        String another = entities.get(other);
        if (entity != null && another != null && !entity.equals(another)) {
            entityPairs.add(pair(entity, another));
        }
    }

    /** The two entities become one, so what is decided about one of them holds for both. */
    void merge(String one, String other) {
        String kept = now(one);
        String gone = now(other);
        if (!kept.equals(gone)) {
            merged.replaceAll((entity, into) -> into.equals(gone) ? kept : into);
            merged.put(gone, kept);
        }
    }

    /** Whether the two are the same by answers about other records. */
    boolean followsSame(PairQuestion question) {
        return now(question.leftEntity()).equals(now(question.rightEntity()))
                && !isDecided(question.left(), question.right()::equals);
    }

    private String now(String entityId) {
        return merged.getOrDefault(entityId, entityId);
    }

    /** All records that were decided about. */
    Set<RecordIdentity> records() {
        return decided.keySet();
    }

    /**
     * The conflict with its questions marked that are answered, here or in the state. If decisions
     * contradict each other, those in the state answer nothing.
     *
     * @param records looks up records of the state with their decisions
     */
    OpenConflict mark(
            OpenConflict open,
            ConflictOrder order,
            Function<RecordIdentity, Optional<Placed>> records) {
        boolean isOfDecisions =
                open.conflict() instanceof Conflict.Indirect indirect
                        && order.isOfDecisions(indirect);
        Set<List<String>> heldApart =
                open.conflict() instanceof Conflict.Indirect indirect && !isOfDecisions
                        ? heldApart(indirect, records)
                        : Set.of();
        return new OpenConflict(
                open.id(),
                open.conflict(),
                open.questions().stream()
                        .map(
                                question ->
                                        isAnswered(open.conflict(), question)
                                                        || heldApart.contains(
                                                                pair(
                                                                        question.leftEntity(),
                                                                        question.rightEntity()))
                                                        || !isOfDecisions
                                                                && isInState(question, records)
                                                ? question.answered()
                                                : question)
                        .toList());
    }

    /** The pairs of entities that decisions hold apart in the conflict; the lesser id first. */
    private static Set<List<String>> heldApart(
            Conflict.Indirect conflict, Function<RecordIdentity, Optional<Placed>> records) {
        Set<List<String>> pairs = new HashSet<>();
        for (Conflict.DecidedPair decision : conflict.decisions()) {
            Optional<String> one = records.apply(decision.lesser()).map(Placed::entityId);
            Optional<String> other = records.apply(decision.greater()).map(Placed::entityId);
            if (one.isPresent() && other.isPresent()) {
                pairs.add(pair(one.get(), other.get()));
            }
        }
        return pairs;
    }

    private static boolean isInState(
            PairQuestion question, Function<RecordIdentity, Optional<Placed>> records) {
        Optional<Placed> left = records.apply(question.left());
        Optional<Placed> right = records.apply(question.right());
        return left.isPresent()
                && right.isPresent()
                && StoredDecision.of(left.get(), right.get())
                        .filter(StoredDecision::isInForce)
                        .isPresent();
    }

    boolean isAnswered(Conflict conflict, PairQuestion question) {
        if (question.isAnswered() || isDecided(question.left(), question.right()::equals)) {
            return true;
        }
        if (conflict instanceof Conflict.Direct direct) {
            Set<RecordIdentity> left = asserting(direct, question.left());
            Set<RecordIdentity> right = asserting(direct, question.right());
            return left.stream().anyMatch(record -> isDecided(record, right::contains));
        }
        return isAnswered(question.leftEntity(), question.rightEntity());
    }

    private boolean isAnswered(String one, String other) {
        if (merged.isEmpty() || entityPairs.contains(pair(one, other))) {
            return entityPairs.contains(pair(one, other));
        }
        List<String> now = pair(now(one), now(other));
        return now.get(0).equals(now.get(1))
                || entityPairs.stream()
                        .anyMatch(each -> pair(now(each.get(0)), now(each.get(1))).equals(now));
    }

    private boolean isDecided(RecordIdentity record, Predicate<RecordIdentity> with) {
        return decided.getOrDefault(record, Set.of()).stream().anyMatch(with);
    }

    /** The records that assert what a record asserts in a direct conflict. */
    private static Set<RecordIdentity> asserting(Conflict.Direct conflict, RecordIdentity record) {
        Set<RecordIdentity> all = new HashSet<>();
        conflict.values().stream()
                .map(Conflict.ValueRecords::records)
                .filter(records -> records.contains(record))
                .forEach(all::addAll);
        return all;
    }

    private static List<String> pair(String one, String other) {
        return one.compareTo(other) < 0 ? List.of(one, other) : List.of(other, one);
    }
}
