package io.kindred.offline;

import io.kindred.model.Conflict;
import io.kindred.model.Entity;
import io.kindred.resolve.ColdShard.Placed;

import java.util.List;

/** Writes results in a format: text that is complete in itself and ends with a line break. */
interface ExportRows {

    /** An entity with its golden record. */
    String entity(Entity entity);

    /** A record. */
    String record(Placed record);

    /** A conflict. */
    String conflict(String conflictId, Conflict conflict);

    /**
     * What says that the record is in its entity; must come after both. Empty if nothing has to.
     */
    default String link(Placed record) {
        return "";
    }

    /** What says that a conflict is about an entity; must come after both. */
    default String link(String conflictId, String entityId) {
        return "";
    }

    /** The entities that a conflict is about, sorted. */
    static List<String> entities(Conflict conflict) {
        if (conflict instanceof Conflict.Direct direct) {
            return List.of(direct.entityId());
        } else if (conflict instanceof Conflict.Indirect indirect) {
            return indirect.sides().stream().map(Conflict.Side::entityId).toList();
        }
        return ((Conflict.Uniqueness) conflict).entities();
    }

    /** What kind of conflict it is, as the outputs call it. */
    static String kind(Conflict conflict) {
        if (conflict instanceof Conflict.Direct) {
            return "direct";
        }
        return conflict instanceof Conflict.Indirect ? "indirect" : "constraint";
    }

    /** The attribute or key that a conflict is about. */
    static String subject(Conflict conflict) {
        if (conflict instanceof Conflict.Direct direct) {
            return direct.attribute();
        } else if (conflict instanceof Conflict.Indirect indirect) {
            return indirect.key();
        }
        return ((Conflict.Uniqueness) conflict).attribute();
    }
}
