package io.kindred.flink.connector;

/**
 * How far a file has been read. Offsets are in decompressed bytes.
 *
 * @param offset of the next line; of Avro and Parquet, of the block or row group that the next row
 *     is in
 * @param lines the number of lines before it; of Avro and Parquet, of the rows before it there
 * @param checked how many bytes at the beginning of the file {@code checksum} is of: at least those
 *     before the offset, or {@link #UNCHECKED}. Of Parquet, the size of the file
 * @param checksum see {@link Checksum}; of Parquet, of the footer
 */
record ReadPosition(long offset, long lines, long checked, long checksum) {

    /** Of a position in a state of Kindred 1. */
    static final long UNCHECKED = -1;

    /** The beginning of a file. */
    static final ReadPosition START = new ReadPosition(0, 0, 0, Checksum.EMPTY);

    /** Whether anything has been emitted. */
    boolean isBegun() {
        return offset > 0;
    }
}
