package io.kindred.storage;

/** Short byte arrays, written as numbers. */
public final class TestBytes {

    private TestBytes() {}

    public static byte[] of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
