package io.kindred.model;

import java.nio.ByteBuffer;

/**
 * A keyed digest of a record identity, 128 bits. Sorted as unsigned numbers.
 *
 * @param high the first 8 bytes
 * @param low the last 8 bytes
 */
public record RecordDigest(long high, long low) implements Comparable<RecordDigest> {

    public static final int BYTES = 16;

    public static final RecordDigest ZERO = new RecordDigest(0, 0);

    /**
     * The digest with these bytes.
     *
     * @throws IllegalArgumentException if there are not {@link #BYTES} of them
     */
    public static RecordDigest of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes instead of " + BYTES);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new RecordDigest(buffer.getLong(), buffer.getLong());
    }

    /** Its {@link #BYTES} bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    @Override
    public int compareTo(RecordDigest other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** 32 lower-case hex digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
