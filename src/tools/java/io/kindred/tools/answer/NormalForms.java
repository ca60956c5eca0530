package io.kindred.tools.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.tools.store.OutputStore;
import org.jspecify.annotations.Nullable;

/** The forms in which the job compares values of an entity type, beside the values. */
record NormalForms(OutputStore store, String entityType) {

    /**
     * Adds to a record the field {@code normalized}, with the forms of its descriptors in their
     * order. They are no fields of the descriptors, so that these can be asked about as they are.
     */
    void addToRecord(ObjectNode record) {
        ArrayNode forms = record.putArray("normalized");
        record.path("descriptors").forEach(each -> forms.add(form(each)));
    }

    /** Adds the field {@code normalized} to each golden value of an entity. */
    void addToGolden(ObjectNode entity) {
        entity.path("golden").forEach(each -> ((ObjectNode) each).put("normalized", form(each)));
    }

    /** Null if the rules drop the value. */
    private @Nullable String form(JsonNode value) {
        return store.normalized(
                        entityType, value.path("attr").asText(), value.path("value").asText())
                .orElse(null);
    }
}
