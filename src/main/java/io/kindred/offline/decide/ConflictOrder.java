package io.kindred.offline.decide;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Conflict;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;

import java.util.Comparator;
import java.util.List;

/**
 * Sorts conflicts, the worst first.
 *
 * <ol>
 *   <li>Indirect conflicts: decisions that contradict each other, then by trust in the identity
 *       key, then the most records, then the most strong identifiers. A wrong merge or split there
 *       affects whole entities.
 *   <li>Constraint conflicts: the most entities, then the most records.
 *   <li>Direct conflicts: the most constraints violated, then the most values, then the most
 *       records.
 * </ol>
 *
 * Conflicts that are equal in all this are sorted by entity type and id. So the order depends on
 * the conflicts only.
 */
public final class ConflictOrder implements Comparator<OpenConflict> {

    private final Ontology ontology;

    public ConflictOrder(Ontology ontology) {
        this.ontology = ontology;
    }

    @Override
    public int compare(OpenConflict one, OpenConflict other) {
        List<Long> ranks = ranks(one.conflict());
        List<Long> otherRanks = ranks(other.conflict());
        for (int i = 0; i < ranks.size(); i++) {
            int order = Long.compare(ranks.get(i), otherRanks.get(i));
            if (order != 0) {
                return order;
            }
        }
        int byType =
                CodePointOrder.compare(one.conflict().entityType(), other.conflict().entityType());
        return byType != 0 ? byType : CodePointOrder.compare(one.id(), other.id());
    }

    /** What conflicts are compared by, four numbers; the lesser is the worse. */
    public List<Long> ranks(Conflict conflict) {
        long kind = ConflictKind.of(conflict).ordinal();
        if (conflict instanceof Conflict.Indirect indirect) {
            long records = indirect.sides().stream().mapToLong(side -> side.records().size()).sum();
            return List.of(
                    kind,
                    (long) position(indirect),
                    -records,
                    -(long) indirect.strongIdentifiers().size());
        } else if (conflict instanceof Conflict.Uniqueness unique) {
            return List.of(
                    kind, -(long) unique.entities().size(), -(long) unique.records().size(), 0L);
        }
        Conflict.Direct direct = (Conflict.Direct) conflict;
        return List.of(
                kind,
                -(long) direct.violates().size(),
                -(long) direct.values().size(),
                -direct.values().stream()
                        .flatMap(each -> each.records().stream())
                        .distinct()
                        .count());
    }

    private int position(Conflict.Indirect conflict) {
        List<IdentityKey> keys =
                ontology.rules(conflict.entityType())
                        .map(rules -> rules.identityKeys())
                        .orElse(List.of());
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).name().equals(conflict.key())) {
                return i;
            }
        }
        return IdentityKey.DECISION_POSITION;
    }

    /** Whether the conflict is about decisions that contradict each other. */
    boolean isOfDecisions(Conflict.Indirect conflict) {
        return position(conflict) == IdentityKey.DECISION_POSITION;
    }
}
