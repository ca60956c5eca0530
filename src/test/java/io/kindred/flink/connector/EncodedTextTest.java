package io.kindred.flink.connector;

import io.kindred.codec.TextEncoding;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Files in other encodings are read like the same text in UTF-8, from every position. */
class EncodedTextTest {

    private static final List<String> ENCODINGS =
            List.of(
                    "UTF-8",
                    "windows-1252",
                    "UTF-16LE",
                    "UTF-16BE",
                    "UTF-16",
                    "UTF-32LE",
                    "GB18030",
                    "IBM1047");

    private static final int MAX_LINES = 4;

    @Property(seed = "61", tries = 600)
    void linesAreThoseOfTheTextAndReadingGoesOnFromEachOfThem(
            @ForAll("texts") String text,
            @ForAll("encodings") String encoding,
            @ForAll boolean marked,
            @ForAll("sizes") int first,
            @ForAll("sizes") int later)
            throws IOException {
        byte[] bytes = encoded(text, encoding, marked);
        TextEncoding declared = declared(encoding, marked);

        List<ScannedInput> found = lines(bytes, declared, 0, 0, first);

        assertThat(found)
                .extracting(ScannedInput::shown)
                .containsExactlyElementsOf(
                        lines(text.getBytes(StandardCharsets.UTF_8), TextEncoding.UTF_8, 0, 0, 1000)
                                .stream()
                                .map(ScannedInput::shown)
                                .toList());
        for (int i = 0; i < found.size(); i++) {
            ScannedInput last = found.get(i);
            assertThat(lines(bytes, declared, last.offset(), last.lines(), later))
                    .isEqualTo(found.subList(i + 1, found.size()));
        }
    }

    @Property(seed = "62", tries = 400)
    void elementsOfJsonAreThoseOfTheText(
            @ForAll("json") String text,
            @ForAll("encodings") String encoding,
            @ForAll("sizes") int first,
            @ForAll("sizes") int later)
            throws IOException {
        byte[] bytes = encoded(text, encoding, false);
        TextEncoding declared = declared(encoding, false);

        List<ScannedInput> found = elements(bytes, declared, 0, 0, first);

        assertThat(found)
                .extracting(ScannedInput::text)
                .containsExactlyElementsOf(
                        elements(
                                        text.getBytes(StandardCharsets.UTF_8),
                                        TextEncoding.UTF_8,
                                        0,
                                        0,
                                        1000)
                                .stream()
                                .map(ScannedInput::text)
                                .toList());
        for (int i = 0; i < found.size(); i++) {
            ScannedInput last = found.get(i);
            assertThat(elements(bytes, declared, last.offset(), last.lines(), later))
                    .isEqualTo(found.subList(i + 1, found.size()));
        }
    }

    /** Every encoding of Java that is supported, with a part of the characters that it has. */
    @Example
    void noEncodingThatIsSupportedNeedsWhatIsBeforeALine() throws IOException {
        for (Charset charset : Charset.availableCharsets().values()) {
            if (!isSupported(charset)) {
                continue;
            }
            byte[] bytes = characters(charset).getBytes(charset);
            String decoded = new String(bytes, charset);
            TextEncoding encoding = TextEncoding.of(charset.name());

            List<ScannedInput> found = plainLines(bytes, encoding, 0, 0, 17);

            assertThat(String.join("\n", found.stream().map(ScannedInput::text).toList()) + "\n")
                    .as(charset.name())
                    .isEqualTo(decoded);
            ScannedInput middle = found.get(found.size() / 2);
            assertThat(plainLines(bytes, encoding, middle.offset(), middle.lines(), 1000))
                    .as(charset.name())
                    .isEqualTo(found.subList(found.size() / 2 + 1, found.size()));
        }
    }

    @Example
    void bytesThatAreNoCharactersAreMarkedAndTakeNoLineBreakAlong() throws IOException {
        assertThat(shown("windows-1252", 'a', 0x81, '\n', 0x80, '\n', 0x8d))
                .containsExactly("a\ufffd81", "\u20ac", "\ufffd8d");
        assertThat(shown("Shift_JIS", 0x82, 0xa0, 0x82, '\n', 'b', 0x82))
                .containsExactly("\u3042\ufffd82", "b\ufffd82");
        assertThat(shown("UTF-16LE", 'a', 0, 0x0a, 0xd8, '\n', 0, 'b', 0, 'c'))
                .containsExactly("a\ufffd0a\ufffdd8", "b\ufffd63");
        assertThat(shown("UTF-16BE", 0xd8, 0x3d, 0xde, 0x00, 0, '\n', 0xde, 0x00, 0, '\n', 0xd8))
                .containsExactly("\ud83d\ude00", "\ufffdde\ufffd00", "\ufffdd8");
    }

    @Example
    void aByteOrderMarkGoesFirst() throws IOException {
        for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            byte[] bytes = "\ufeff\u00e91\n\ufeff2".getBytes(charset);
            for (String declared : List.of("UTF-8", "windows-1252", "UTF-16", "UTF-16BE")) {
                assertThat(plainLines(bytes, TextEncoding.of(declared), 0, 0, 1))
                        .extracting(ScannedInput::text)
                        .as("%s read as %s", charset, declared)
                        .containsExactly("\u00e91", "\ufeff2");
            }
        }
    }

    private static List<String> shown(String encoding, int... bytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int b : bytes) {
            all.write(b);
        }
        List<ScannedInput> found =
                plainLines(all.toByteArray(), TextEncoding.of(encoding), 0, 0, 2);
        for (ScannedInput each : found) {
            assertThat(
                            plainLines(
                                    all.toByteArray(),
                                    TextEncoding.of(encoding),
                                    each.offset(),
                                    each.lines(),
                                    1))
                    .isEqualTo(found.subList(found.indexOf(each) + 1, found.size()));
        }
        return found.stream().map(ScannedInput::text).toList();
    }

    private static boolean isSupported(Charset charset) {
        try {
            TextEncoding.of(charset.name());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** In lines of 16 characters, without line ends and blanks other than those. */
    private static String characters(Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        StringBuilder text = new StringBuilder("x");
        int count = 1;
        for (int c = 0x21; c < 0x30000; c += c < 0x100 ? 1 : 211) {
            boolean isMark = c == 0xfeff || c == 0xfffe || c == 0xfffd;
            if (isMark || c >= 0xd800 && c < 0xe000 || !Character.isDefined(c)) {
                continue;
            }
            String character = Character.toString(c);
            // Some encodings write characters that they do not read.
            if (encoder.canEncode(character)
                    && !new String(character.getBytes(charset), charset).contains("\ufffd")) {
                text.append(character).append(++count % 16 == 0 ? "\n" : "");
            }
        }
        return text.append("\n").toString().replace("\n\n", "\n");
    }

    private static byte[] encoded(String text, String encoding, boolean marked) {
        boolean mark = marked && encoding.startsWith("UTF");
        Charset charset = Charset.forName(encoding.equals("UTF-16") ? "UTF-16BE" : encoding);
        return ((mark ? "\ufeff" : "") + text).getBytes(charset);
    }

    /** A marked text needs no encoding. */
    private static TextEncoding declared(String encoding, boolean marked) {
        return marked && encoding.startsWith("UTF")
                ? TextEncoding.UTF_8
                : TextEncoding.of(encoding);
    }

    private static List<ScannedInput> lines(
            byte[] bytes, TextEncoding encoding, long offset, long lines, int atATime)
            throws IOException {
        FileWindow window = ScannedInput.window(bytes, encoding, offset, lines, atATime);
        return ScannedInput.all(LineScanner.csv(window, 1000, ';', MAX_LINES, "#"));
    }

    private static List<ScannedInput> plainLines(
            byte[] bytes, TextEncoding encoding, long offset, long lines, int atATime)
            throws IOException {
        FileWindow window = ScannedInput.window(bytes, encoding, offset, lines, atATime);
        return ScannedInput.all(LineScanner.lines(window, 1000));
    }

    private static List<ScannedInput> elements(
            byte[] bytes, TextEncoding encoding, long offset, long lines, int atATime)
            throws IOException {
        FileWindow window = ScannedInput.window(bytes, encoding, offset, lines, atATime);
        return ScannedInput.all(new JsonScanner(window, 1000, offset == 0));
    }

    @Provide
    private Arbitrary<String> encodings() {
        return Arbitraries.of(ENCODINGS);
    }

    /** Characters that all encodings have; the first is no byte order mark or half of one. */
    @Provide
    private Arbitrary<String> texts() {
        return parts(
                "id", "\"", "\"\"", ";", "\n", "\r\n", "#", "\u00e9", "a", " ", "\u00df\u00fc");
    }

    @Provide
    private Arbitrary<String> json() {
        return parts("[", "{", "}", ",", "\"\u00e9\"", ":", "\n", "]", "{\"a\":\"\u00fc\"}", "1");
    }

    private static Arbitrary<String> parts(String... parts) {
        return Arbitraries.of(parts)
                .list()
                .ofMaxSize(40)
                .map(ArrayList::new)
                .map(list -> "id" + String.join("", list));
    }

    @Provide
    private Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 3, 5, 1000);
    }
}
