package io.kindred.flink.connector;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class LineScannerTest {

    private static final int MAX_LINES = 4;

    /** A cell that begins with a quote, up to the quote that ends it. */
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*+)(\"?)");

    private static final Pattern CELL_START_BEFORE =
            Pattern.compile(".*\\n(?:.*,)?(?:\"\")*", Pattern.DOTALL);

    @Property(seed = "51", tries = 3000)
    void findsTheInputsThatANaiveSearchFinds(@ForAll("csv") String text) throws IOException {
        assertThat(read(text, 0, 0, 7).stream().map(ScannedInput::shown).toList())
                .isEqualTo(naive(text));
    }

    @Property(seed = "52")
    void goesOnFromEveryPosition(
            @ForAll("csv") String text, @ForAll("sizes") int first, @ForAll("sizes") int later)
            throws IOException {
        List<ScannedInput> all = read(text, 0, 0, first);

        for (int i = 0; i < all.size(); i++) {
            assertThat(read(text, all.get(i).offset(), all.get(i).lines(), later))
                    .isEqualTo(all.subList(i + 1, all.size()));
        }
    }

    @Example
    void theNextQuotedCellShowsThatAQuoteWasNeverClosed() throws IOException {
        assertThat(shown("1,\"never closed\n2,\"closed\",x\n\"3\",y\n"))
                .containsExactly(
                        "line 1: 1,\"never closed", "line 2: 2,\"closed\",x", "line 3: \"3\",y");
    }

    @Example
    void quotesInLaterLinesOfACellAreUnderstood() throws IOException {
        String row = "1,\"a\n\"\"b\"\"\n,\"\"\" ,\"c\n\",\"\"";

        assertThat(shown(row + "\n2")).containsExactly("line 1: " + row, "line 5: 2");
    }

    @Example
    void aRowOverTheLimitIsCut() throws IOException {
        String row = "\"" + "é".repeat(30) + "\n" + "x".repeat(30) + "\"";

        assertThat(read(row + "\n2", 0, 0, 3))
                .extracting(ScannedInput::length)
                .containsExactly(93L, 1L);
        assertThat(shown(row + "\n2").get(0)).hasSize("line 1: ".length() + 21);
    }

    @Example
    void looksAheadWithinTheLimitsOnly() throws IOException {
        int lines = 2000;
        StringBuilder text = new StringBuilder();
        IntStream.range(0, lines).forEach(i -> text.append(i).append(",\"x\n"));
        text.append("y\n".repeat(lines));

        assertThat(read(text.toString(), 0, 0, 1000)).hasSize(2 * lines);
    }

    private static List<String> naive(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        List<String> found = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            int taken = linesOfRow(lines.subList(i, lines.size()));
            String row = String.join("\n", lines.subList(i, i + taken)).replaceFirst("\r$", "");
            if (!row.matches("[ \r\n]*")) {
                found.add("line " + (i + 1) + ": " + cut(row));
            }
            i += taken;
        }
        return found;
    }

    private static String cut(String row) {
        return row.substring(0, Math.min(row.length(), ScannedInput.LIMIT));
    }

    private static int linesOfRow(List<String> lines) {
        for (int taken = 1; taken <= Math.min(MAX_LINES, lines.size()); taken++) {
            String row = String.join("\n", lines.subList(0, taken));
            int at = 0;
            boolean open = false;
            while (at <= row.length() && !open) {
                Matcher cell = QUOTED.matcher(row).region(at, row.length());
                if (cell.lookingAt()) {
                    open = cell.group(2).isEmpty();
                    String rest = row.substring(cell.end());
                    if (!open
                            && CELL_START_BEFORE.matcher(cell.group(1)).matches()
                            && !rest.matches("(?s)[ \r]*(,.*|\n.*)?")) {
                        return 1;
                    }
                    at = cell.end();
                }
                int delimiter = row.indexOf(',', at);
                at = delimiter < 0 ? row.length() + 1 : delimiter + 1;
            }
            if (!open) {
                return taken;
            }
        }
        return 1;
    }

    @Provide
    private Arbitrary<String> csv() {
        return Arbitraries.of("\"", "\"", "\"\"", ",", "\n", "\r\n", "\n\n", "a", " ", "bc")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Provide
    private Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 5, 1000);
    }

    private static List<String> shown(String text) throws IOException {
        return read(text, 0, 0, 2).stream().map(ScannedInput::shown).toList();
    }

    private static List<ScannedInput> read(String text, long offset, long lines, int atATime)
            throws IOException {
        FileWindow window = ScannedInput.window(text, offset, lines, atATime);
        return ScannedInput.all(LineScanner.csv(window, ScannedInput.LIMIT, ',', MAX_LINES, ""));
    }
}
