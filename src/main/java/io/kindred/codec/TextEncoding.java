package io.kindred.codec;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The encoding of the text of a source. A byte order mark at the beginning of a text goes first.
 *
 * @param name of a charset of Java
 */
public record TextEncoding(String name) implements Serializable {

    public static final TextEncoding UTF_8 = new TextEncoding("UTF-8");

    /** The number of bytes at the beginning of a text to look at. */
    public static final int BEGINNING = 4;

    /** What to write for a text that is not UTF-8. */
    static final String ADVICE = "; write encoding: windows-1252, or whatever it is in";

    /** What a byte means in them depends on bytes long before it, or the encoding is a guess. */
    private static final Pattern STATEFUL =
            Pattern.compile(
                    "(?i).*ISO-?2022-?.*|x-IBM(930|933|935|937|939|1364|1371|1388|1390|1399)"
                            + "|x-windows-5022[0-9]|x-JISAutoDetect|x-COMPOUND_TEXT|x-MS932_0213_AUTO|CESU-8");

    private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final byte[] UTF_16_BE = {(byte) 0xfe, (byte) 0xff};
    private static final byte[] UTF_16_LE = {(byte) 0xff, (byte) 0xfe};
    private static final byte[] UTF_32_BE = {0, 0, (byte) 0xfe, (byte) 0xff};
    private static final byte[] UTF_32_LE = {(byte) 0xff, (byte) 0xfe, 0, 0};

    /**
     * The encoding with a name, in any case, or an alias.
     *
     * @throws IllegalArgumentException if Java does not know it, or if a text in it cannot be read
     *     from the middle of it, or has no lines
     */
    public static TextEncoding of(String name) {
        Charset charset = Charset.forName(name);
        if (STATEFUL.matcher(charset.name()).matches()
                || !charset.canEncode()
                || !charset.newEncoder().canEncode("\n")) {
            throw new IllegalArgumentException("not supported: " + charset.name());
        }
        return new TextEncoding(charset.name());
    }

    /** The names of all encodings that Java knows, and their aliases. */
    public static Set<String> known() {
        Set<String> names = new HashSet<>();
        Charset.availableCharsets()
                .values()
                .forEach(
                        charset -> {
                            names.add(charset.name().toLowerCase(Locale.ROOT));
                            charset.aliases().forEach(a -> names.add(a.toLowerCase(Locale.ROOT)));
                        });
        return names;
    }

    /** Whether Java knows an encoding, supported or not. */
    public static boolean isKnown(String name) {
        return known().contains(name.toLowerCase(Locale.ROOT));
    }

    /** The charset of a text: of its byte order mark, or else of this encoding. */
    public Charset charset(byte[] beginning) {
        return marked(beginning).orElseGet(() -> unmarked(beginning));
    }

    /** The charset of a text without a byte order mark, in which UTF-16 has an order. */
    private Charset unmarked(byte[] beginning) {
        return switch (name) {
            case "UTF-16" -> asciiInUtf16(beginning).orElse(StandardCharsets.UTF_16BE);
            case "UTF-32" -> Charset.forName("UTF-32BE");
            default -> Charset.forName(name);
        };
    }

    private static Optional<Charset> marked(byte[] beginning) {
        // The mark of UTF-32LE begins with that of UTF-16LE.
        if (startsWith(beginning, UTF_32_LE)) {
            return Optional.of(Charset.forName("UTF-32LE"));
        }
        if (startsWith(beginning, UTF_32_BE)) {
            return Optional.of(Charset.forName("UTF-32BE"));
        }
        if (startsWith(beginning, UTF_16_LE)) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (startsWith(beginning, UTF_16_BE)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return startsWith(beginning, UTF_8_MARK)
                ? Optional.of(StandardCharsets.UTF_8)
                : Optional.empty();
    }

    /** UTF-16, if the bytes are two ASCII characters, each beside a NUL on the same side. */
    public static Optional<Charset> asciiInUtf16(byte[] beginning) {
        if (beginning.length < BEGINNING) {
            return Optional.empty();
        }
        if (beginning[0] == 0 && beginning[2] == 0 && beginning[1] > 0 && beginning[3] > 0) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return beginning[1] == 0 && beginning[3] == 0 && beginning[0] > 0 && beginning[2] > 0
                ? Optional.of(StandardCharsets.UTF_16LE)
                : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length
                && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }
}
