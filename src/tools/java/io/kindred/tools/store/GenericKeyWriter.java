package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** Stores rows of {@code generic_keys}, without an index. */
final class GenericKeyWriter implements RowWriter {

    @Override
    public String key(ObjectNode row) {
        return row.path("generic_key_id").asText();
    }

    @Override
    public void replace(
            StoreBatch batch,
            Optional<ObjectNode> before,
            Optional<StoredRow> stored,
            ObjectNode row,
            StoredRow next,
            boolean isGone) {}
}
