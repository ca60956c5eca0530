package io.kindred.flink.topology;

import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.operator.OutputRow;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Files as they are before a committer gives them their names. */
class LineFileSinkTest {

    @TempDir private Path folder;

    @Test
    void whatIsGatheredIsInTheNextCheckpoint() throws Exception {
        OperatorSubtaskState snapshot;
        try (var writer = writer()) {
            writer.open();
            write(writer, "one");
            assertThat(lines()).isEmpty();
            writer.prepareSnapshotPreBarrier(1);
            assertThat(lines()).containsExactly("one");
            snapshot = writer.snapshot(1, 1);
            write(writer, "lost with the writer");
        }
        try (var writer = writer()) {
            writer.initializeState(snapshot);
            writer.open();
            write(writer, "two");
            writer.endInput();
            assertThat(lines()).containsExactly("one", "two");
        }
    }

    @Test
    void manyLinesAreWrittenAsTheyCome() throws Exception {
        List<String> written = new ArrayList<>();
        try (var writer = writer()) {
            writer.open();
            for (int i = 0; i < 5000; i++) {
                String line = "line " + i + " of some length, \u00e4 \ud83d\ude00";
                write(writer, line);
                written.add(line);
            }
            assertThat(lines()).isNotEmpty().hasSizeLessThan(written.size());
            write(writer, "x".repeat(3 * LineFileWriter.BUFFER_BYTES));
            written.add("x".repeat(3 * LineFileWriter.BUFFER_BYTES));
            assertThat(lines()).isEqualTo(written);
            writer.endInput();
            assertThat(lines()).isEqualTo(written);
        }
    }

    private OneInputStreamOperatorTestHarness<OutputRow, CommittableMessage<Object>> writer()
            throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new SinkWriterOperatorFactory<>(
                        FileOutputs.sink(new SinkConfig.Files(folder.toString()))));
    }

    private static void write(
            OneInputStreamOperatorTestHarness<OutputRow, ?> writer, String... lines)
            throws Exception {
        for (String line : lines) {
            writer.processElement(
                    new StreamRecord<>(
                            new OutputRow(line, line.getBytes(StandardCharsets.UTF_8), 1, false)));
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
