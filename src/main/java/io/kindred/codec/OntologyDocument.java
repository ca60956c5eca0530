package io.kindred.codec;

import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.io.Serializable;

/**
 * A validated ontology as text, for operators and state.
 *
 * @param file the file as the user named it
 * @param json the ontology as canonical JSON; equal for files that differ only in layout, comments
 *     and the order of fields
 */
public record OntologyDocument(String file, String json) implements Serializable {

    /**
     * Validates an ontology.
     *
     * @throws InvalidConfigException naming the first error
     */
    public static OntologyDocument of(ConfigNode node) {
        OntologyReader.read(node);
        return new OntologyDocument(node.file(), node.canonicalJson());
    }

    /**
     * Validates an ontology for a timeline, in whose points its retentions must be.
     *
     * @throws InvalidConfigException naming the first error
     */
    public static OntologyDocument of(ConfigNode node, Timeline timeline) {
        OntologyReader.read(node, timeline);
        return new OntologyDocument(node.file(), node.canonicalJson());
    }

    /** The parsed ontology; parses the text on each call. */
    public Ontology ontology() {
        return OntologyReader.read(StrictYaml.readJson(file, json));
    }

    ConfigValue tree() {
        return StrictYaml.readJson(file, json).value();
    }
}
