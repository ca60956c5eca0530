package io.kindred.offline;

import io.kindred.model.Conflict;
import io.kindred.model.Decision;
import io.kindred.model.Entity;
import io.kindred.model.GoldenCell;
import io.kindred.model.HeldDecision;
import io.kindred.model.RecordDigest;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.ColdShard.Placed;

import java.util.List;

/** Formats results. Each text is complete in itself and ends with a line break. */
interface ExportRows {

    String entity(Entity entity);

    String record(Placed record);

    /** A row of what a record says. Empty if the format has no such rows. */
    default String content(Placed record) {
        return "";
    }

    /** A row for each golden value with its records. Empty if the format has no such rows. */
    default String goldenValues(Entity entity, List<GoldenCell> cells) {
        return "";
    }

    String conflict(String conflictId, Conflict conflict);

    /** A decision about two records. Empty if the format has no decisions. */
    default String decision(Decision decision) {
        return "";
    }

    /** One side of a decision. Empty if the format has no decisions. */
    default String oneSide(RecordIdentity record, RecordDigest own, HeldDecision held) {
        return "";
    }

    /** Links a record to its entity; must come after both. Empty if the format needs no links. */
    default String link(Placed record) {
        return "";
    }

    /** Links a conflict to an entity; must come after both. Empty if the format needs no links. */
    default String link(String conflictId, String entityId) {
        return "";
    }

    /** The entities of a conflict, sorted. */
    static List<String> entities(Conflict conflict) {
        if (conflict instanceof Conflict.Direct direct) {
            return List.of(direct.entityId());
        } else if (conflict instanceof Conflict.Indirect indirect) {
            return indirect.sides().stream().map(Conflict.Side::entityId).toList();
        }
        return ((Conflict.Uniqueness) conflict).entities();
    }

    /** The kind of a conflict, as in the outputs. */
    static String kind(Conflict conflict) {
        if (conflict instanceof Conflict.Direct) {
            return "direct";
        }
        return conflict instanceof Conflict.Indirect ? "indirect" : "constraint";
    }

    /** The attribute or key of a conflict. */
    static String subject(Conflict conflict) {
        if (conflict instanceof Conflict.Direct direct) {
            return direct.attribute();
        } else if (conflict instanceof Conflict.Indirect indirect) {
            return indirect.key();
        }
        return ((Conflict.Uniqueness) conflict).attribute();
    }
}
