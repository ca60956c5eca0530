package io.kindred.codec;

import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Perspective;
import io.kindred.temporal.Timeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads an ontology and fills in the defaults. A null list or object counts as missing. Any other
 * null is an error, except {@code max_records: null}, which means no limit, and {@code retention:
 * null}, which means for ever.
 */
public final class OntologyReader {

    private OntologyReader() {}

    /**
     * Reads an ontology file.
     *
     * @param fileName the file as the user named it, shown in every error
     * @param text YAML or JSON
     * @throws InvalidConfigException naming the first error
     */
    public static Ontology read(String fileName, String text) {
        return read(StrictYaml.read(fileName, text));
    }

    /**
     * Reads an ontology that is part of a job file.
     *
     * @throws InvalidConfigException naming the first error
     */
    public static Ontology read(ConfigNode node) {
        return read(node, new RetentionReader(Optional.empty()));
    }

    /**
     * Reads an ontology for a timeline, in whose points its retentions must be.
     *
     * @throws InvalidConfigException naming the first error
     */
    static Ontology read(ConfigNode node, Timeline timeline) {
        return read(node, new RetentionReader(Optional.of(timeline)));
    }

    private static Ontology read(ConfigNode node, RetentionReader retentions) {
        ConfigObject ontology = node.object().allow("entity_types", "perspectives");
        ConfigNode types =
                ontology.required(
                        "entity_types", "an object with at least one entity type, or '*' for any");
        Map<String, EntityTypeRules> entityTypes = new LinkedHashMap<>();
        types.entries()
                .forEach(
                        (name, rules) -> {
                            checkIdentityField(name, rules);
                            entityTypes.put(name, EntityTypeReader.read(rules, retentions));
                        });
        if (entityTypes.isEmpty()) {
            throw types.invalid("empty; expected at least one entity type, or '*' for any");
        }
        Map<String, Perspective> perspectives = new LinkedHashMap<>();
        ontology.entries("perspectives")
                .forEach(
                        (name, perspective) -> {
                            checkIdentityField(name, perspective);
                            perspectives.put(name, perspective(perspective));
                        });
        return new Ontology(entityTypes, perspectives);
    }

    private static Perspective perspective(ConfigNode node) {
        ConfigObject perspective = node.object().allow("weight", "authoritative");
        long weight =
                perspective
                        .optional("weight")
                        .map(value -> value.integer(Long.MIN_VALUE, Long.MAX_VALUE))
                        .orElse(Perspective.DEFAULT_WEIGHT);
        Set<String> authoritative =
                perspective.items("authoritative").stream()
                        .map(ConfigNode::nonEmptyString)
                        .collect(Collectors.toSet());
        return new Perspective(weight, authoritative);
    }

    /** Rejects a name that no record identity can contain. */
    private static void checkIdentityField(String name, ConfigNode node) {
        if (name.indexOf(RecordIdentity.SEPARATOR) >= 0) {
            throw node.invalid(
                    "the name contains U+001F, which is not allowed in a record's identity");
        }
    }
}
