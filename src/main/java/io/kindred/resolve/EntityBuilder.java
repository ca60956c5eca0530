package io.kindred.resolve;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.model.EntityId;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Makes an entity of its records: its id, golden record and direct conflicts. */
final class EntityBuilder {

    private final Ontology ontology;
    private final GoldenRecord golden;
    private final DirectConflicts direct;
    private final Comparator<RecordIdentity> anchorFirst;

    EntityBuilder(Ontology ontology, EntityTypeRules rules) {
        this.ontology = ontology;
        this.golden = new GoldenRecord(ontology, rules);
        this.direct = new DirectConflicts(rules);
        this.anchorFirst =
                Comparator.comparingLong(this::weight)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder());
    }

    /**
     * Builds an entity.
     *
     * @param records its records, sorted by identity, at least one
     * @param conflicts told the contradictions in it, one by one
     */
    Entity build(List<NormalizedRecord> records, Consumer<Conflict> conflicts) {
        List<RecordIdentity> identities = records.stream().map(NormalizedRecord::identity).toList();
        String entityType = identities.get(0).entityType();
        String id = EntityId.of(identities.stream().min(anchorFirst).orElseThrow());
        List<AttributeTimeline> attributes = AttributeTimeline.ofAll(records, ontology);
        direct.find(entityType, id, attributes, conflicts);
        return new Entity(id, entityType, identities, GoldenEntry.toValues(golden.of(attributes)));
    }

    private long weight(RecordIdentity record) {
        return ontology.perspective(record.perspective()).weight();
    }
}
