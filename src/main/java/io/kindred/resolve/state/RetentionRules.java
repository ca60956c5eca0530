package io.kindred.resolve.state;

import io.kindred.model.Descriptor;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.resolve.record.Expiry;
import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The retentions of an ontology, as far as they decide when descriptors expire.
 *
 * <p>Bytes: a list of entity type, its retention (signed), and a list of attribute and retention.
 *
 * @param types the retentions by entity type, as in {@link Ontology}
 */
record RetentionRules(SortedMap<String, OfType> types) {

    static final RetentionRules NONE = new RetentionRules(new TreeMap<>());

    /** The retentions of an entity type. */
    record OfType(long points, SortedMap<String, Long> attributes) {

        private static OfType of(EntityTypeRules rules) {
            SortedMap<String, Long> attributes = new TreeMap<>();
            rules.attributes()
                    .forEach(
                            (name, attribute) ->
                                    attribute
                                            .retention()
                                            .ifPresent(own -> attributes.put(name, own.points())));
            return new OfType(rules.retention().points(), attributes);
        }

        private EntityTypeRules rules() {
            Map<String, AttributeRules> rules = new TreeMap<>();
            attributes.forEach(
                    (name, own) ->
                            rules.put(
                                    name,
                                    new AttributeRules(
                                            AttributeRules.DEFAULT.normalization(),
                                            AttributeRules.DEFAULT.cardinality(),
                                            List.of(),
                                            Optional.of(new Retention(own)))));
            return new EntityTypeRules(
                    List.of(), List.of(), List.of(), rules, new Retention(points));
        }
    }

    /** Those of an ontology. Entity types without any are left out, unless others cover them. */
    static RetentionRules of(Ontology ontology) {
        boolean isAnyLimited =
                Optional.ofNullable(ontology.entityTypes().get(Ontology.ANY))
                        .filter(EntityTypeRules::hasRetention)
                        .isPresent();
        SortedMap<String, OfType> types = new TreeMap<>();
        ontology.entityTypes()
                .forEach(
                        (name, rules) -> {
                            if (isAnyLimited || rules.hasRetention()) {
                                types.put(name, OfType.of(rules));
                            }
                        });
        return new RetentionRules(types);
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    /** When descriptors of a record will expire. */
    SortedSet<Long> times(String entityType, List<Descriptor> descriptors) {
        OfType of = types.get(entityType);
        if (of == null) {
            of = types.get(Ontology.ANY);
        }
        return of == null ? new TreeSet<>() : Expiry.times(descriptors, of.rules());
    }

    void write(ByteWriter writer) {
        writer.unsigned(types.size());
        types.forEach(
                (type, of) -> {
                    writer.string(type).signed(of.points());
                    writer.unsigned(of.attributes().size());
                    of.attributes().forEach((name, points) -> writer.string(name).signed(points));
                });
    }

    static RetentionRules read(ByteReader reader) {
        SortedMap<String, OfType> types = new TreeMap<>();
        for (int left = reader.length(); left > 0; left--) {
            String type = reader.string();
            long points = points(reader);
            SortedMap<String, Long> attributes = new TreeMap<>();
            for (int own = reader.length(); own > 0; own--) {
                attributes.put(reader.string(), points(reader));
            }
            types.put(type, new OfType(points, attributes));
        }
        return new RetentionRules(types);
    }

    private static long points(ByteReader reader) {
        return reader.checked(() -> new Retention(reader.signed()).points());
    }
}
