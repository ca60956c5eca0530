package io.kindred.flink.connector;

import java.io.Closeable;
import java.io.IOException;

/**
 * Splits a file into inputs. What it finds after a position depends on the bytes from there on
 * alone, so that reading can go on from the position after any input.
 */
interface InputScanner extends Closeable {

    /** Advances to the next input; false at the end of the file. */
    boolean next() throws IOException;

    /** The bytes of the input; the next call of {@link #next} overwrites them. */
    InputBytes input();

    /** The place of the input in the file, unique in it: {@code line 12}. */
    String position();

    /** The offset after the input, in decompressed bytes. */
    long offset();

    /** The number of line breaks before {@link #offset}. */
    long lines();

    /**
     * How many bytes of the file have been read; of a compressed one, compressed bytes. A little
     * more than those of the inputs so far.
     */
    long stored();

    /** What is known of the file. */
    CheckedBytes file();
}
