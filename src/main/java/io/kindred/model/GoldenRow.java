package io.kindred.model;

import java.util.Optional;

/**
 * A row of the output of golden values.
 *
 * @param id the id of the cell, which is the key of the row
 * @param cell empty if it is not golden any more
 */
public record GoldenRow(String id, String entityId, String entityType, Optional<GoldenCell> cell) {}
