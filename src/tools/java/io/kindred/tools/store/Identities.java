package io.kindred.tools.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.model.RecordIdentity;

/** Record identities in rows. */
public final class Identities {

    private Identities() {}

    /** The identity in a row of assignments or records, joined. */
    public static String joined(JsonNode row) {
        return joined(row.path("entity_type").asText(), row);
    }

    /** The identity of a record that a row of an entity type lists, joined. */
    public static String joined(String entityType, JsonNode record) {
        return entityType
                + RecordIdentity.SEPARATOR
                + record.path("perspective").asText()
                + RecordIdentity.SEPARATOR
                + record.path("uid").asText();
    }
}
