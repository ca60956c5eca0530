package io.kindred.tools.store;

import io.kindred.flink.config.SinksConfig.Output;

/**
 * A row as it was read from an output.
 *
 * @param json one JSON object in UTF-8
 * @param at when it became visible, in epoch ms
 * @param isOrdered whether rows of a key are read in the order in which they hold, so that each
 *     replaces the one before whatever its revision: topics are, files need not be
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record FedRow(Output output, byte[] json, long at, boolean isOrdered) {}
