package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.codec.RegisteredSchema.Reference;
import io.kindred.testkit.FramedBytes;
import io.kindred.testkit.Seeds;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AvroRowsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MUTATIONS = 10_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'int','logicalType':'date'} | 18262 | \"2020-01-01\"",
                "{'type':'int','logicalType':'time-millis'} | 3661001 | \"01:01:01.001\"",
                "{'type':'long','logicalType':'time-micros'} | 1 | \"00:00:00.000001\"",
                "{'type':'long','logicalType':'timestamp-millis'} | -1 | \"1969-12-31T23:59:59.999Z\"",
                "{'type':'long','logicalType':'timestamp-micros'} | -1 |"
                        + " \"1969-12-31T23:59:59.999999Z\"",
                "{'type':'long','logicalType':'local-timestamp-millis'} | 0 | \"1970-01-01T00:00:00\"",
                "{'type':'long','logicalType':'local-timestamp-micros'} | 1500000 |"
                        + " \"1970-01-01T00:00:01.5\"",
                "{'type':'long','logicalType':'unheard-of'} | 7 | 7",
                "{'type':'int','connect.name':'io.debezium.time.Date'} | 18262 | 18262",
                "{'type':'int','logicalType':'date','connect.name':'org.apache.kafka.connect.data.Date'}"
                        + " | 18262 | 18262"
            })
    void timesAreText(String type, long value, String expected) throws Exception {
        Schema schema = new Schema.Parser().parse(type.replace('\'', '"'));
        Object datum = schema.getType() == Schema.Type.INT ? (Object) (int) value : value;

        assertThat(read(schema, datum).toString()).isEqualTo(expected);
    }

    @Test
    void decimalsAreDigits() throws Exception {
        String type =
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":%d}";
        byte[] value = {0x01, (byte) 0x86, (byte) 0xa0};

        assertThat(text(type.formatted(2), ByteBuffer.wrap(value))).isEqualTo("1000.00");
        assertThat(text(type.formatted(0), ByteBuffer.wrap(value))).isEqualTo("100000");
        Schema variable =
                new Schema.Parser()
                        .parse(
                                """
                                {"type":"record","name":"V","connect.name":"io.debezium.data.VariableScaleDecimal",
                                 "fields":[{"name":"scale","type":"int"},{"name":"value","type":"bytes"}]}""");
        GenericData.Record record = new GenericData.Record(variable);
        record.put("scale", 3);
        record.put("value", ByteBuffer.wrap(value));
        assertThat(text(variable, record)).isEqualTo("100.000");
    }

    @Test
    void uuidsAreTextHoweverTheyAreStored() throws Exception {
        assertThat(text("{\"type\":\"string\",\"logicalType\":\"uuid\"}", "f0")).isEqualTo("f0");
        String fixed = "{\"type\":\"fixed\",\"size\":16,\"name\":\"U\",\"logicalType\":\"uuid\"}";
        Schema schema = new Schema.Parser().parse(fixed);
        assertThat(read(schema, new GenericData.Fixed(schema, new byte[16])).asText())
                .isEqualTo("00000000-0000-0000-0000-000000000000");
    }

    @Test
    void aTypeMayBeInAReference() throws Exception {
        String city =
                "{\"type\":\"record\",\"name\":\"x.City\",\"fields\":[{\"name\":\"n\",\"type\":\"string\"}]}";
        String row =
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"c\",\"type\":\"x.City\"}]}";
        byte[] bytes = {2, 'a'};

        RowSchema rows =
                AvroRows.of(
                        new RegisteredSchema("AVRO", row, List.of(new Reference("x.City", city))));

        assertThat(JSON.<JsonNode>readTree(rows.open(bytes, 0)))
                .isEqualTo(JSON.readTree("{\"c\":{\"n\":\"a\"}}"));
        assertThatThrownBy(() -> AvroRows.of(new RegisteredSchema("AVRO", row, List.of())))
                .isInstanceOf(RejectedInputException.class)
                .hasMessageContaining("is not Avro: ")
                .hasMessageContaining("x.City");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"string\" | 02 | a value of 1 bytes, where 0 are left",
                "\"string\" | feffffffffffffffff01 | a value of 9223372036854775807 bytes, where 0 are left",
                "\"string\" | 01 | a value of -1 bytes, where 0 are left",
                "\"string\" | 02ff | not UTF-8 at byte 1",
                "\"int\" | 80 | the row ends too early",
                "\"int\" | 0200 | the row is followed by 1 bytes",
                "['null','int'] | 04 | a union has no type 2",
                "{'type':'enum','name':'E','symbols':['A']} | 02 | E has no symbol 1",
                "{'type':'array','items':'null'} | 80897a00 | more than 1000000 values",
                "{'type':'bytes','logicalType':'decimal','precision':4} | 00 | a decimal of 0 bytes"
                        + " and the scale 0",
                "{'type':'record','name':'R','fields':[{'name':'r','type':'R'}]} | '' | more than 200"
                        + " levels"
            })
    void whatIsCorruptIsRejected(String type, String hex, String error) throws Exception {
        Schema schema = new Schema.Parser().parse(type.replace('\'', '"'));
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> new AvroRows(schema).open(bytes, 0))
                .isInstanceOf(RejectedInputException.class)
                .hasMessage(error);
    }

    @Test
    void rowsAreReadAsAvroItselfWroteThem() throws Exception {
        for (long seed : Seeds.take(Seeds.CASES)) {
            RandomAvro random = new RandomAvro(seed);
            Schema schema = random.record(3);
            Object row = random.value(schema);

            assertThat(read(schema, row).toString())
                    .as("seed %d, %s", seed, schema)
                    .isEqualTo(tree(schema, row).toString());
        }
    }

    @Test
    void noBytesDoAnythingButBeRejected() throws Exception {
        Random random = new Random(Seeds.FIRST);
        RandomAvro rows = new RandomAvro(Seeds.FIRST);
        for (int i = 0; i < MUTATIONS; i++) {
            Schema schema = rows.record(3);
            byte[] bytes = FramedBytes.avro(schema, rows.value(schema));
            for (int j = 0; j <= random.nextInt(3) && bytes.length > 0; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
            try {
                JSON.readTree(new AvroRows(schema).open(random.nextBoolean() ? bytes : cut, 0));
            } catch (RejectedInputException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    private static JsonNode read(Schema schema, Object value) throws Exception {
        return JSON.readTree(new AvroRows(schema).open(FramedBytes.avro(schema, value), 0));
    }

    private static String text(String type, Object value) throws Exception {
        return text(new Schema.Parser().parse(type), value);
    }

    private static String text(Schema schema, Object value) throws Exception {
        try (JsonParser json = new AvroRows(schema).open(FramedBytes.avro(schema, value), 0)) {
            json.nextToken();
            return json.getText();
        }
    }

    /** The tree of a value as Avro has it. */
    private static JsonNode tree(Schema schema, Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (schema.getType()) {
            case RECORD -> {
                ObjectNode node = nodes.objectNode();
                for (Schema.Field field : schema.getFields()) {
                    node.set(
                            field.name(),
                            tree(field.schema(), ((GenericData.Record) value).get(field.name())));
                }
                yield node;
            }
            case UNION ->
                    tree(
                            schema.getTypes().get(GenericData.get().resolveUnion(schema, value)),
                            value);
            case ARRAY -> {
                List<JsonNode> items = new ArrayList<>();
                ((List<?>) value).forEach(each -> items.add(tree(schema.getElementType(), each)));
                yield nodes.arrayNode().addAll(items);
            }
            case MAP -> {
                ObjectNode node = nodes.objectNode();
                ((Map<?, ?>) value)
                        .forEach(
                                (key, each) ->
                                        node.set(
                                                key.toString(), tree(schema.getValueType(), each)));
                yield node;
            }
            case BYTES ->
                    nodes.textNode(
                            Base64.getEncoder().encodeToString(((ByteBuffer) value).array()));
            case INT -> nodes.numberNode((int) value);
            case LONG -> nodes.numberNode((long) value);
            case FLOAT -> nodes.numberNode((float) value);
            case DOUBLE -> nodes.numberNode((double) value);
            case BOOLEAN -> nodes.booleanNode((boolean) value);
            case NULL -> nodes.nullNode();
            default -> nodes.textNode(value.toString());
        };
    }

    /** Random schemas, and values of them. */
    private static final class RandomAvro {

        private final Random random;
        private int names;

        RandomAvro(long seed) {
            random = new Random(seed);
        }

        Schema record(int depth) {
            List<Schema.Field> fields = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                fields.add(new Schema.Field("f" + i, type(depth - 1)));
            }
            return Schema.createRecord("R" + names++, "", "", false, fields);
        }

        private Schema type(int depth) {
            return switch (random.nextInt(depth > 0 ? 12 : 8)) {
                case 0 -> Schema.create(Schema.Type.STRING);
                case 1 -> Schema.create(Schema.Type.INT);
                case 2 -> Schema.create(Schema.Type.LONG);
                case 3 -> Schema.create(Schema.Type.DOUBLE);
                case 4 -> Schema.create(Schema.Type.FLOAT);
                case 5 -> Schema.create(Schema.Type.BOOLEAN);
                case 6 -> Schema.create(Schema.Type.BYTES);
                case 7 -> Schema.createEnum("E" + names++, "", "", List.of("A", "B", "C"));
                case 8 -> Schema.createArray(type(depth - 1));
                case 9 -> Schema.createMap(type(depth - 1));
                case 10 ->
                        Schema.createUnion(
                                Schema.create(Schema.Type.NULL),
                                Schema.create(Schema.Type.STRING),
                                record(depth));
                default -> record(depth);
            };
        }

        Object value(Schema schema) {
            return switch (schema.getType()) {
                case RECORD -> {
                    GenericData.Record record = new GenericData.Record(schema);
                    schema.getFields()
                            .forEach(field -> record.put(field.pos(), value(field.schema())));
                    yield record;
                }
                case UNION -> value(schema.getTypes().get(random.nextInt(3)));
                case ARRAY -> {
                    List<Object> items = new ArrayList<>();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        items.add(value(schema.getElementType()));
                    }
                    yield items;
                }
                case MAP -> {
                    Map<String, Object> map = new java.util.TreeMap<>();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        map.put("k" + i, value(schema.getValueType()));
                    }
                    yield map;
                }
                case STRING -> "s\u00e4" + random.nextInt(1000);
                case ENUM ->
                        new GenericData.EnumSymbol(
                                schema, schema.getEnumSymbols().get(random.nextInt(3)));
                case BYTES ->
                        ByteBuffer.wrap(("b" + random.nextInt()).getBytes(StandardCharsets.UTF_8));
                case INT -> random.nextInt();
                case LONG -> random.nextLong();
                case FLOAT -> random.nextFloat();
                case DOUBLE -> random.nextGaussian();
                case BOOLEAN -> random.nextBoolean();
                default -> null;
            };
        }
    }
}
