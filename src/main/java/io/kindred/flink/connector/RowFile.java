package io.kindred.flink.connector;

import io.kindred.codec.RowTokens;

import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/** A file with a schema and rows, open at a row. */
interface RowFile extends Closeable {

    /**
     * The names of its fields: of those in others as paths with dots; {@code a.*} if {@code a} may
     * have any.
     */
    Set<String> fields();

    /**
     * Writes the next row; false at the end.
     *
     * @throws IOException if it cannot be read, and so what follows neither
     */
    boolean next(RowTokens out) throws IOException;

    /** The place of the last row, unique in the file. */
    String position();

    /** The offset of the block of rows that the next row is in. */
    long offset();

    /** The number of rows before the next row in its block. */
    long rows();

    /** How many bytes of the file have been read, or a good estimate. */
    long stored();

    CheckedBytes bytes();
}
