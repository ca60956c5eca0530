package io.kindred.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.codec.RegisteredSchema.Reference;
import io.kindred.testkit.Seeds;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProtobufRowsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MUTATIONS = 10_000;

    private static final String PLACES =
            """
            syntax = "proto3";
            package geo;
            message Place { string town = 1; repeated string streets = 2; }
            """;

    private static final String PEOPLE =
            """
            syntax = "proto3";
            package people;
            import "geo/places.proto";
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/wrappers.proto";
            option java_package = "org.example";
            enum Kind { KIND_UNKNOWN = 0; ADULT = 1; }
            message Person {
              string id = 1 [deprecated = true];
              optional int32 age = 2;
              int64 version = 3;
              Kind kind = 4;
              geo.Place home = 5;
              repeated int32 marks = 6;
              map<string, geo.Place> others = 7;
              google.protobuf.Timestamp since = 8;
              google.protobuf.StringValue nick = 9;
              google.protobuf.Int32Value level = 10;
              oneof contact { string mail = 11; string phone = 12; }
              Inner inner = 13;
              uint64 big = 14;
              bytes raw = 15;
              bool active = 16;
              double size = 17;
              message Inner { sint32 down = 1; message Deep { string d = 1; } }
            }
            message Second { string x = 1; }
            """;

    private static final RegisteredSchema SCHEMA =
            new RegisteredSchema(
                    "PROTOBUF", PEOPLE, List.of(new Reference("geo/places.proto", PLACES)));

    @Test
    void fieldsHaveTheirNamesInTheSchema() throws Exception {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", "7");
        row.put("age", 0);
        row.put("version", -3L);
        row.put("kind", "ADULT");
        row.put("home", Map.of("town", "Oslo", "streets", List.of("High St", "Low St")));
        row.put("marks", List.of(1, -1, 300));
        row.put("others", List.of(Map.of("key", "work", "value", Map.of("town", "Bergen"))));
        row.put("since", Instant.ofEpochMilli(1_577_836_800_005L));
        row.put("nick", "");
        row.put("phone", "555");
        row.put("inner", Map.of("down", -2));
        row.put("big", -1L);
        row.put("raw", ByteString.of((byte) 1, (byte) 2));
        row.put("active", true);
        row.put("size", 1.5);

        assertThat(read(encoded("people.Person", row), 0))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"id":"7","age":0,"version":-3,"kind":"ADULT",
                                 "home":{"town":"Oslo","streets":["High St","Low St"]},"marks":[1,-1,300],
                                 "others":{"work":{"town":"Bergen","streets":[]}},
                                 "since":"2020-01-01T00:00:00.005Z","nick":"","level":null,"mail":null,
                                 "phone":"555","inner":{"down":-2},"big":18446744073709551615,"raw":"AQI=",
                                 "active":true,"size":1.5}"""));
    }

    @Test
    void whatIsNotThereHasTheValueOfItsTypeUnlessThatIsNone() throws Exception {
        assertThat(read(new byte[0], 0))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"id":null,"age":null,"version":0,"kind":"KIND_UNKNOWN","home":null,"marks":[],
                                 "others":{},"since":null,"nick":null,"level":null,"mail":null,"phone":null,
                                 "inner":null,"big":0,"raw":null,"active":false,"size":0.0}"""));
        assertThat(read(new byte[] {10 << 3 | 2, 0}, 0).path("level").intValue()).isZero();
    }

    @Test
    void thePlaceOfAMessageNamesItsType() throws Exception {
        byte[] text = {10, 1, 'a'};

        assertThat(read(text, 1)).isEqualTo(JSON.readTree("{\"x\":\"a\"}"));
        assertThat(read(text, 0, 0, 0)).isEqualTo(JSON.readTree("{\"d\":\"a\"}"));
        assertThatThrownBy(() -> read(text, 2))
                .hasMessage("it has no message type with the index 2");
    }

    @Test
    void repeatedPartsBelongTogether() throws Exception {
        // The last of a oneof counts, parts of a message are one, packed and single values mix.
        byte[] bytes =
                HexFormat.of()
                        .parseHex(
                                "5a0161"
                                        + "620162"
                                        + "2a030a0158"
                                        + "2a03120159"
                                        + "3001"
                                        + "32020203"
                                        + "3200");

        JsonNode row = read(bytes, 0);
        assertThat(row.path("mail").isNull()).isTrue();
        assertThat(row.path("phone").asText()).isEqualTo("b");
        assertThat(row.path("home"))
                .isEqualTo(JSON.readTree("{\"town\":\"X\",\"streets\":[\"Y\"]}"));
        assertThat(row.path("marks")).isEqualTo(JSON.readTree("[1,2,3]"));
    }

    @Test
    void numbersThatAnEnumDoesNotNameAndUnknownFieldsAreNoErrors() throws Exception {
        assertThat(
                        read(HexFormat.of().parseHex("2009" + "f80701" + "fa070161"), 0)
                                .path("kind")
                                .intValue())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "0a05, the row ends too early",
        "0affffffff07, the row ends too early",
        "0a02ff61, not UTF-8 at byte 1",
        "2801, not Protobuf: a message is a number",
        "420a08ffffffffffffffff7f, a timestamp is out of range"
    })
    void whatIsCorruptIsRejected(String hex, String error) {
        assertThatThrownBy(() -> read(HexFormat.of().parseHex(hex), 0))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(error);
    }

    @Test
    void aSchemaThatIsNotWholeIsRejected() {
        assertThatThrownBy(
                        () -> ProtobufRows.of(new RegisteredSchema("PROTOBUF", PEOPLE, List.of())))
                .isInstanceOf(RejectedInputException.class)
                .hasMessageContaining("is not Protobuf: ")
                .hasMessageContaining("geo/places.proto");
        assertThatThrownBy(
                        () ->
                                ProtobufRows.of(
                                        new RegisteredSchema("PROTOBUF", "nonsense", List.of())))
                .isInstanceOf(RejectedInputException.class)
                .hasMessageContaining("is not Protobuf: ");
    }

    @Test
    void noBytesDoAnythingButBeRejected() throws Exception {
        RowSchema rows = ProtobufRows.of(SCHEMA);
        Random random = new Random(Seeds.FIRST);
        byte[] row =
                placed(
                        encoded(
                                "people.Person",
                                Map.of(
                                        "id", "12345",
                                        "home",
                                                Map.of(
                                                        "town",
                                                        "Oslo",
                                                        "streets",
                                                        List.of("a", "b")),
                                        "marks", List.of(1, 2, 3, 400),
                                        "others", List.of(Map.of("key", "a")),
                                        "since", Instant.EPOCH.plusNanos(1))),
                        0);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = Arrays.copyOf(row, row.length - random.nextInt(3));
            for (int j = 0; j <= random.nextInt(4); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                JSON.readTree(rows.open(bytes, 0));
            } catch (RejectedInputException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void manyValuesOrLevelsAreRejected() throws Exception {
        RowSchema rows = ProtobufRows.of(SCHEMA);
        byte[] groups = new byte[1_000_000];
        Arrays.fill(groups, (byte) (1 << 3 | 3));
        groups[0] = 0;
        byte[] values = new byte[3_000_001];
        for (int i = 1; i + 1 < values.length; i += 2) {
            values[i] = 6 << 3;
        }

        assertThatThrownBy(() -> rows.open(groups, 0)).isInstanceOf(RejectedInputException.class);
        assertThatThrownBy(() -> rows.open(values, 0)).hasMessage("more than 1000000 values");
    }

    private static JsonNode read(byte[] message, int... place) throws Exception {
        JsonNode row = JSON.readTree(ProtobufRows.of(SCHEMA).open(placed(message, place), 0));
        // Of numbers the tokens keep the size, which text has not.
        return JSON.readTree(row.toString());
    }

    private static byte[] placed(byte[] message, int... place) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(2 * place.length);
        for (int each : place) {
            bytes.write(2 * each);
        }
        bytes.writeBytes(message);
        return bytes.toByteArray();
    }

    private static byte[] encoded(String type, Map<String, Object> row) throws Exception {
        // Wire writes no maps. They are stored like messages of their keys and values.
        String entries =
                PEOPLE.replace("map<string, geo.Place> others", "repeated Entry others")
                        + "message Entry { string key = 1; geo.Place value = 2; }";
        return ProtobufSchema.of(new RegisteredSchema("PROTOBUF", entries, SCHEMA.references()))
                .types()
                .protoAdapter(type, true)
                .encode(row);
    }
}
