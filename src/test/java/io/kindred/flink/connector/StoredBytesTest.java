package io.kindred.flink.connector;

import io.kindred.codec.CsvDialect;
import io.kindred.codec.TextEncoding;
import io.kindred.testkit.ParquetFiles;
import io.kindred.testkit.PeopleRows;
import org.apache.avro.file.CodecFactory;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StoredBytesTest {

    private static final int LINES = 20_000;
    private static final int ROWS = 8_000;

    /** Readers count a batch of inputs at a time, and look some bytes ahead. */
    private static final double TOLERANCE = 0.15;

    private static final int MAX_BYTES = 1 << 20;
    private static final LineFileFormat JSON = LineFileFormat.lines(MAX_BYTES, TextEncoding.UTF_8);

    @TempDir private Path folder;

    @Test
    void growsWithTheLinesToTheSizeOfTheFiles() throws Exception {
        write(Files.newOutputStream(folder.resolve("a.jsonl")), StandardCharsets.UTF_8);
        write(Files.newOutputStream(folder.resolve("b.jsonl")), StandardCharsets.UTF_8);

        checkShare(JSON, 2 * LINES);
    }

    @Test
    void areCompressedBytesOfCompressedFiles() throws Exception {
        write(
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.jsonl.gz"))),
                StandardCharsets.UTF_8);

        checkShare(JSON, LINES);
    }

    @Test
    void areBytesOfTheEncoding() throws Exception {
        write(Files.newOutputStream(folder.resolve("a.jsonl")), StandardCharsets.UTF_16LE);

        checkShare(LineFileFormat.lines(MAX_BYTES, TextEncoding.of("utf-16")), LINES);
    }

    @Test
    void includeTheHeaderAndWhatIsSkipped() throws Exception {
        Files.writeString(folder.resolve("a.csv"), "uid,name\n\n1,Ann\n\n\n");
        Files.writeString(folder.resolve("b.csv"), "uid,name\n");
        Files.writeString(folder.resolve("c.csv"), "");

        LineFileFormat format =
                LineFileFormat.csv(MAX_BYTES, TextEncoding.UTF_8, new CsvDialect(',', false));
        try (FileSourceRun run = FileSourceRun.start(source(format), 1, new Random(1))) {
            assertThat(run.readAll()).hasSize(1);
            assertThat(run.stored.read()).isEqualTo(size());
        }
    }

    @Test
    void growWithTheRowsOfRowGroupsAndBlocks() throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("message m {required binary a;}");
        List<Group> rows =
                IntStream.range(0, ROWS)
                        .mapToObj(row -> new SimpleGroup(schema).append("a", noise(row)))
                        .toList();
        ParquetFiles.write(folder.resolve("a"), schema, 300_000, rows);
        checkShare(LineFileFormat.rows(MAX_BYTES, RowContainer.PARQUET), ROWS);

        Files.delete(folder.resolve("a"));
        PeopleRows.writeAvro(
                folder.resolve("a"), PeopleRows.versions(1, ROWS), CodecFactory.nullCodec());
        checkShare(LineFileFormat.rows(MAX_BYTES, RowContainer.AVRO), ROWS);
    }

    @Test
    void areAllOfAFileThatWasBegunBefore() throws Exception {
        try (OutputStream out =
                new BZip2CompressorOutputStream(
                        Files.newOutputStream(folder.resolve("a.jsonl.bz2")))) {
            write(out, StandardCharsets.UTF_8);
        }
        FileSourceRun.Saved saved;
        try (FileSourceRun run = FileSourceRun.start(source(JSON), 1, new Random(1))) {
            run.read(LINES / 2);
            saved = run.save();
        }
        try (FileSourceRun run = FileSourceRun.restore(source(JSON), 1, saved, new Random(1))) {
            run.readAll();

            assertThat(run.stored.read()).isEqualTo(size());
        }
    }

    /** At half of the inputs, about half of the bytes are counted, and at the end all. */
    private void checkShare(LineFileFormat format, int inputs) throws Exception {
        try (FileSourceRun run = FileSourceRun.start(source(format), 1, new Random(1))) {
            run.read(inputs / 2);
            assertThat((double) run.stored.read() / size()).isCloseTo(0.5, within(TOLERANCE));
            assertThat(run.readAll()).hasSize(inputs);
            assertThat(run.stored.read()).isEqualTo(size());
        }
    }

    private LineFileSource source(LineFileFormat format) throws IOException {
        return (LineFileSource)
                format.source(
                        List.of(folder.toString()),
                        InputPaths.expand(folder.toString()),
                        FileOrder.STRICT,
                        Duration.ZERO,
                        false);
    }

    private long size() throws IOException {
        return InputPaths.expand(folder.toString()).stream().mapToLong(InputFile::size).sum();
    }

    /** Lines of random text, which cannot be compressed much. */
    private static void write(OutputStream to, Charset charset) throws IOException {
        try (OutputStream out = to) {
            for (int i = 0; i < LINES; i++) {
                out.write(('"' + noise(i) + "\"\n").getBytes(charset));
            }
        }
    }

    private static String noise(int seed) {
        byte[] noise = new byte[60];
        new Random(seed).nextBytes(noise);
        return HexFormat.of().formatHex(noise);
    }
}
