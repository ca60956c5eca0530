package io.kindred.tools.store;

import io.kindred.flink.config.SinksConfig.Output;

/**
 * A row as it was read from an output.
 *
 * @param json one JSON object in UTF-8
 * @param at when it became visible, in epoch ms
 * @param isOrdered whether rows of a key are read in the order in which they hold, so that each
 *     replaces the one before whatever its revision: topics are, files need not be
 * @param source the file or partition that it is in; empty if nobody asks
 * @param position where it begins in it: a byte or an offset
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record FedRow(
        Output output, byte[] json, long at, boolean isOrdered, String source, long position) {

    /** A row without a source and a position. */
    public FedRow(Output output, byte[] json, long at, boolean isOrdered) {
        this(output, json, at, isOrdered, "", 0);
    }
}
