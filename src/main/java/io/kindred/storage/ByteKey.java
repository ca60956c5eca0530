package io.kindred.storage;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that compare by content, for use as a key of a map. */
public final class ByteKey {

    private final byte[] bytes;

    /** Wraps the bytes without copying them; nobody may change them afterwards. */
    public ByteKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes that the hex digits spell, as {@link #toString} gives them. */
    public static ByteKey ofHex(String digits) {
        return new ByteKey(HexFormat.of().parseHex(digits));
    }

    /** The bytes themselves, not to be changed. */
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
