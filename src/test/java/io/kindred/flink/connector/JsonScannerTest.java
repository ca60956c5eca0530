package io.kindred.flink.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class JsonScannerTest {

    private static final int LIMIT = 1000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How the objects of a file may be laid out. */
    private enum Layout {
        ARRAY("[", ",", "]\n"),
        ARRAY_OF_LINES("[\n", ",\n", "\n]"),
        ARRAY_WITH_LEADING_COMMAS("\n [ ", "\n , ", "\n ]"),
        ARRAYS("[", "]\n[", "]"),
        BESIDE_EACH_OTHER("", "", ""),
        LINES_WITH_COMMAS("", ",\n", ",\n");

        final String start;
        final String between;
        final String end;

        Layout(String start, String between, String end) {
            this.start = start;
            this.between = between;
            this.end = end;
        }

        String of(List<String> elements) {
            return start + String.join(between, elements) + end;
        }
    }

    @Property(seed = "61")
    void readsTheObjectsOfEveryLayout(
            @ForAll Random random, @ForAll Layout layout, @ForAll boolean pretty)
            throws IOException {
        List<ObjectNode> objects = objects(random);
        List<String> elements = new ArrayList<>();
        for (ObjectNode object : objects) {
            String text = pretty ? object.toPrettyString() : object.toString();
            elements.add(random.nextBoolean() ? text : text.replace("\n", "\r\n"));
        }
        String text = layout.of(elements);

        assertThat(isReadByElements(text, 3)).isTrue();
        assertThat(trees(read(text, 0, 0, 1 + random.nextInt(50)))).isEqualTo(objects);
    }

    @Property(seed = "62")
    void goesOnFromEveryPosition(
            @ForAll("soup") String text, @ForAll("sizes") int first, @ForAll("sizes") int later)
            throws IOException {
        List<ScannedInput> all = read(text, 0, 0, first);

        for (int i = 0; i < all.size(); i++) {
            assertThat(read(text, all.get(i).offset(), all.get(i).lines(), later))
                    .isEqualTo(all.subList(i + 1, all.size()));
        }
        assertThat(all).extracting(ScannedInput::position).doesNotHaveDuplicates();
        assertThat(isReadByElements(text, first)).isEqualTo(isReadByElements(text, later));
    }

    @Property(seed = "63")
    void skipsNothingButWhiteSpaceCommasAndBracketsAroundElements(@ForAll("soup") String text)
            throws IOException {
        String rest = text;
        for (ScannedInput input : read(text, 0, 0, 1000)) {
            int at = rest.indexOf(input.text());
            assertThat(rest.substring(0, at)).matches("[\\s,\\[\\]]*");
            rest = rest.substring(at + input.text().length());
        }
        assertThat(rest).matches("[\\s,\\[\\]]*");
    }

    @Example
    void aFileWhoseObjectsAreAloneInTheirLinesIsReadByLines() throws IOException {
        for (String text :
                List.of(
                        "",
                        "\n",
                        "{}",
                        "{}\n{}",
                        " \n{\"a\":1} \r\n{\"a\":2}",
                        "{\"a\":\"{\"}\n[{}]",
                        "{\"a\":\"\\\"{\"} x\n",
                        "x\n{\n}",
                        "7",
                        "{\"a\":1\n{\"a\":2}\n",
                        "{\"a\":\"x\n{\"a\":2}\n",
                        "{\"a\":[1,\n{\"a\":2}\n{\"a\":3}\n",
                        "{\"a\":{\"b\":\n{\"a\":2}\n{\"a\":3}\n",
                        "{\"a\":\n{\"a\":2}\n{\"a\":3}\n",
                        "{\"a\":",
                        "{" + " ".repeat(2000) + "}\n{\n}")) {
            assertThat(isReadByElements(text, 1)).as(text).isFalse();
        }
    }

    @Example
    void aFileThatStartsOtherwiseIsReadByElements() throws IOException {
        for (String text :
                List.of(
                        "[]",
                        "\n [1,2]\n{}\n",
                        "{\n}",
                        "{ \t\r\n{\n}\n",
                        "{}{}",
                        "{} , {}",
                        "{},\n{}",
                        "{\"a\":\n1}\n",
                        "{\"a\":[\n",
                        "{\"a\":[\n" + "1,\n".repeat(50))) {
            assertThat(isReadByElements(text, 1)).as(text).isTrue();
        }
    }

    @Example
    void aBrokenElementDoesNotTakeTheNextAlong() throws IOException {
        assertRead("[\n{\"a\":1,\n{\"b\":1},\n{\"c\":1}]", "{\"a\":1,", "{\"b\":1}", "{\"c\":1}");
        assertRead(
                "[{\"a\":\"x\n, {\"b\":[1\n,{\"c\":1}]", "{\"a\":\"x\n,", "{\"b\":[1\n,{\"c\":1}]");
        assertRead("[\n{\"a\":[1\n{\"b\":1}]", "{\"a\":[1", "{\"b\":1}");
        assertRead("[\n  {\"a\":{\"c\":\"x\n  {\"b\":1}]", "{\"a\":{\"c\":\"x", "{\"b\":1}");
        assertRead("{\n  \"a\": 1\n\n{\n  \"b\": 1\n}", "{\n  \"a\": 1", "{\n  \"b\": 1\n}");
        assertRead("[{\"a\":1,{\"b\":1},{\"c\":1}}]", "{\"a\":1,", "{\"b\":1}", "{\"c\":1}", "}");
        assertRead("[{\"a\":1]},{\"b\":1}]", "{\"a\":1]", "}", "{\"b\":1}");
    }

    @Example
    void anObjectInABrokenElementIsNoElement() throws IOException {
        String broken = "{\n  \"a\": 1\n  \"b\": {\n    \"c\": 1\n  }\n  \"d\": [{}\n  {}]\n}";

        assertRead("[" + broken + ",{}]", broken, "{}");
        assertRead("[\n[{}\n {}],{}]", "[{}\n {}]", "{}");
    }

    @Example
    void anElementOverTheLimitEndsBeforeTheNextThatIsIndentedNoMore() throws IOException {
        String open = "{\"a\":[" + "1,".repeat(30);

        assertThat(read("[\n" + open + "\n  {},\n{}]", 0, 0, 3, ScannedInput.LIMIT))
                .extracting(ScannedInput::length)
                .containsExactly(open.length() + 6L, 2L);
    }

    @Example
    void whatIsBetweenElementsIsReadPieceByPiece() throws IOException {
        assertRead(
                "[1, \"a,{\\\"\" ,null,,[{}]] x: y} z\n{}",
                "1",
                "\"a,{\\\"\"",
                "null",
                "[{}]",
                "x: y} z",
                "{}");
        assertRead("[\"a\nb, {}]", "\"a", "b", "{}");
    }

    @Example
    void positionsAreLinesAndBytes() throws IOException {
        assertThat(read("[{\n}, {}\n,\n 7 {}]", 0, 0, 1))
                .extracting(ScannedInput::position)
                .containsExactly("line 1", "line 2, byte 7", "line 4", "line 4, byte 15");
    }

    private static void assertRead(String text, String... elements) throws IOException {
        assertThat(read(text, 0, 0, 2)).extracting(ScannedInput::text).containsExactly(elements);
    }

    private static List<JsonNode> trees(List<ScannedInput> inputs) throws IOException {
        List<JsonNode> trees = new ArrayList<>();
        for (ScannedInput input : inputs) {
            trees.add(JSON.readTree(input.text()));
        }
        return trees;
    }

    /** At least two, as one alone in its line would be a file of lines. */
    private static List<ObjectNode> objects(Random random) {
        List<ObjectNode> objects = new ArrayList<>();
        int number = 2 + random.nextInt(4);
        for (int i = 0; i < number; i++) {
            objects.add(object(random, 3));
        }
        return objects;
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            object.set(text(random) + i, value(random, depth - 1));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 4 : 2);
        if (kind == 0) {
            return JsonNodeFactory.instance.textNode(text(random));
        }
        if (kind == 1) {
            return JsonNodeFactory.instance.numberNode(random.nextInt(100));
        }
        if (kind == 2) {
            return object(random, depth);
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        int size = random.nextInt(3);
        for (int i = 0; i < size; i++) {
            array.add(value(random, depth - 1));
        }
        return array;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            text.append("{}[],:\"\\\n x".charAt(random.nextInt(11)));
        }
        return text.toString();
    }

    @Provide
    private Arbitrary<String> soup() {
        return Arbitraries.of(
                        "{", "{", "}", "}", "[", "]", ",", ":", "\"", "\"a\"", "\\", "\n", "\n",
                        "\n ", "1")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Provide
    private Arbitrary<Integer> sizes() {
        return Arbitraries.of(1, 2, 5, 1000);
    }

    private static boolean isReadByElements(String text, int bytesAtATime) throws IOException {
        return JsonScanner.suits(ScannedInput.window(text, 0, 0, bytesAtATime), LIMIT);
    }

    private static List<ScannedInput> read(String text, long offset, long lines, int atATime)
            throws IOException {
        return read(text, offset, lines, atATime, LIMIT);
    }

    private static List<ScannedInput> read(
            String text, long offset, long lines, int atATime, int limit) throws IOException {
        FileWindow window = ScannedInput.window(text, offset, lines, atATime);
        return ScannedInput.all(new JsonScanner(window, limit, offset == 0));
    }
}
