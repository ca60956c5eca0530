package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Conflict;
import io.kindred.model.Conflict.Role;
import io.kindred.model.Conflict.Side;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.cluster.ComponentResolver.ContestedGroup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the contested groups whose records ended up in several entities. */
public final class IndirectConflicts {

    private IndirectConflicts() {}

    /**
     * The indirect conflicts of a component.
     *
     * @param entities the entity id of every record of the component
     */
    public static List<Conflict.Indirect> of(
            String entityType,
            EntityTypeRules rules,
            List<ContestedGroup> contested,
            Map<RecordIdentity, String> entities) {
        List<Conflict.Indirect> conflicts = new ArrayList<>();
        for (ContestedGroup group : contested) {
            SortedMap<String, List<RecordIdentity>> byEntity =
                    new TreeMap<>(CodePointOrder.STRINGS);
            for (RecordIdentity record : group.members()) {
                byEntity.computeIfAbsent(entities.get(record), unused -> new ArrayList<>())
                        .add(record);
            }
            if (byEntity.size() > 1) {
                Set<String> anchored = new HashSet<>();
                group.anchored().forEach(record -> anchored.add(entities.get(record)));
                List<Side> sides = new ArrayList<>();
                byEntity.forEach(
                        (entity, records) ->
                                sides.add(
                                        new Side(
                                                entity,
                                                anchored.contains(entity)
                                                        ? Role.ANCHORED
                                                        : Role.AMBIGUOUS,
                                                records)));
                conflicts.add(
                        new Conflict.Indirect(
                                entityType,
                                rules.key(group.key().keyPosition()).shownName(),
                                group.key().values(),
                                group.interval(),
                                group.isTested(),
                                group.score(),
                                group.strongIdentifiers(),
                                group.decisions(),
                                sides));
            }
        }
        return conflicts;
    }
}
