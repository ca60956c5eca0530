package io.kindred.storage;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes with equality by content, for use as a map key. */
public final class ByteKey {

    private final byte[] bytes;

    /** Wraps the bytes without a copy; they must not be modified afterwards. */
    public ByteKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Parses hex digits as written by {@link #toString}. */
    public static ByteKey ofHex(String digits) {
        return new ByteKey(HexFormat.of().parseHex(digits));
    }

    /** The bytes, which must not be modified. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
