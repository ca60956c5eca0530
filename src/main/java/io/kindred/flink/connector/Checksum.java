package io.kindred.flink.connector;

/**
 * A checksum of bytes that can be continued: a polynomial in an odd number, modulo 2^64. Any one
 * changed byte changes it. It is meant for changes by accident, not for attacks.
 */
final class Checksum {

    /** The checksum of no bytes. */
    static final long EMPTY = 0;

    private static final long P1 = 0x9e3779b97f4a7c15L;
    private static final long P2 = P1 * P1;
    private static final long P3 = P2 * P1;
    private static final long P4 = P2 * P2;

    private Checksum() {}

    /** Continues a checksum with some bytes of a buffer. */
    static long of(long before, byte[] buffer, int from, int to) {
        long sum = before;
        int i = from;
        // Four at a time, so that the processor need not wait for each product.
        for (; i + 4 <= to; i += 4) {
            sum =
                    sum * P4
                            + (buffer[i] + 129L) * P3
                            + (buffer[i + 1] + 129L) * P2
                            + (buffer[i + 2] + 129L) * P1
                            + (buffer[i + 3] + 129L);
        }
        for (; i < to; i++) {
            sum = sum * P1 + (buffer[i] + 129L);
        }
        return sum;
    }
}
