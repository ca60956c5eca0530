package io.kindred.resolve.entity;

import io.kindred.model.CodePointOrder;
import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.EntityId;
import io.kindred.model.GoldenCell;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.record.NormalizedRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Builds an entity from its records: its id, golden record and direct conflicts.
 *
 * <p>Costs a sort of each attribute's values, plus one step per record that a conflict names.
 */
public final class EntityBuilder {

    private final Ontology ontology;
    private final GoldenRecord golden;
    private final DirectConflicts direct;
    private final Optional<GoldenProvenance> provenance;

    /** Builds entities without the records that golden values come from. */
    public EntityBuilder(Ontology ontology, EntityTypeRules rules) {
        this(ontology, rules, Optional.empty());
    }

    /**
     * Builds entities.
     *
     * @param provenance finds the records that golden values come from; empty if nobody needs them
     */
    public EntityBuilder(
            Ontology ontology, EntityTypeRules rules, Optional<GoldenProvenance> provenance) {
        this.ontology = ontology;
        this.provenance = provenance;
        this.golden = new GoldenRecord(ontology, rules);
        this.direct = new DirectConflicts(rules);
    }

    /**
     * An entity.
     *
     * @param cells its golden values with their records; none without provenance
     */
    public record Built(Entity entity, List<GoldenCell> cells) {}

    /**
     * Builds an entity.
     *
     * @param records its records, sorted by identity, at least one
     * @param conflicts receives the direct conflicts
     */
    public Entity build(List<NormalizedRecord> records, Consumer<Conflict> conflicts) {
        return buildWithCells(records, conflicts).entity();
    }

    /**
     * Builds an entity, and finds the records of its golden values.
     *
     * @param records its records, sorted by identity, at least one
     * @param conflicts receives the direct conflicts
     */
    public Built buildWithCells(List<NormalizedRecord> records, Consumer<Conflict> conflicts) {
        List<RecordIdentity> identities = identities(records);
        String entityType = identities.get(0).entityType();
        String id = id(identities);
        List<AttributeTimeline> attributes = AttributeTimeline.ofAll(records, ontology);
        direct.find(entityType, id, attributes, conflicts);
        List<GoldenEntry> entries = golden.of(attributes);
        return new Built(
                new Entity(id, entityType, identities, GoldenEntry.toValues(entries)),
                cells(id, attributes, entries));
    }

    private List<GoldenCell> cells(
            String id, List<AttributeTimeline> attributes, List<GoldenEntry> entries) {
        if (provenance.isEmpty()) {
            return List.of();
        }
        List<GoldenCell> cells = new ArrayList<>(entries.size());
        int from = 0;
        for (AttributeTimeline attribute : attributes) {
            int to = from;
            while (to < entries.size()
                    && entries.get(to).attribute().equals(attribute.attribute())) {
                to++;
            }
            cells.addAll(provenance.get().cells(id, attribute, entries.subList(from, to)));
            from = to;
        }
        return cells;
    }

    /**
     * Builds an entity that can later be updated attribute by attribute.
     *
     * @param records its records, sorted by identity, at least one
     */
    public EntityDraft draft(List<NormalizedRecord> records) {
        return draft(records, new TreeMap<>(CodePointOrder.STRINGS), attribute -> true);
    }

    /**
     * Updates an entity incrementally. Only the changed attributes are recomputed, from all their
     * values. The result equals a new draft of the records, if the entity still has its id: cells
     * are named after it.
     *
     * @param before the entity before; not modified
     * @param records its records now, sorted by identity, at least one
     * @param changed every attribute that an added, removed or replaced record has or had values of
     */
    public EntityDraft redraft(
            EntityDraft before, List<NormalizedRecord> records, Set<String> changed) {
        SortedMap<String, EntityDraft.Part> parts = new TreeMap<>(before.parts());
        parts.keySet().removeAll(changed);
        return draft(records, parts, changed::contains);
    }

    private EntityDraft draft(
            List<NormalizedRecord> records,
            SortedMap<String, EntityDraft.Part> parts,
            Predicate<String> isSelected) {
        List<RecordIdentity> identities = identities(records);
        String entityType = identities.get(0).entityType();
        String id = id(identities);
        for (AttributeTimeline each : AttributeTimeline.ofAll(records, ontology, isSelected)) {
            List<AttributeTimeline> alone = List.of(each);
            List<Conflict.Direct> conflicts = new ArrayList<>(0);
            direct.find(entityType, id, alone, conflicts::add);
            List<GoldenEntry> entries = golden.of(alone);
            parts.put(
                    each.attribute(),
                    new EntityDraft.Part(
                            GoldenEntry.toValues(entries), cells(id, alone, entries), conflicts));
        }
        return new EntityDraft(id, identities, parts);
    }

    private static List<RecordIdentity> identities(List<NormalizedRecord> records) {
        List<RecordIdentity> identities = new ArrayList<>(records.size());
        for (NormalizedRecord record : records) {
            identities.add(record.identity());
        }
        return identities;
    }

    /**
     * The id of an entity.
     *
     * @param records its records, sorted, at least one
     */
    public String id(List<RecordIdentity> records) {
        return EntityId.of(anchor(records));
    }

    /** The first of the records with the greatest weight. */
    private RecordIdentity anchor(List<RecordIdentity> sorted) {
        RecordIdentity anchor = sorted.get(0);
        for (RecordIdentity each : sorted) {
            if (!each.perspective().equals(anchor.perspective()) && weight(each) > weight(anchor)) {
                anchor = each;
            }
        }
        return anchor;
    }

    private long weight(RecordIdentity record) {
        return ontology.perspective(record.perspective()).weight();
    }
}
