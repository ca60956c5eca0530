package io.kindred.flink.connector;

/**
 * A checksum of bytes that can be continued: a polynomial in an odd number, modulo 2^64. Any one
 * changed byte changes it. It is meant for changes by accident, not for attacks.
 */
final class Checksum {

    /** The checksum of no bytes. */
    static final long EMPTY = 0;

    private static final long P1 = 0x9e3779b97f4a7c15L;

    // The powers of P1, modulo 2^64.
    private static final long P2 = 0xdf442d22ce4859b9L;
    private static final long P3 = 0x604a5ce3addef82dL;
    private static final long P4 = 0xd94363fc538227b1L;

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
