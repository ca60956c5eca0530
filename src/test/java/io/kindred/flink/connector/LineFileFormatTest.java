package io.kindred.flink.connector;

import io.kindred.codec.CsvDialect;
import io.kindred.codec.TextEncoding;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZUtils;
import org.apache.commons.compress.compressors.zstandard.ZstdUtils;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineFileFormatTest {

    private static final int LIMIT = 1000;

    @TempDir private java.nio.file.Path folder;

    private final LineFileFormat lines = LineFileFormat.lines(LIMIT, TextEncoding.UTF_8);
    private final LineFileFormat csv =
            LineFileFormat.csv(LIMIT, TextEncoding.UTF_8, new CsvDialect(',', false));
    private final LineFileFormat multiline =
            LineFileFormat.csv(LIMIT, TextEncoding.UTF_8, new CsvDialect(',', true));

    @Test
    void numbersLinesAndSkipsBlankOnes() throws Exception {
        FileSourceSplit split = split("a.jsonl", "one\r\n\n \t\r\ntwo\nthree");

        assertThat(texts(read(lines, split)))
                .containsExactly("line 1: one", "line 4: two", "line 5: three");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", " \n\n", "\ufeff"})
    void aFileWithoutLinesHasNoInputs(String content) throws Exception {
        assertThat(read(lines, split("empty.jsonl", content))).isEmpty();
        assertThat(read(csv, split("empty.csv", content))).isEmpty();
    }

    @Test
    void keepsCarriageReturnsInsideALine() throws Exception {
        assertThat(texts(read(lines, split("a.jsonl", "a\rb\r\r\nc\r"))))
                .containsExactly("line 1: a\rb\r", "line 2: c");
    }

    @Test
    void skipsAByteOrderMarkAtTheBeginningOnly() throws Exception {
        assertThat(texts(read(lines, split("a.jsonl", "\ufeffone\n\ufefftwo"))))
                .containsExactly("line 1: one", "line 2: \ufefftwo");
        assertThat(read(csv, split("a.csv", "\ufeffid,name\n1,a")))
                .extracting(RawInput::header)
                .containsExactly("id,name");
    }

    @Test
    void namesTheFile() throws Exception {
        FileSourceSplit split = split("a.jsonl", "one");

        assertThat(read(lines, split))
                .containsExactly(
                        new RawInput(
                                folder.resolve("a.jsonl").toString(),
                                "line 1",
                                "one".getBytes(StandardCharsets.UTF_8),
                                3,
                                ""));
    }

    @Test
    void keepsTheHeaderWithEveryLine() throws Exception {
        List<RawInput> read = read(csv, split("a.csv", "\nid,name\r\n1,a\r\n2,\"b\"\n"));

        assertThat(texts(read)).containsExactly("line 3: 1,a", "line 4: 2,\"b\"");
        assertThat(read).extracting(RawInput::header).containsOnly("id,name");
    }

    @Test
    void linesGoOnInsideQuotes() throws Exception {
        List<RawInput> read =
                read(
                        multiline,
                        split(
                                "a.csv",
                                "id,\"na\nme\"\n1,\"a\r\n,\"\"\nb\"\r\n2,x\"y\n\n3,\"\",\"\"\"\n\"\n4, \"z\n"));

        assertThat(texts(read))
                .containsExactly(
                        "line 3: 1,\"a\r\n,\"\"\nb\"",
                        "line 6: 2,x\"y",
                        "line 8: 3,\"\",\"\"\"\n\"",
                        "line 10: 4, \"z");
        assertThat(read).extracting(RawInput::header).containsOnly("id,\"na\nme\"");
    }

    @Test
    void theLinesOfAQuotedCellAreOneInputAlsoWhereLineBreaksAreNotAllowed() throws Exception {
        String open = "id,name\n1,\"a\n66,evil\nb\"\n2,c\n";
        String allowed = "id\n\"1" + "\n66".repeat(99) + "\"\n2\n";
        String tooLong = "id\n\"1" + "\n66".repeat(100) + "\"\n2\n";

        assertThat(texts(read(csv, split("a.csv", open))))
                .containsExactly("line 2: 1,\"a\n66,evil\nb\"", "line 5: 2,c");
        assertThat(read(csv, split("b.csv", allowed))).hasSize(2);
        assertThat(read(csv, split("c.csv", tooLong))).hasSize(102);
    }

    @Test
    void aQuoteThatIsNeverClosedCostsOneLine() throws Exception {
        String content = "id\n1\n\"2\n3\n4\n";

        assertThat(texts(read(multiline, split("a.csv", content))))
                .containsExactly("line 2: 1", "line 3: \"2", "line 4: 3", "line 5: 4");
        assertThat(read(csv, split("b.csv", content)))
                .isEqualTo(read(multiline, split("b.csv", content)));
    }

    @Test
    void aRowHasAThousandLinesAtMost() throws Exception {
        LineFileFormat wide =
                LineFileFormat.csv(10_000_000, TextEncoding.UTF_8, new CsvDialect(',', true));
        String most = "id\n\"1" + "\nx".repeat(999) + "\"\n2\n";
        String more = "id\n\"1" + "\nx".repeat(1000) + "\"\n2\n";

        assertThat(read(wide, split("most.csv", most))).hasSize(2);
        assertThat(read(wide, split("more.csv", more))).hasSize(1002);
    }

    @Test
    void theLaterLinesOfARowHaveAMebibyteAtMost() throws Exception {
        LineFileFormat wide =
                LineFileFormat.csv(10_000_000, TextEncoding.UTF_8, new CsvDialect(',', true));
        String most = "id\n\"" + "a".repeat(2 << 20) + "\n" + "b".repeat((1 << 20) - 1) + "\"\n2\n";
        String more = "id\n\"" + "a".repeat(2 << 20) + "\n" + "b".repeat(1 << 20) + "\"\n2\n";

        assertThat(read(wide, split("most.csv", most)))
                .extracting(RawInput::length)
                .containsExactly((3L << 20) + 2, 1L);
        assertThat(read(wide, split("more.csv", more)))
                .extracting(RawInput::length)
                .containsExactly((2L << 20) + 1, (1L << 20) + 1, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", "a.json.gz"})
    void readsTheElementsOfAnArray(String name) throws Exception {
        FileSourceSplit split =
                split(name, "\ufeff\n[\n{\"a\":1},\r\n  {\n\"b\":[{}]}, {} ,7\n]\n");

        assertThat(texts(read(lines, split)))
                .containsExactly(
                        "line 3: {\"a\":1}",
                        "line 4: {\n\"b\":[{}]}",
                        "line 5, byte 32: {}",
                        "line 5, byte 36: 7");
        assertGoesOnFromEveryPosition(lines, split);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ufeff", "\n\n", ""})
    void aFileOfLinesIsReadByLinesFromEveryPosition(String beginning) throws Exception {
        FileSourceSplit split =
                split("a.json", beginning + "{\"a\":1}\n[{\"a\":2},\n{\"a\":3}]\n{\"a\":4}{}");

        assertThat(read(lines, split))
                .extracting(LineFileFormatTest::text)
                .containsExactly("{\"a\":1}", "[{\"a\":2},", "{\"a\":3}]", "{\"a\":4}{}");
        assertGoesOnFromEveryPosition(lines, split);
    }

    /** A release before read an array by lines, and saved such positions. */
    @Test
    void goesOnFromTheEndOfAnyLineOfAnArray() throws Exception {
        FileSourceSplit split = split("a.json", "[\n{\"a\":1},\n{\"a\":2}\n]\n");

        assertThat(texts(restored(lines, split, new CheckpointedPosition(2, 1))))
                .containsExactly("line 2, byte 3: {\"a\":1}", "line 3: {\"a\":2}");
        assertThat(texts(restored(lines, split, new CheckpointedPosition(11, 2))))
                .containsExactly("line 3, byte 12: {\"a\":2}");
        assertThat(restored(lines, split, new CheckpointedPosition(19, 3))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void failsOnFilesThatAreUtf16WithoutSayingSo(String charset) throws Exception {
        Files.write(folder.resolve("a.csv"), "id,name\n1,a".getBytes(charset));
        Path file = split(folder.resolve("a.csv")).path();

        for (LineFileFormat format : List.of(lines, csv)) {
            assertThatThrownBy(() -> format.check(file))
                    .isInstanceOf(UnsupportedEncodingException.class)
                    .hasMessage(
                            "cannot read %s: it is UTF-16 without a byte order mark; write"
                                    + " encoding: utf-16",
                            file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, UTF-16LE, \ufeff",
        "UTF-16, UTF-16LE, ''",
        "UTF-16, UTF-16BE, ''",
        "UTF-16LE, UTF-16LE, ''",
        "windows-1252, windows-1252, ''",
        "windows-1252, UTF-8, \ufeff"
    })
    void goesOnFromEveryPositionInOtherEncodings(String declared, String charset, String mark)
            throws Exception {
        TextEncoding encoding = TextEncoding.of(declared);
        CsvDialect dialect = new CsvDialect(',', true, "#", List.of());
        String rows =
                "# not, \"a row\nid;name\n1;\u00e9\n\n2;\"\u00fc\n\"\n#3;x\n\"#4\";z\r\n5;\u00df";
        LineFileFormat format = LineFileFormat.csv(LIMIT, encoding, dialect);
        java.nio.file.Path file = file("a.csv", mark + "sep=;\r\n" + rows, charset);

        List<RawInput> read = read(format, split(file));

        assertThat(texts(read))
                .containsExactly(
                        "line 4: 1;\u00e9",
                        "line 6: 2;\"\u00fc\n\"",
                        "line 9: \"#4\";z",
                        "line 10: 5;\u00df");
        assertThat(read).extracting(RawInput::header).containsOnly("sep=;\r\nid;name");
        assertThat(read).extracting(RawInput::encoding).containsOnly(charset);
        assertGoesOnFromEveryPosition(format, split(file));
        java.nio.file.Path json =
                file("a.json", mark + "[{\"a\":\"\u00e9\"}, {},\n{\"b\":1},{}]", charset);
        assertGoesOnFromEveryPosition(LineFileFormat.lines(LIMIT, encoding), split(json));
    }

    @Test
    void filesWithoutAHeaderBeginWithARow() throws Exception {
        LineFileFormat format =
                LineFileFormat.csv(
                        LIMIT,
                        TextEncoding.UTF_8,
                        new CsvDialect(',', false, "", List.of("id", "name")));
        java.nio.file.Path plain = file("a.csv", "\n1,a\n2,b\n3,c\n4,d\n", "UTF-8");
        java.nio.file.Path separated = file("b.csv", "\"SEP=|\"\n1|a\n2|b\n3|c\n4|d\n", "UTF-8");

        assertThat(texts(read(format, split(plain)))).hasSize(4).startsWith("line 2: 1,a");
        assertThat(read(format, split(plain))).extracting(RawInput::header).containsOnly("");
        assertThat(format.header(Path.fromLocalFile(separated.toFile()))).isEqualTo("\"SEP=|\"\n");
        assertGoesOnFromEveryPosition(format, split(plain));
        assertGoesOnFromEveryPosition(format, split(separated));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;;", "sep=", " sep=;", "sep=\"", "\"sep=;", "sep=\u00a7"})
    void otherFirstLinesNameNoDelimiter(String line) throws Exception {
        assertThat(csv.header(split("a.csv", line + "\n1\n").path())).startsWith(line);
        assertThat(csv.header(split("b.csv", "\nsep=;\n1\n").path())).isEqualTo("sep=;");
    }

    private java.nio.file.Path file(String name, String content, String charset)
            throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(charset));
    }

    @ParameterizedTest
    @CsvSource({"999, false", "1000, false", "1001, true", "200000, true"})
    void cutsLinesOverTheLimit(int length, boolean cut) throws Exception {
        String line = "x".repeat(length);

        for (String end : List.of("\n", "\r\n")) {
            List<RawInput> read = read(lines, split("a.jsonl", line + end + "next"));

            assertThat(read).extracting(RawInput::position).containsExactly("line 1", "line 2");
            assertThat(read).extracting(RawInput::length).containsExactly((long) length, 4L);
            assertThat(read.get(0).isCut()).isEqualTo(cut);
            assertThat(text(read.get(0))).isEqualTo("x".repeat(Math.min(length, LIMIT)));
            assertThat(text(read.get(1))).isEqualTo("next");
        }
    }

    @Test
    void keeps64KibOfALineOverTheLimit() throws Exception {
        String content = "é".repeat(1_000_000) + "\n" + "y".repeat(70_000) + "\nz";

        List<RawInput> read =
                read(LineFileFormat.lines(100_000, TextEncoding.UTF_8), split("a.jsonl", content));

        assertThat(read).extracting(RawInput::length).containsExactly(2_000_000L, 70_000L, 1L);
        assertThat(read)
                .extracting(input -> input.bytes().length)
                .containsExactly(65_536, 70_000, 1);
        assertThat(text(read.get(0))).isEqualTo("é".repeat(32_768));
        assertThat(text(read.get(1))).isEqualTo("y".repeat(70_000));
    }

    @Test
    void boundsBatches() throws Exception {
        LineFileFormat wide = LineFileFormat.lines(10_000_000, TextEncoding.UTF_8);
        String many = "x\n".repeat(3000);
        String large = ("y".repeat(400_000) + "\n").repeat(7);

        assertThat(batchSizes(wide, split("many", many))).containsExactly(1024, 1024, 952);
        assertThat(batchSizes(wide, split("large", large))).containsExactly(3, 3, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.jsonl.gz", "a.jsonl.bz2", "a.jsonl.deflate"})
    void goesOnFromEveryPosition(String name) throws Exception {
        String content = "\ufeffone\n\n" + "x".repeat(5000) + "\r\nthree\n \nfour é\n\nfive";

        assertGoesOnFromEveryPosition(lines, split(name, content));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "a.csv.gz"})
    void goesOnFromEveryPositionUnderAHeader(String name) throws Exception {
        String content = "\r\nid,\"x\ny\"\r\n1,\"a\nb\"\r\n2,c\r\n\r\n3,\"d\r\n\r\n\"\r\n4,e";

        assertGoesOnFromEveryPosition(multiline, split(name, content));
    }

    @Test
    void goesOnFromAnyPositionInALargeFile() throws Exception {
        Random random = new Random(7);
        String content =
                IntStream.range(0, 3000)
                        .mapToObj(i -> i + "x".repeat(random.nextInt(200)))
                        .collect(Collectors.joining("\n"));
        FileSourceSplit split = split("large.gz", content);
        List<RecordAndPosition<RawInput>> all = readWithPositions(lines, split);

        assertThat(all).hasSize(3000);
        for (int k : new int[] {0, 1, 1022, 1023, 1024, 2047, 2998}) {
            assertThat(restored(lines, split, all.get(k)))
                    .isEqualTo(inputs(all.subList(k + 1, all.size())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gz", "a.GZIP", "a.bz2", "a.deflate"})
    void decompressesByExtension(String name) throws Exception {
        assertThat(texts(read(lines, split(name, "one\ntwo\n"))))
                .containsExactly("line 1: one", "line 2: two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "bz2", ".gzipped", "a.gz.txt"})
    void doesNotDecompressOtherNames(String name) throws Exception {
        Files.writeString(folder.resolve(name), "plain");

        assertThat(texts(read(lines, split(folder.resolve(name)))))
                .containsExactly("line 1: plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gz", "a.bz2"})
    void readsAllOfSeveralCompressedStreams(String name) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < 5; i++) {
            file.write(compressed(name, "line" + i + "\n"));
        }
        Files.write(folder.resolve(name), file.toByteArray());

        assertThat(read(lines, split(folder.resolve(name))))
                .extracting(LineFileFormatTest::text)
                .containsExactly("line0", "line1", "line2", "line3", "line4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gz", "a.bz2", "a.deflate"})
    void failsOnEveryTruncatedFile(String name) throws Exception {
        byte[] whole = compressed(name, "one\ntwo\n".repeat(50));
        for (int length = 0; length < whole.length; length++) {
            Files.write(folder.resolve(name), Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> read(lines, split(folder.resolve(name))))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot read file:" + folder.resolve(name) + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gz", "a.bz2", "a.deflate"})
    void failsOnDataBehindTheEnd(String name) throws Exception {
        byte[] whole = compressed(name, "one\n");
        byte[] longer = Arrays.copyOf(whole, whole.length + 3);
        Arrays.fill(longer, whole.length, longer.length, (byte) 'x');
        Files.write(folder.resolve(name), longer);

        assertThatThrownBy(() -> read(lines, split(folder.resolve(name))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read file:" + folder.resolve(name) + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.gz", "a.bz2", "a.deflate"})
    void failsOnCorruptFiles(String name) throws Exception {
        byte[] bytes = compressed(name, "one\ntwo\n".repeat(50));
        bytes[bytes.length - 6] ^= 0x55;
        Files.write(folder.resolve(name), bytes);

        assertThatThrownBy(() -> read(lines, split(folder.resolve(name))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read file:" + folder.resolve(name) + ": ");
    }

    @Test
    void saysWhichLibraryIsMissing() throws Exception {
        for (String name : List.of("a.xz", "a.zst")) {
            boolean there =
                    name.endsWith("xz")
                            ? XZUtils.isXZCompressionAvailable()
                            : ZstdUtils.isZstdCompressionAvailable();
            Files.writeString(folder.resolve(name), "x");
            String library = name.endsWith("xz") ? "org.tukaani:xz" : "com.github.luben:zstd-jni";

            assertThatThrownBy(() -> read(lines, split(folder.resolve(name))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(there ? "cannot read" : "needs the library " + library);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.jsonl.gz"})
    void failsWhenAFileBecameShorter(String name) throws Exception {
        FileSourceSplit split =
                split(name, "one").updateWithCheckpointedPosition(new CheckpointedPosition(100, 7));

        assertThatThrownBy(() -> lines.restoreReader(new Configuration(), split))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot read file:%s: it ends too early before byte 100, where reading "
                                + "should resume",
                        folder.resolve(name));
    }

    @Test
    void failsOnAHeaderOverTheLimit() throws Exception {
        FileSourceSplit split = split("a.csv", "x".repeat(1001) + "\n1\n");

        assertThatThrownBy(() -> csv.createReader(new Configuration(), split))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot read file:%s: its header of 1001 bytes is over the limit of 1000",
                        folder.resolve("a.csv"));
    }

    @Test
    void failsOnAFileThatIsGone() {
        FileSourceSplit split = split(folder.resolve("gone"));

        assertThatThrownBy(() -> lines.createReader(new Configuration(), split))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read file:" + folder.resolve("gone") + ": ");
    }

    @Test
    void showsTheHeaderOfAFile() throws Exception {
        assertThat(csv.header(split("a.csv.gz", "\nid,name\n1").path())).isEqualTo("id,name");
        assertThat(csv.header(split("b.csv", "").path())).isEmpty();
    }

    @Test
    void rejectsALimitBelowOne() {
        assertThatThrownBy(() -> LineFileFormat.lines(0, TextEncoding.UTF_8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max_record_bytes is 0, expected 1 to 2147483631");
    }

    @Test
    void makesASourceThatCanBeSent() throws Exception {
        Path file = split("a.csv", "id").path();
        List<String> paths = List.of(file.getPath());

        assertThat(
                        InstantiationUtil.isSerializable(
                                csv.source(
                                        paths,
                                        InputPaths.expand(file.getPath()),
                                        FileOrder.STRICT,
                                        Duration.ZERO,
                                        false)))
                .isTrue();
        assertThat(csv.isSplittable()).isFalse();
    }

    @Test
    void inputsAreSentWithoutKryo() {
        assertThat(lines.getProducedType()).isInstanceOf(PojoTypeInfo.class);
        assertThat(lines.getProducedType().getTotalFields()).isEqualTo(13);
        assertThat(((PojoTypeInfo<RawInput>) lines.getProducedType()).getGenericParameters())
                .isEmpty();
    }

    private void assertGoesOnFromEveryPosition(LineFileFormat format, FileSourceSplit split)
            throws IOException {
        List<RecordAndPosition<RawInput>> all = readWithPositions(format, split);
        assertThat(all).hasSizeGreaterThan(3);
        for (int k = 0; k < all.size(); k++) {
            assertThat(restored(format, split, all.get(k)))
                    .as("after %s", all.get(k))
                    .isEqualTo(inputs(all.subList(k + 1, all.size())));
        }
    }

    private static List<RawInput> restored(
            LineFileFormat format, FileSourceSplit split, RecordAndPosition<RawInput> last)
            throws IOException {
        return restored(
                format,
                split,
                new CheckpointedPosition(last.getOffset(), last.getRecordSkipCount()));
    }

    private static List<RawInput> restored(
            LineFileFormat format, FileSourceSplit split, CheckpointedPosition position)
            throws IOException {
        try (BulkFormat.Reader<RawInput> reader =
                format.restoreReader(
                        new Configuration(), split.updateWithCheckpointedPosition(position))) {
            return inputs(drain(reader));
        }
    }

    private static List<RecordAndPosition<RawInput>> readWithPositions(
            LineFileFormat format, FileSourceSplit split) throws IOException {
        try (BulkFormat.Reader<RawInput> reader = format.createReader(new Configuration(), split)) {
            return drain(reader);
        }
    }

    private static List<RawInput> read(LineFileFormat format, FileSourceSplit split)
            throws IOException {
        return inputs(readWithPositions(format, split));
    }

    private static List<RecordAndPosition<RawInput>> drain(BulkFormat.Reader<RawInput> reader)
            throws IOException {
        List<RecordAndPosition<RawInput>> all = new ArrayList<>();
        for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
            for (var record = batch.next(); record != null; record = batch.next()) {
                all.add(record);
            }
            batch.releaseBatch();
        }
        return all;
    }

    private static List<Integer> batchSizes(LineFileFormat format, FileSourceSplit split)
            throws IOException {
        List<Integer> sizes = new ArrayList<>();
        try (BulkFormat.Reader<RawInput> reader = format.createReader(new Configuration(), split)) {
            for (var batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
                int size = 0;
                while (batch.next() != null) {
                    size++;
                }
                sizes.add(size);
            }
        }
        return sizes;
    }

    private static List<RawInput> inputs(List<RecordAndPosition<RawInput>> records) {
        return records.stream().map(RecordAndPosition::getRecord).toList();
    }

    private static List<String> texts(List<RawInput> inputs) {
        return inputs.stream().map(input -> input.position() + ": " + text(input)).toList();
    }

    private static String text(RawInput input) {
        return new String(input.bytes(), StandardCharsets.UTF_8);
    }

    private FileSourceSplit split(String name, String content) throws IOException {
        Files.write(folder.resolve(name), compressed(name, content));
        return split(folder.resolve(name));
    }

    private static FileSourceSplit split(java.nio.file.Path file) {
        long length = file.toFile().length();
        return new FileSourceSplit("1", Path.fromLocalFile(file.toFile()), 0, length, 0, length);
    }

    private static byte[] compressed(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compressor(name, bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static OutputStream compressor(String name, OutputStream out) throws IOException {
        return switch (Decompression.of(name)) {
            case GZIP -> new GZIPOutputStream(out);
            case BZIP2 -> new BZip2CompressorOutputStream(out);
            case DEFLATE -> new DeflaterOutputStream(out);
            default -> out;
        };
    }
}
