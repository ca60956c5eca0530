package io.kindred.codec;

import io.kindred.ontology.Ontology;

import java.io.Serializable;

/**
 * An ontology as it is sent to operators and kept in state: text that has been checked.
 *
 * @param file the file as the user named it
 * @param json the ontology as canonical JSON: two files have the same if they differ in nothing but
 *     layout, comments and the order of fields
 */
public record OntologyDocument(String file, String json) implements Serializable {

    /**
     * Checks an ontology.
     *
     * @throws InvalidConfigException if it is not one
     */
    public static OntologyDocument of(ConfigNode node) {
        OntologyReader.read(node);
        return new OntologyDocument(node.file(), node.canonicalJson());
    }

    /** The ontology. */
    public Ontology ontology() {
        return OntologyReader.read(StrictYaml.readJson(file, json));
    }

    ConfigValue tree() {
        return StrictYaml.readJson(file, json).value();
    }
}
