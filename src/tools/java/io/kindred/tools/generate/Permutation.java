package io.kindred.tools.generate;

/**
 * A pseudo-random order of the numbers {@code [0, size)} that needs no memory per number. It
 * encrypts a place with a Feistel network of an even number of bits, and repeats this until the
 * result is in the range (cycle walking; Black and Rogaway, CT-RSA 2002).
 */
final class Permutation {

    private static final int ROUNDS = 4;

    private final long size;
    private final int halfBits;
    private final long mask;
    private final long[] roundKeys = new long[ROUNDS];

    /**
     * @param size how many numbers, 1 to 2^62
     * @param purpose permutations with different purposes are independent
     */
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

    /** The number at a place of the order. Different places have different numbers. */
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
