package io.kindred.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Ontology;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Writes an ontology the way a user would declare it, with every field spelled out. */
public final class OntologyText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OntologyText() {}

    /** JSON, which is YAML as well. */
    public static String of(Ontology ontology) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode types = root.putObject("entity_types");
        ontology.entityTypes().forEach((name, rules) -> write(types.putObject(name), rules));
        ObjectNode perspectives = root.putObject("perspectives");
        ontology.perspectives()
                .forEach(
                        (name, trust) -> {
                            ObjectNode node = perspectives.putObject(name);
                            node.put("weight", trust.weight());
                            strings(node.putArray("authoritative"), trust.authoritative());
                        });
        return root.toPrettyString();
    }

    private static void write(ObjectNode type, EntityTypeRules rules) {
        ArrayNode keys = type.putArray("identity_keys");
        rules.identityKeys().forEach(key -> write(keys.addObject(), key));
        ArrayNode strong = type.putArray("strong_identifiers");
        rules.strongIdentifiers()
                .forEach(
                        identifier ->
                                strong.addObject()
                                        .put("attribute", identifier.attribute())
                                        .put("scope", lower(identifier.scope())));
        ArrayNode constraints = type.putArray("constraints");
        rules.constraints()
                .forEach(
                        constraint ->
                                constraints
                                        .addObject()
                                        .put("name", constraint.name())
                                        .put("attribute", constraint.attribute())
                                        .put("kind", lower(constraint.kind()))
                                        .put("scope", lower(constraint.scope())));
        ObjectNode attributes = type.putObject("attributes");
        rules.attributes().forEach((name, rule) -> write(attributes.putObject(name), rule));
    }

    private static void write(ObjectNode node, IdentityKey key) {
        node.put("name", key.name());
        ArrayNode attributes = node.putArray("attributes");
        key.attributes()
                .forEach(
                        attribute -> {
                            ObjectNode item = attributes.addObject();
                            item.put("attribute", attribute.attribute());
                            steps(item, attribute.steps());
                        });
        if (key.maxRecords().isPresent()) {
            node.put("max_records", key.maxRecords().getAsLong());
        } else {
            node.putNull("max_records");
        }
    }

    private static void write(ObjectNode node, AttributeRules rule) {
        steps(node, rule.normalization().steps());
        strings(node.putArray("nulls"), rule.normalization().nulls());
        node.put("cardinality", lower(rule.cardinality()));
        strings(node.putArray("prefer"), rule.prefer().stream().map(OntologyText::lower).toList());
    }

    private static void steps(ObjectNode node, List<Normalizer> steps) {
        strings(node.putArray("normalize"), steps.stream().map(OntologyText::lower).toList());
    }

    private static void strings(ArrayNode array, Collection<String> strings) {
        strings.forEach(array::add);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
