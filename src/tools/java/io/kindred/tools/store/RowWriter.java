package io.kindred.tools.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** Keeps what the store has besides the last rows of one output. */
interface RowWriter {

    /** The output key in a row. */
    String key(ObjectNode row);

    /**
     * Called before a row takes the place of the one before.
     *
     * @param before the last row, which may be gone; empty if there was none
     * @param stored the last row with its time; there if {@code before} is
     * @param isGone whether the new row retracts
     */
    void replace(
            StoreBatch batch,
            Optional<ObjectNode> before,
            Optional<StoredRow> stored,
            ObjectNode row,
            StoredRow next,
            boolean isGone);
}
