package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.Ontology;
import io.kindred.tools.store.OutputStore;
import io.kindred.tools.store.StoredRow;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a job is about, as JSON: its entity types with attributes and keys, and its outputs. */
final class InfoAnswer {

    private final OutputStore store;
    private final Ontology ontology;

    /**
     * @param ontology that of the store, with attributes in the order in which they are listed
     */
    InfoAnswer(OutputStore store, Ontology ontology) {
        this.store = store;
        this.ontology = ontology;
    }

    ObjectNode of(String job) {
        ObjectNode info = StoredRow.JSON.createObjectNode();
        info.put("job", job);
        info.put("timeline", store.timeline().name().toLowerCase(Locale.ROOT));
        ArrayNode types = info.putArray("entity_types");
        Set<String> names = new TreeSet<>(store.attributes().entityTypes());
        names.addAll(ontology.entityTypes().keySet());
        names.remove(Ontology.ANY);
        for (String name : names) {
            ontology.rules(name).ifPresent(rules -> type(types.addObject(), name, rules));
        }
        ArrayNode outputs = info.putArray("outputs");
        store.outputs().stream()
                .sorted()
                .forEach(output -> outputs.add(output.name().toLowerCase(Locale.ROOT)));
        return info;
    }

    private void type(ObjectNode type, String name, EntityTypeRules rules) {
        type.put("name", name);
        ArrayNode attributes = type.putArray("attributes");
        for (String attribute : attributes(name, rules)) {
            ObjectNode shown = attributes.addObject().put("name", attribute);
            shown.put("cardinality", rules.isMany(attribute) ? "many" : "one");
            ArrayNode keys = shown.putArray("keys");
            rules.identityKeys().stream()
                    .filter(key -> hasAttribute(key, attribute))
                    .forEach(key -> keys.add(key.name()));
        }
        ArrayNode keys = type.putArray("identity_keys");
        rules.identityKeys().forEach(key -> keys.add(key.name()));
        ArrayNode strong = type.putArray("strong_identifiers");
        rules.strongIdentifiers().forEach(one -> strong.add(one.attribute()));
    }

    /** First those that the ontology describes, in its order; then the others by name. */
    private Set<String> attributes(String entityType, EntityTypeRules rules) {
        Set<String> others = new TreeSet<>(store.attributes().of(entityType));
        rules.identityKeys().stream()
                .flatMap(key -> key.attributes().stream())
                .forEach(each -> others.addAll(each.alternatives()));
        Set<String> all = new LinkedHashSet<>(rules.attributes().keySet());
        all.addAll(others);
        return all;
    }

    private static boolean hasAttribute(IdentityKey key, String attribute) {
        return key.attributes().stream().anyMatch(each -> each.alternatives().contains(attribute));
    }
}
