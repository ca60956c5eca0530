package io.kindred.offline;

import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OntologyDocument;
import io.kindred.ontology.Ontology;
import io.kindred.storage.CorruptStateException;
import io.kindred.temporal.Timeline;

/** What a shard was resolved by, as it is kept in its state: timeline, a blank, the ontology. */
public record Declaration(Timeline timeline, Ontology ontology) {

    /**
     * The declaration in the text.
     *
     * @throws CorruptStateException if it is none
     */
    public static Declaration read(String text) {
        int blank = text.indexOf(' ');
        try {
            return new Declaration(
                    Timeline.valueOf(text.substring(0, Math.max(0, blank))),
                    new OntologyDocument("the state", text.substring(blank + 1)).ontology());
        } catch (IllegalArgumentException | InvalidConfigException e) {
            throw new CorruptStateException("shard-meta", "not a declaration: " + e.getMessage());
        }
    }
}
