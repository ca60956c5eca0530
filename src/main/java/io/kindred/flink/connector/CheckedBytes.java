package io.kindred.flink.connector;

/** What a reader knows of a file, by which the file is recognised again. */
interface CheckedBytes {

    /** The number of bytes that {@link #checksum} is of. */
    long checked();

    /** A checksum that the same file has again. */
    long checksum();

    /**
     * Continues the checksum of a reader that came to a position. Needed before the first read,
     * unless the file was opened at its beginning.
     */
    void continueChecksum(ReadPosition position);
}
