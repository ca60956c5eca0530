package io.kindred.resolve.emit;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.GoldenCell;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.cluster.ComponentResolver;
import io.kindred.resolve.cluster.ComponentResolver.Resolution;
import io.kindred.resolve.entity.ConflictIds;
import io.kindred.resolve.entity.EntityBuilder;
import io.kindred.resolve.entity.GoldenProvenance;
import io.kindred.resolve.entity.IndirectConflicts;
import io.kindred.resolve.record.NormalizedRecord;
import io.kindred.resolve.state.ShardState;
import io.kindred.resolve.state.ShardState.Member;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results of one component, computed from its records alone.
 *
 * @param entities the entities, sorted by their least record
 * @param entityOf the entity id of each record
 * @param conflicts direct and indirect conflicts, by conflict id
 * @param cells the golden values of each entity with their records, by entity id; none without
 *     provenance
 */
public record ComponentResults(
        List<Entity> entities,
        Map<RecordIdentity, String> entityOf,
        Map<String, Conflict> conflicts,
        Map<String, List<GoldenCell>> cells) {

    /**
     * Resolves a component. Costs as much as {@link ComponentResolver} and {@link EntityBuilder}.
     *
     * @param members all its records, at least one
     */
    public static ComponentResults of(
            ShardState state, ConflictIds conflictIds, List<Member> members) {
        return of(state, conflictIds, Optional.empty(), members);
    }

    /**
     * Resolves a component. Costs as much as {@link ComponentResolver} and {@link EntityBuilder}.
     *
     * @param provenance finds the records that golden values come from; empty if nobody needs them
     * @param members all its records, at least one
     */
    public static ComponentResults of(
            ShardState state,
            ConflictIds conflictIds,
            Optional<GoldenProvenance> provenance,
            List<Member> members) {
        String entityType = members.get(0).stored().identity().entityType();
        EntityTypeRules rules = state.rules(entityType);
        Resolution resolution =
                ComponentResolver.resolve(
                        members.stream().map(Member::normalized).toList(),
                        state.matcher(entityType),
                        key -> state.isGeneric(entityType, key));
        EntityBuilder builder = new EntityBuilder(state.ontology(), rules, provenance);
        List<Entity> entities = new ArrayList<>();
        Map<RecordIdentity, String> entityOf = new HashMap<>();
        Map<String, Conflict> conflicts = new LinkedHashMap<>();
        Map<String, List<GoldenCell>> cells = new HashMap<>();
        for (List<NormalizedRecord> records : resolution.entities()) {
            EntityBuilder.Built built =
                    builder.buildWithCells(
                            records, conflict -> conflicts.put(conflictIds.of(conflict), conflict));
            Entity entity = built.entity();
            entities.add(entity);
            cells.put(entity.id(), built.cells());
            entity.records().forEach(record -> entityOf.put(record, entity.id()));
        }
        for (Conflict conflict :
                IndirectConflicts.of(entityType, rules, resolution.contested(), entityOf)) {
            conflicts.put(conflictIds.of(conflict), conflict);
        }
        return new ComponentResults(entities, entityOf, conflicts, cells);
    }
}
