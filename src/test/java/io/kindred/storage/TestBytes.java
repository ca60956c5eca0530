package io.kindred.storage;

/** Short byte arrays, written as numbers. */
final class TestBytes {

    private TestBytes() {}

    static byte[] of(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
