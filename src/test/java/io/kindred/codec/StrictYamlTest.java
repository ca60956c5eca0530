package io.kindred.codec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class StrictYamlTest {

    private enum Colour {
        RED,
        LIGHT_BLUE
    }

    @ParameterizedTest
    @MethodSource
    void namesThePlaceOfWhatIsNotOneDocument(String file, String text, String message) {
        assertThatThrownBy(() -> StrictYaml.read(file, text))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> namesThePlaceOfWhatIsNotOneDocument() {
        return Stream.of(
                arguments("a.yaml", "", "a.yaml: is empty; expected one document"),
                arguments("a.yaml", "# only words\n", "a.yaml: is empty; expected one document"),
                arguments("a.yaml", "---\n...\n", "a.yaml: is empty; expected one document"),
                arguments("a.json", " ", "a.json: is empty; expected one document"),
                arguments(
                        "a.yaml",
                        "a: 1\n---\nb: 2\n",
                        "a.yaml: line 3, column 1: a second document begins here; expected only"
                                + " one in the file"),
                arguments(
                        "a.json",
                        "{\"a\": 1}\n {\"b\": 2}",
                        "a.json: line 2, column 2: a second document begins here; expected only"
                                + " one in the file"),
                arguments(
                        "a.yaml",
                        "x:\n  - a: 1\n    b: 2\n    a: 3\n",
                        "a.yaml: x[0].a: line 4, column 5: the field occurs twice; keep one"),
                arguments(
                        "a.json",
                        "{\"a\": 1, \"a\": 2}",
                        "a.json: a: line 1, column 10: the field occurs twice; keep one"),
                arguments(
                        "a.yaml",
                        "a: [1, 2\nb: 3",
                        "a.yaml: line 2, column 2: not valid YAML: while parsing a flow sequence,"
                                + " expected ',' or ']', but got :"),
                arguments(
                        "a.yaml",
                        "a: b: c",
                        "a.yaml: line 1, column 5: not valid YAML: mapping values are not allowed"
                                + " here"),
                arguments(
                        "a.yaml",
                        "a: 'b",
                        "a.yaml: line 1, column 6: not valid YAML: while scanning a quoted scalar,"
                                + " found unexpected end of stream"),
                arguments(
                        "a.yaml",
                        "a: 1\nbc: x\u0001",
                        "a.yaml: line 2, column 6: not valid YAML: the character U+0001 is not"
                                + " allowed; write it as \"\\u0001\" in double quotes"),
                arguments(
                        "a.yaml",
                        "? [x]\n: 1\n",
                        "a.yaml: line 1, column 4: not valid YAML: Expected a field name (Scalar"
                                + " value in YAML)"),
                arguments(
                        "a.yaml",
                        "a: &x 1\nb: *x\n",
                        "a.yaml: b: line 2, column 4: '*x' is a reference, which is not supported;"
                                + " write the value out"),
                arguments(
                        "a.yaml",
                        "a: !colour red\n",
                        "a.yaml: a: line 1, column 4: the tag 'colour' is not supported; leave it"
                                + " out and quote what is text"),
                arguments(
                        "a.json",
                        "{\"a\": 1,}",
                        "a.json: line 1, column 9: not valid JSON: Unexpected character ('}'"
                                + " (code 125)): was expecting double-quote to start field name"));
    }

    @Test
    void rejectsEndlessNesting() {
        assertThatThrownBy(() -> StrictYaml.read("a.yaml", "[".repeat(5000)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("nesting depth");
    }

    @Test
    void readsJsonWithTabsAndYamlWithByteOrderMark() {
        ConfigNode json = StrictYaml.read("a.json", "{\n\t\"a\": \"\\/\\ud83d\\ude00\"\n}");
        assertThat(json.object().required("a", "").string()).isEqualTo("/\ud83d\ude00");
        ConfigNode yaml = StrictYaml.read("a.yaml", "\ufeffa: b");
        assertThat(yaml.object().required("a", "").string()).isEqualTo("b");
    }

    @Test
    void readsEveryTypeOfValue() {
        ConfigObject object =
                StrictYaml.read(
                                "a.yaml",
                                """
                                string: N/A
                                date: 2020-01-31
                                integer: -9223372036854775808
                                grouped: 1_000
                                "yes": yes
                                "no": false
                                choice: light_blue
                                list: [1, x]
                                object: {a.b: 1, c: }
                                nothing:
                                """)
                        .object();
        assertThat(object.required("string", "").string()).isEqualTo("N/A");
        assertThat(object.required("date", "").nonEmptyString()).isEqualTo("2020-01-31");
        assertThat(object.required("integer", "").integer(Long.MIN_VALUE, 0))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(object.required("grouped", "").integer(1, 1000)).isEqualTo(1000);
        assertThat(object.required("yes", "").bool()).isTrue();
        assertThat(object.required("no", "").bool()).isFalse();
        assertThat(object.required("choice", "").choice("colour", Colour.class))
                .isEqualTo(Colour.LIGHT_BLUE);
        assertThat(object.items("list")).extracting(ConfigNode::scalar).containsExactly("1", "x");
        assertThat(object.entries("object").values())
                .extracting(ConfigNode::path)
                .containsExactly("object[\"a.b\"]", "object.c");
        assertThat(object.items("nothing")).isEmpty();
        assertThat(object.entries("nothing")).isEmpty();
        assertThat(object.optional("nothing")).get().matches(ConfigNode::isNull);
        assertThat(object.optional("missing")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatWasExpectedAndWhatWasFound(String text, Read read, String problem) {
        ConfigNode node = StrictYaml.read("a.yaml", "x: " + text).object().required("x", "");
        assertThatThrownBy(() -> read.from(node))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("a.yaml: x: " + problem);
    }

    static Stream<Arguments> saysWhatWasExpectedAndWhatWasFound() {
        Read string = ConfigNode::string;
        Read nonEmpty = ConfigNode::nonEmptyString;
        Read positive = node -> node.integer(1, Long.MAX_VALUE);
        Read any = node -> node.integer(Long.MIN_VALUE, Long.MAX_VALUE);
        Read small = node -> node.integer(1, 9);
        Read bool = ConfigNode::bool;
        Read list = ConfigNode::items;
        Read object = ConfigNode::object;
        Read colour = node -> node.choice("colour", Colour.class);
        Read scalar = ConfigNode::scalar;
        String quote = "; quote it if it is meant as text";
        return Stream.of(
                arguments("3", string, "expected a string, found the number 3" + quote),
                arguments("3.50", string, "expected a string, found the number 3.50" + quote),
                arguments("no", string, "expected a string, found the boolean no" + quote),
                arguments("null", string, "expected a string, found null" + quote),
                arguments("", string, "expected a string, found nothing"),
                arguments("[a]", string, "expected a string, found a list"),
                arguments("{a: b}", string, "expected a string, found an object"),
                arguments("''", nonEmpty, "expected a non-empty string, found ''"),
                arguments(
                        "0",
                        positive,
                        "expected a 64-bit integer of at least 1, found the number 0"),
                arguments("3.0", any, "expected a 64-bit integer, found the number 3.0"),
                arguments("1e3", any, "expected a 64-bit integer, found the number 1e3"),
                arguments(
                        "9223372036854775808",
                        any,
                        "expected a 64-bit integer, found the number 9223372036854775808"),
                arguments("10", small, "expected an integer from 1 to 9, found the number 10"),
                arguments(
                        "010",
                        small,
                        "expected an integer from 1 to 9, found the number 010; write it in decimal"
                                + " digits without leading zeros"),
                arguments(
                        "'5'",
                        small,
                        "expected an integer from 1 to 9, found the text '5'; remove the quotes"),
                arguments("[5]", small, "expected an integer from 1 to 9, found a list"),
                arguments("tru", bool, "expected true or false, found the text 'tru'"),
                arguments("1", bool, "expected true or false, found the number 1"),
                arguments("a", list, "expected a list, found the text 'a'; write [a]"),
                arguments("{a: b}", list, "expected a list, found an object"),
                arguments("a", object, "expected an object, found the text 'a'"),
                arguments("[a]", object, "expected an object, found a list"),
                arguments(
                        "green", colour, "unknown colour 'green'; expected one of red, light_blue"),
                arguments(
                        "Red",
                        colour,
                        "unknown colour 'Red'; did you mean 'red'? Expected one of red, light_blue"),
                arguments(
                        "lightblue",
                        colour,
                        "unknown colour 'lightblue'; did you mean 'light_blue'? Expected one of"
                                + " red, light_blue"),
                arguments("''", colour, "unknown colour ''; expected one of red, light_blue"),
                arguments("3", colour, "expected one of red, light_blue, found the number 3"),
                arguments("[a]", scalar, "expected a string, number or boolean, found a list"),
                arguments("", scalar, "expected a string, number or boolean, found nothing"));
    }

    @Test
    void shortensWhatItFound() {
        ConfigNode node = StrictYaml.read("a.yaml", "a".repeat(1000));
        assertThatThrownBy(node::object)
                .hasMessage("a.yaml: expected an object, found the text '" + "a".repeat(60) + "…'");
    }

    @ParameterizedTest
    @MethodSource
    void suggestsTheFieldThatIsMeant(String field, String suggestion) {
        ConfigObject object = StrictYaml.read("a.yaml", field + ": 1").object();
        assertThatThrownBy(() -> object.allow("format", "identity_keys", "uid"))
                .hasMessage("a.yaml: " + field + ": unknown field '" + field + "'; " + suggestion);
    }

    static Stream<Arguments> suggestsTheFieldThatIsMeant() {
        String fields = "nown fields: format, identity_keys, uid";
        return Stream.of(
                arguments("foramt", "did you mean 'format'? K" + fields),
                arguments("formats", "did you mean 'format'? K" + fields),
                arguments("identityKeys", "did you mean 'identity_keys'? K" + fields),
                arguments("identity-kyes", "did you mean 'identity_keys'? K" + fields),
                arguments("uuid", "did you mean 'uid'? K" + fields),
                arguments("id", "did you mean 'uid'? K" + fields),
                arguments("colour", "k" + fields));
    }

    @Test
    void writesTheSameJsonForWhatSaysTheSame() {
        List<String> texts =
                List.of(
                        "b: [1_0, ~, yes]\na: {d: \"x\", c: 'y'} # words\n",
                        "{\"a\": {\"c\": \"y\", \"d\": \"x\"}, \"b\": [10, null, true]}");
        assertThat(texts)
                .extracting(text -> StrictYaml.read("a.yaml", text).canonicalJson())
                .containsOnly("{\"a\":{\"c\":\"y\",\"d\":\"x\"},\"b\":[10,null,true]}");
    }

    /** Reads a value as some type. */
    private interface Read {
        Object from(ConfigNode node);
    }
}
