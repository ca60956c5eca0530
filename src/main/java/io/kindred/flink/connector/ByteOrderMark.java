package io.kindred.flink.connector;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.Arrays;

/** What the first bytes of a file say about its encoding. */
final class ByteOrderMark {

    /** The number of bytes to look at. */
    static final int LONGEST = 4;

    private static final byte[] UTF_8 = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] UTF_16_BE = {(byte) 0xfe, (byte) 0xff};
    private static final byte[] UTF_16_LE = {(byte) 0xff, (byte) 0xfe};
    private static final byte[] UTF_32_BE = {0, 0, (byte) 0xfe, (byte) 0xff};
    private static final byte[] UTF_32_LE = {(byte) 0xff, (byte) 0xfe, 0, 0};

    private ByteOrderMark() {}

    /**
     * The length of the byte order mark of UTF-8, 0 without one.
     *
     * @param beginning the first bytes of the file
     * @throws UnsupportedEncodingException if the file is UTF-16, with a mark or without, or UTF-32
     *     with a mark
     */
    static int utf8Length(byte[] beginning, FileBytes file) throws IOException {
        if (startsWith(beginning, UTF_32_BE) || startsWith(beginning, UTF_32_LE)) {
            throw unsupported("UTF-32", file);
        }
        if (startsWith(beginning, UTF_16_BE)
                || startsWith(beginning, UTF_16_LE)
                || isAsciiInUtf16(beginning)) {
            throw unsupported("UTF-16", file);
        }
        return startsWith(beginning, UTF_8) ? UTF_8.length : 0;
    }

    /** Whether the bytes are two ASCII characters, each beside a NUL on the same side. */
    private static boolean isAsciiInUtf16(byte[] beginning) {
        if (beginning.length < 4) {
            return false;
        }
        boolean bigEndian = beginning[0] == 0 && beginning[2] == 0;
        boolean littleEndian = beginning[1] == 0 && beginning[3] == 0;
        return bigEndian
                ? beginning[1] > 0 && beginning[3] > 0
                : littleEndian && beginning[0] > 0 && beginning[2] > 0;
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length
                && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }

    private static UnsupportedEncodingException unsupported(String encoding, FileBytes file) {
        return new UnsupportedEncodingException(
                String.format(
                        "cannot read %s: it is not UTF-8 but %s; convert it to UTF-8, for example"
                                + " with iconv",
                        file.path(), encoding));
    }
}
