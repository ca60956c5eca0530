package io.kindred.flink.topology;

import io.kindred.codec.RecordMapping;
import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RowMapping;
import io.kindred.flink.config.SourceFormat;
import io.kindred.ontology.Ontology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The attributes that the sources of a job can give, as far as that is known at the start. */
final class GivenAttributes {

    private final Ontology ontology;
    private final List<Given> all = new ArrayList<>();

    GivenAttributes(Ontology ontology) {
        this.ontology = ontology;
    }

    /**
     * What one source can give.
     *
     * @param entityType the entity type of its records; empty for any
     * @param attributes empty for any
     */
    private record Given(Optional<String> entityType, Optional<Set<String>> attributes) {}

    /** Adds a source that can give anything. */
    void addAnything() {
        all.add(new Given(Optional.empty(), Optional.empty()));
    }

    /** Adds a source whose attributes only its mapping tells. One of decisions gives none. */
    void add(SourceFormat format) {
        if (format instanceof SourceFormat.Rows rows) {
            add(rows.mapping());
        } else {
            addAnything();
        }
    }

    private void add(RowMapping rows) {
        if (!(rows instanceof RecordMapping mapping)) {
            return;
        }
        all.add(
                new Given(
                        entityType(mapping),
                        mapping.attributes()
                                .map(
                                        columns ->
                                                columns.stream()
                                                        .map(AttributeColumn::attribute)
                                                        .collect(Collectors.toSet()))));
    }

    /** Adds a source with a mapping and these attributes. */
    void add(RowMapping rows, Collection<String> attributes) {
        if (!(rows instanceof RecordMapping mapping)) {
            return;
        }
        all.add(new Given(entityType(mapping), Optional.of(new TreeSet<>(attributes))));
    }

    private static Optional<String> entityType(RecordMapping mapping) {
        return mapping.entityType() instanceof Field.Constant constant
                ? Optional.of(constant.value())
                : Optional.empty();
    }

    /**
     * All attributes that records under the rules of an entity type can have. Empty if that is not
     * known, or if it is not known that there are such records.
     *
     * @param rules an entity type as in the ontology
     */
    Optional<Set<String>> of(String rules) {
        List<Given> givers =
                all.stream()
                        .filter(each -> each.entityType.isEmpty() || isUnder(rules, each))
                        .toList();
        if (givers.stream().noneMatch(each -> isUnder(rules, each))
                || givers.stream().anyMatch(each -> each.attributes.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                givers.stream()
                        .flatMap(each -> each.attributes.orElseThrow().stream())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private boolean isUnder(String rules, Given given) {
        return given.entityType
                .map(type -> ontology.entityTypes().containsKey(type) ? type : Ontology.ANY)
                .filter(rules::equals)
                .isPresent();
    }
}
