package io.kindred.flink.operator;

/**
 * A row of an output. It is public and flat because it is sent between operators.
 *
 * @param key the output key, by which a later row replaces an earlier one
 * @param json the row, one line
 * @param gone whether the row says that there is nothing under the key any more
 */
public record OutputRow(String key, String json, boolean gone) {}
