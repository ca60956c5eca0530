package io.kindred.offline;

import io.kindred.codec.InvalidConfigException;
import io.kindred.codec.OntologyChanges;
import io.kindred.codec.OntologyDocument;
import io.kindred.ontology.Ontology;
import io.kindred.resolve.shards.UniqueClaims;
import io.kindred.storage.ClaimTables;
import io.kindred.storage.CorruptStateException;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The declaration that a shard was resolved with, as stored in its state: the timeline, a blank and
 * the ontology.
 */
public record Declaration(Timeline timeline, Ontology ontology) {

    /** The stored text of a declaration. */
    public static String text(Timeline timeline, OntologyDocument ontology) {
        return timeline + " " + ontology.json();
    }

    /**
     * Parses a declaration.
     *
     * @throws CorruptStateException if the text is not a declaration
     */
    public static Declaration read(String text) {
        try {
            return new Declaration(timeline(text), document(text).ontology());
        } catch (IllegalArgumentException | InvalidConfigException e) {
            throw new CorruptStateException("shard-meta", "not a declaration: " + e.getMessage());
        }
    }

    /**
     * The reasons why state that was resolved with one declaration cannot be continued with
     * another: a line for each difference. Empty if no difference can change a result ({@link
     * Ontology#keeps}).
     *
     * @throws CorruptStateException if one of the texts is not a declaration
     */
    public static Optional<List<String>> refusal(String before, String now) {
        Declaration former = read(before);
        Declaration later = read(now);
        if (later.timeline == former.timeline && later.ontology.keeps(former.ontology)) {
            return Optional.empty();
        }
        List<String> changes = new ArrayList<>();
        if (later.timeline != former.timeline) {
            changes.add("timeline: was " + name(former) + ", is " + name(later));
        }
        changes.addAll(OntologyChanges.between(document(before), document(now)));
        return Optional.of(changes);
    }

    /** Computes the conflicts of values that must be unique over all shards. */
    UniqueClaims claims(ClaimTables tables) {
        return UniqueClaims.readOnly(ontology, timeline, tables);
    }

    private static String name(Declaration declaration) {
        return declaration.timeline.name().toLowerCase(Locale.ROOT);
    }

    private static Timeline timeline(String text) {
        return Timeline.valueOf(text.substring(0, Math.max(0, text.indexOf(' '))));
    }

    /** The ontology in the text of a declaration. */
    public static OntologyDocument document(String text) {
        return new OntologyDocument("the state", text.substring(text.indexOf(' ') + 1));
    }
}
