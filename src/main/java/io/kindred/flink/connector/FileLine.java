package io.kindred.flink.connector;

/**
 * An input from a file of a split.
 *
 * @param index of the file in the split
 * @param file as it was when it was opened
 * @param after the position after the line
 * @param stored how many bytes of the file were read for this line and those since the last line
 *     with such a number
 */
record FileLine(RawInput input, int index, InputFile file, ReadPosition after, long stored) {}
