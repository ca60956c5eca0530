package io.kindred.flink.connector;

import io.kindred.model.SourceRecord;
import io.kindred.testkit.ParquetFiles;
import io.kindred.testkit.PeopleRows;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RowFilesTest {

    private static final int MAX_BYTES = 1 << 20;
    private static final int ROWS = 400;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(RowContainer.class)
    void readingGoesOnAfterAnyRow(RowContainer container) throws Exception {
        write(container, "a", rows(1));
        write(container, "b", rows(2));
        List<String> all = read(container);
        assertThat(all).hasSize(2 * ROWS).allMatch(row -> row.startsWith("{\"uid\":\"r"));
        Random random = new Random(3);
        for (int i = 0; i < 20; i++) {
            int first = random.nextInt(2 * ROWS);
            FileSourceRun.Saved saved;
            List<String> before;
            try (FileSourceRun run = FileSourceRun.start(source(container), 1, random)) {
                before = new ArrayList<>(run.read(first));
                saved = run.save();
            }
            try (FileSourceRun run = FileSourceRun.restore(source(container), 1, saved, random)) {
                before.addAll(run.readAll());
            }
            assertThat(before).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @EnumSource(RowContainer.class)
    void aFileThatHasChangedIsNotReadOnButACopyIs(RowContainer container) throws Exception {
        Path file = write(container, "a", rows(1));
        List<String> all = read(container);
        FileSourceRun.Saved saved;
        int read;
        try (FileSourceRun run = FileSourceRun.start(source(container), 1, new Random(1))) {
            read = run.read(10).size();
            saved = run.save();
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(5));
        try (FileSourceRun run =
                FileSourceRun.restore(source(container), 1, saved, new Random(1))) {
            assertThat(run.readAll()).isEqualTo(all.subList(read, ROWS));
        }
        write(container, "a", rows(2));

        assertThatThrownBy(
                        () -> {
                            try (FileSourceRun run =
                                    FileSourceRun.restore(
                                            source(container), 1, saved, new Random(1))) {
                                run.readAll();
                            }
                        })
                .hasStackTraceContaining(" has changed since it was read up to byte ");
    }

    @ParameterizedTest
    @EnumSource(RowContainer.class)
    void aFileThatIsCutOrSomethingElseIsAnErrorThatNamesIt(RowContainer container)
            throws Exception {
        Path file = write(container, "a", rows(1));
        byte[] whole = Files.readAllBytes(file);
        for (int length : List.of(0, 3, whole.length / 2, whole.length - 1)) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(container))
                    .as("%s bytes", length)
                    .hasStackTraceContaining("cannot read file:" + file + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "bzip2", "zstandard"})
    void blocksOfAvroMayBeCompressed(String codec) throws Exception {
        PeopleRows.writeAvro(folder.resolve("a"), rows(1), CodecFactory.fromString(codec));

        assertThat(read(RowContainer.AVRO)).hasSize(ROWS);
    }

    @Test
    void valuesOfParquetAreTextNumbersAndArrays() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        """
                        message m {
                          required binary name (STRING);
                          optional int32 born (DATE);
                          optional int64 at (TIMESTAMP(MICROS,true));
                          optional int64 local (TIMESTAMP(MILLIS,false));
                          optional int64 daily (TIME(NANOS,false));
                          optional int96 old;
                          optional int64 sum (DECIMAL(10,2));
                          optional binary big (DECIMAL(10,0));
                          optional int32 small (INTEGER(8,false));
                          optional fixed_len_byte_array(16) id (UUID);
                          optional binary raw;
                          optional double size;
                          optional boolean flag;
                          optional group phones (LIST) { repeated group list { optional binary element (STRING); } }
                          repeated int32 plain;
                          optional group old_list (LIST) { repeated int32 array; }
                          optional group m (MAP) { repeated group key_value { required binary key (STRING); optional int32 value; } }
                          optional group home { optional binary town (STRING); }
                          optional binary none (STRING);
                        }""");
        Group row =
                new SimpleGroup(schema)
                        .append("name", "\u00c4nn")
                        .append("born", 1)
                        .append("at", 1_500_000L)
                        .append("local", 500L)
                        .append("daily", 1_000_000_000L)
                        .append("old", new NanoTime(2_440_589, 5_000_000_000L))
                        .append("sum", 12_345L)
                        .append("big", Binary.fromConstantByteArray(new byte[] {1, 0}))
                        .append("small", 200)
                        .append("id", Binary.fromConstantByteArray(new byte[16]))
                        .append("raw", Binary.fromConstantByteArray(new byte[] {1, 2}))
                        .append("size", 1.5)
                        .append("flag", true);
        Group phones = row.addGroup("phones");
        phones.addGroup("list").append("element", "1");
        phones.addGroup("list");
        row.append("plain", 1).append("plain", 2);
        row.addGroup("old_list").append("array", 3);
        row.addGroup("m").addGroup("key_value").append("key", "k").append("value", 4);
        row.addGroup("home").append("town", "Oslo");
        ParquetFiles.write(folder.resolve("a"), schema, MAX_BYTES, List.of(row));

        assertThat(read(RowContainer.PARQUET))
                .containsExactly(
                        "{\"name\":\"\u00c4nn\",\"born\":\"1970-01-02\",\"at\":\"1970-01-01T00:00:01.500Z\","
                                + "\"local\":\"1970-01-01T00:00:00.5\",\"daily\":\"00:00:01\","
                                + "\"old\":\"1970-01-02T00:00:05Z\",\"sum\":123.45,\"big\":256,"
                                + "\"small\":200,\"id\":\"00000000-0000-0000-0000-000000000000\","
                                + "\"raw\":\"AQI=\",\"size\":1.5,\"flag\":true,\"phones\":[\"1\",null],"
                                + "\"plain\":[1,2],\"old_list\":[3],\"m\":{\"k\":4},"
                                + "\"home\":{\"town\":\"Oslo\"},\"none\":null}");
        assertThat(LineFileFormat.rows(MAX_BYTES, RowContainer.PARQUET).fields(path("a")))
                .contains("name", "phones", "home", "home.town", "m.*")
                .doesNotContain("phones.list");
    }

    @Test
    void fieldsOfAvroAreThoseInOthersToo() throws Exception {
        Schema schema =
                new Schema.Parser()
                        .parse(
                                """
                                {"type":"record","name":"R","fields":[{"name":"a","type":["null",{"type":"array","items":
                                  {"type":"record","name":"S","fields":[{"name":"b","type":"int"}]}}]},
                                 {"name":"m","type":{"type":"map","values":"int"}}]}""");
        try (DataFileWriter<GenericRecord> out =
                new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            out.create(schema, folder.resolve("a").toFile());
        }

        assertThat(LineFileFormat.rows(MAX_BYTES, RowContainer.AVRO).fields(path("a")))
                .containsExactly("a", "a.b", "m", "m.*");
    }

    /** So that the row can be rejected, and those after it are read. */
    @Test
    void aTextThatIsNoUtf8IsInTheRowAsItWas() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        "message m { required binary name (STRING); required int32 n; }");
        Binary wrong = Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xe9, '"', 'b'});
        ParquetFiles.write(
                folder.resolve("a"),
                schema,
                MAX_BYTES,
                List.of(
                        new SimpleGroup(schema).append("name", wrong).append("n", 1),
                        new SimpleGroup(schema).append("name", "c").append("n", 2)));
        InputScanner scanner = new RowScanner(path("a"), ParquetFile.open(path("a"), 0, 0), 100);

        assertThat(scanner.next()).isTrue();
        assertThat(new String(scanner.input().bytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo("{\"name\":\"a\u00e9\\\"b\",\"n\":1}");
        assertThat(scanner.next()).isTrue();
        assertThat(scanner.position()).isEqualTo("row 2");
        scanner.close();
    }

    @Test
    void aValueOfParquetWithoutMeaningMakesItsRowInvalidAndNoOther() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        """
                        message m {
                          required int64 daily (TIME(MICROS,false));
                          required binary sum (DECIMAL(10,0));
                          optional group m (MAP) { repeated group key_value { required binary key (STRING); optional int32 value; } }
                        }""");
        Binary one = Binary.fromConstantByteArray(new byte[] {1});
        Group wrongKey = new SimpleGroup(schema).append("daily", 0L).append("sum", one);
        wrongKey.addGroup("m")
                .addGroup("key_value")
                .append("key", Binary.fromConstantByteArray(new byte[] {(byte) 0xe9}))
                .append("value", 4);
        ParquetFiles.write(
                folder.resolve("a"),
                schema,
                MAX_BYTES,
                List.of(
                        new SimpleGroup(schema).append("daily", -1L).append("sum", one),
                        new SimpleGroup(schema)
                                .append("daily", 0L)
                                .append("sum", Binary.fromConstantByteArray(new byte[0])),
                        wrongKey,
                        new SimpleGroup(schema).append("daily", 0L).append("sum", one)));

        assertThat(read(RowContainer.PARQUET))
                .containsExactly(
                        "{\"daily\":<a TIME(MICROS,false) of -1>,\"sum\":1,\"m\":null}",
                        "{\"daily\":\"00:00:00\",\"sum\":<a decimal of 0 bytes>,\"m\":null}",
                        "{\"daily\":\"00:00:00\",\"sum\":1,\"m\":{\"\ufffd\":<a key that is not UTF-8>,"
                                + "\"\ufffd\":4}}",
                        "{\"daily\":\"00:00:00\",\"sum\":1,\"m\":null}");
    }

    @Test
    void aValueOfAvroWithoutMeaningMakesItsRowInvalidAndNoOther() throws Exception {
        Schema schema =
                new Schema.Parser()
                        .parse(
                                """
                                {"type":"record","name":"R","fields":[
                                 {"name":"daily","type":{"type":"int","logicalType":"time-millis"}},
                                 {"name":"sum","type":{"type":"bytes","logicalType":"decimal","precision":9}},
                                 {"name":"m","type":{"type":"map","values":"int"}}]}""");
        try (DataFileWriter<GenericRecord> out =
                new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            out.create(schema, folder.resolve("a").toFile());
            // The time as a varint, the bytes with their length, the blocks of the map.
            for (String row : List.of("80aaea55020100", "000000", "0002010202e90800", "00020100")) {
                out.appendEncoded(ByteBuffer.wrap(HexFormat.of().parseHex(row)));
            }
        }

        assertThat(read(RowContainer.AVRO))
                .containsExactly(
                        "{\"daily\":<a time-millis of 90000000>,\"sum\":1,\"m\":{}}",
                        "{\"daily\":\"00:00:00\",\"sum\":<a decimal of 0 bytes and the scale 0>,\"m\":{}}",
                        "{\"daily\":\"00:00:00\",\"sum\":1,\"m\":{\"\ufffd\":<a key that is not UTF-8>,"
                                + "\"\ufffd\":4}}",
                        "{\"daily\":\"00:00:00\",\"sum\":1,\"m\":{}}");
    }

    @Test
    void aRowOverTheLimitIsCut() throws Exception {
        PeopleRows.writeAvro(folder.resolve("a"), rows(1), CodecFactory.nullCodec());
        InputScanner scanner = new RowScanner(path("a"), AvroFile.open(path("a"), 0, 0), 10);

        assertThat(scanner.next()).isTrue();
        assertThat(scanner.input().bytes()).hasSize(10);
        assertThat(scanner.input().length()).isGreaterThan(10);
        scanner.close();
    }

    private static List<SourceRecord> rows(long seed) {
        return PeopleRows.versions(seed, ROWS);
    }

    private Path write(RowContainer container, String name, List<SourceRecord> rows)
            throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        if (container == RowContainer.AVRO) {
            PeopleRows.writeAvro(file, rows, CodecFactory.nullCodec());
        } else {
            PeopleRows.writeParquet(file, rows);
        }
        return file;
    }

    private org.apache.flink.core.fs.Path path(String name) {
        return new org.apache.flink.core.fs.Path(folder.resolve(name).toUri());
    }

    private LineFileSource source(RowContainer container) throws IOException {
        List<String> paths = List.of(folder.toString());
        return (LineFileSource)
                LineFileFormat.rows(MAX_BYTES, container)
                        .source(
                                paths,
                                InputPaths.expand(folder.toString()),
                                FileOrder.STRICT,
                                Duration.ZERO,
                                false);
    }

    private List<String> read(RowContainer container) throws Exception {
        try (FileSourceRun run = FileSourceRun.start(source(container), 1, new Random(1))) {
            return new ArrayList<>(run.readAll());
        }
    }
}
