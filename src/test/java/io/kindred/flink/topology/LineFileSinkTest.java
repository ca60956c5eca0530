package io.kindred.flink.topology;

import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.flink.operator.OutputRow;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.mocks.MockCommitRequest;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @Test
    void finishesWhatWasOpenWhenTheFolderChanges() throws Exception {
        OperatorSubtaskState snapshot = openFile();
        Path old = folder;
        folder = Files.createDirectory(old.resolve("new"));

        List<CommittableMessage<Object>> committables;
        try (var writer = writer()) {
            writer.initializeState(snapshot);
            writer.open();
            write(writer, "two");
            writer.prepareSnapshotPreBarrier(2);
            committables = writer.extractOutputValues();
            assertThat(lines()).containsExactly("two");
        }
        commit(committables);

        try (Stream<Path> files = Files.list(old)) {
            assertThat(files.filter(Files::isRegularFile))
                    .singleElement()
                    .satisfies(part -> assertThat(part.getFileName().toString()).startsWith("part"))
                    .satisfies(part -> assertThat(part).hasContent("one\n"));
        }
    }

    @Test
    void aFileThatALaterLifeHasFinishedIsInTheWayOnlyInItsOwnFolder() throws Exception {
        OperatorSubtaskState snapshot = openFile();
        try (Stream<Path> files = Files.list(folder)) {
            Path open = files.toList().get(0);
            Files.move(open, folder.resolve("part-of-a-later-life"));
        }

        try (var writer = writer()) {
            assertThatThrownBy(() -> writer.initializeState(snapshot))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(
                            "(?s)cannot continue the output in "
                                    + folder
                                    + ": a file that was open in the restored state has been"
                                    + " finished or removed since\\. If the state is an older one,"
                                    + " its rows are in this folder already: give the sink a new"
                                    + " folder \\(File Not Found: .*\\)");
        }
        folder = Files.createDirectory(folder.resolve("new"));
        try (var writer = writer()) {
            writer.initializeState(snapshot);
            writer.open();
            write(writer, "two");
            writer.endInput();
            assertThat(lines()).containsExactly("two");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a b%20#?c=d", "[*]{x}", "ä😀'\""})
    void writesToFoldersOfAnyName(String name) throws Exception {
        folder = folder.resolve(name);
        OperatorSubtaskState snapshot = openFile();
        List<CommittableMessage<Object>> committables;
        try (var writer = writer()) {
            writer.initializeState(snapshot);
            writer.open();
            write(writer, "two");
            writer.endInput();
            committables = writer.extractOutputValues();
        }
        commit(committables);

        assertThat(lines()).containsExactly("one", "two");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).allMatch(part -> part.getFileName().toString().startsWith("part"));
        }
    }

    /** The state of a writer that has a file open with one line. */
    private OperatorSubtaskState openFile() throws Exception {
        try (var writer = writer()) {
            writer.open();
            write(writer, "one");
            writer.prepareSnapshotPreBarrier(1);
            return writer.snapshot(1, 1);
        }
    }

    private void commit(List<CommittableMessage<Object>> committables) throws Exception {
        List<Committer.CommitRequest<FileSinkCommittable>> requests = new ArrayList<>();
        for (CommittableMessage<Object> each : committables) {
            if (each instanceof CommittableWithLineage<Object> committable) {
                requests.add(
                        new MockCommitRequest<>(
                                (FileSinkCommittable) committable.getCommittable()));
            }
        }
        assertThat(requests).hasSize(1);
        try (Committer<FileSinkCommittable> committer = sink().createCommitter(null)) {
            committer.commit(requests);
        }
    }

    private LineFileSink sink() {
        return (LineFileSink) FileOutputs.sink(new SinkConfig.Files(folder.toString()));
    }

    private OneInputStreamOperatorTestHarness<OutputRow, CommittableMessage<Object>> writer()
            throws Exception {
        return new OneInputStreamOperatorTestHarness<>(new SinkWriterOperatorFactory<>(sink()));
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
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
