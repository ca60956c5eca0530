package io.kindred.tools.generate;

/**
 * A pseudo-random order of the numbers {@code [0, size)} that takes no memory: a Feistel network
 * over the next even number of bits, walked until it lands inside the range.
 */
final class Permutation {

    private static final int ROUNDS = 4;

    private final long size;
    private final int halfBits;
    private final long mask;
    private final long[] roundKeys = new long[ROUNDS];

    /** An order of {@code size} numbers, at least one and at most 2^62. */
    Permutation(long size, long seed, long purpose) {
        if (size < 1 || size > 1L << 62) {
            throw new IllegalArgumentException("size " + size + " is not in 1..2^62");
        }
        this.size = size;
        int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(size - 1));
        this.halfBits = (bits + 1) / 2;
        this.mask = (1L << halfBits) - 1;
        Draws draws = Draws.of(seed, purpose);
        for (int round = 0; round < ROUNDS; round++) {
            roundKeys[round] = draws.next();
        }
    }

    /** The number at a place of the order; a bijection of {@code [0, size)}. */
    long apply(long place) {
        if (place < 0 || place >= size) {
            throw new IllegalArgumentException(place + " is not in [0, " + size + ")");
        }
        long value = place;
        do {
            value = encrypt(value);
        } while (value >= size);
        return value;
    }

    private long encrypt(long value) {
        long left = value >>> halfBits;
        long right = value & mask;
        for (long key : roundKeys) {
            long next = left ^ (Draws.mix(right ^ key) & mask);
            left = right;
            right = next;
        }
        return (left << halfBits) | right;
    }
}
