package io.kindred.offline.decide;

import io.kindred.model.Conflict;
import io.kindred.model.Conflict.Role;
import io.kindred.model.Conflict.Side;
import io.kindred.model.Conflict.ValueRecords;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.ColdShard.Placed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the questions of a conflict: one for each two of its sides, at most {@link #MOST}.
 *
 * <ul>
 *   <li>Indirect: the sides are the entities. Two anchored ones come first, then an anchored and an
 *       ambiguous one. Of each the records are asked about that differ in the most strong
 *       identifiers. If decisions contradict each other, all of these follow.
 *   <li>Constraint: the sides are the entities, each with its least record.
 *   <li>Direct: the sides are the values, each with the least record that asserts it. A record that
 *       asserts both is not asked about.
 * </ul>
 *
 * Example: an email links records 1 and 2 of entity a (ssn 111) to record 3 of entity b (ssn 222),
 * and record 2 has no ssn. The question is about 1 and 3.
 */
public final class QuestionFinder {

    /** The most questions of a conflict. */
    static final int MOST = 10;

    /** The most records of a side that are compared. */
    private static final int COMPARED = 10;

    /** The most records of a constraint conflict whose entities are looked up. */
    private static final int LOOKED_UP = 1_000;

    private final Ontology ontology;
    private final ConflictOrder order;
    private final Function<RecordIdentity, Optional<Placed>> records;

    /**
     * @param records looks up a record of a conflict; empty if it cannot be found
     */
    public QuestionFinder(Ontology ontology, Function<RecordIdentity, Optional<Placed>> records) {
        this.ontology = ontology;
        this.order = new ConflictOrder(ontology);
        this.records = records;
    }

    /** The questions, the most important first, none of them answered. */
    public List<PairQuestion> of(Conflict conflict) {
        // Two values of a direct conflict may lead to the same records as two others.
        Set<RecordPair> seen = new HashSet<>();
        return all(conflict).stream().filter(question -> seen.add(question.pair())).toList();
    }

    private List<PairQuestion> all(Conflict conflict) {
        if (conflict instanceof Conflict.Indirect indirect) {
            return indirect(indirect);
        } else if (conflict instanceof Conflict.Uniqueness unique) {
            return unique(unique);
        }
        return direct((Conflict.Direct) conflict);
    }

    private List<PairQuestion> indirect(Conflict.Indirect conflict) {
        List<PairQuestion> questions = betweenSides(conflict);
        for (Conflict.DecidedPair pair : conflict.decisions()) {
            Optional<Placed> lesser = records.apply(pair.lesser());
            Optional<Placed> greater = records.apply(pair.greater());
            if (order.isOfDecisions(conflict)
                    && lesser.isPresent()
                    && greater.isPresent()
                    && questions.size() < MOST) {
                questions.add(
                        PairQuestion.about(
                                pair.lesser(),
                                lesser.get().entityId(),
                                pair.greater(),
                                greater.get().entityId()));
            }
        }
        return questions;
    }

    private List<PairQuestion> betweenSides(Conflict.Indirect conflict) {
        List<Side> sides = new ArrayList<>(conflict.sides());
        // Stable: within a role the sides stay in the order of their entities.
        sides.sort(Comparator.comparing(side -> side.role() != Role.ANCHORED));
        List<PairQuestion> questions = new ArrayList<>();
        // Two anchored sides before any with an ambiguous one.
        for (Role role : Role.values()) {
            for (int i = 0; i < sides.size(); i++) {
                for (int j = i + 1; j < sides.size() && questions.size() < MOST; j++) {
                    if (sides.get(j).role() == role) {
                        questions.add(question(conflict, sides.get(i), sides.get(j)));
                    }
                }
            }
        }
        return questions;
    }

    private PairQuestion question(Conflict.Indirect conflict, Side left, Side right) {
        Optional<EntityTypeRules> rules = ontology.rules(conflict.entityType());
        RecordIdentity bestLeft = left.records().get(0);
        RecordIdentity bestRight = right.records().get(0);
        long most = -1;
        for (RecordIdentity one : first(left.records())) {
            Optional<Placed> placed = records.apply(one);
            for (RecordIdentity other : first(right.records())) {
                long differing =
                        rules.isEmpty() ? 0 : differing(conflict, rules.get(), placed, other);
                if (differing > most) {
                    most = differing;
                    bestLeft = one;
                    bestRight = other;
                }
            }
        }
        return PairQuestion.about(bestLeft, left.entityId(), bestRight, right.entityId());
    }

    private long differing(
            Conflict.Indirect conflict,
            EntityTypeRules rules,
            Optional<Placed> one,
            RecordIdentity other) {
        Optional<Placed> another = records.apply(other);
        if (one.isEmpty() || another.isEmpty()) {
            return 0;
        }
        return conflict.strongIdentifiers().stream()
                .map(
                        attribute ->
                                AttributeComparison.of(
                                        attribute,
                                        rules,
                                        one.get().descriptors(),
                                        another.get().descriptors()))
                .filter(compared -> !compared.differ().isEmpty())
                .count();
    }

    private List<PairQuestion> unique(Conflict.Uniqueness conflict) {
        Map<String, RecordIdentity> byEntity = new LinkedHashMap<>();
        for (RecordIdentity record :
                conflict.records().subList(0, Math.min(conflict.records().size(), LOOKED_UP))) {
            records.apply(record)
                    .filter(placed -> conflict.entities().contains(placed.entityId()))
                    .ifPresent(placed -> byEntity.putIfAbsent(placed.entityId(), record));
            if (byEntity.size() == conflict.entities().size() || byEntity.size() > MOST) {
                break;
            }
        }
        List<String> entities = byEntity.keySet().stream().sorted().toList();
        List<PairQuestion> questions = new ArrayList<>();
        for (int i = 0; i < entities.size(); i++) {
            for (int j = i + 1; j < entities.size() && questions.size() < MOST; j++) {
                questions.add(
                        PairQuestion.about(
                                byEntity.get(entities.get(i)),
                                entities.get(i),
                                byEntity.get(entities.get(j)),
                                entities.get(j)));
            }
        }
        return questions;
    }

    private List<PairQuestion> direct(Conflict.Direct conflict) {
        List<ValueRecords> values = conflict.values();
        List<PairQuestion> questions = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            for (int j = i + 1; j < values.size() && questions.size() < MOST; j++) {
                List<RecordIdentity> left = values.get(i).records();
                List<RecordIdentity> right = values.get(j).records();
                Optional<RecordIdentity> one = firstBeside(left, right);
                Optional<RecordIdentity> other = firstBeside(right, left);
                if (one.isPresent() && other.isPresent()) {
                    questions.add(
                            PairQuestion.about(
                                    one.get(),
                                    conflict.entityId(),
                                    other.get(),
                                    conflict.entityId()));
                }
            }
        }
        return questions;
    }

    /** The least record that is not also among the others. */
    private static Optional<RecordIdentity> firstBeside(
            List<RecordIdentity> records, List<RecordIdentity> others) {
        Set<RecordIdentity> excluded = new HashSet<>(others);
        return records.stream().filter(record -> !excluded.contains(record)).findFirst();
    }

    private static List<RecordIdentity> first(List<RecordIdentity> records) {
        return records.subList(0, Math.min(records.size(), COMPARED));
    }
}
