package io.kindred.tools.bench;

import io.kindred.tools.bench.RunSettings.Backend;
import io.kindred.tools.bench.RunSettings.Output;
import io.kindred.tools.bench.StateSizes.StateSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchRunITCase {

    private static final RecordSettings RECORDS = new RecordSettings(600, 0.1, 0.05, 0.5, 1);

    @TempDir private Path folder;

    private RunReport run(Backend backend, Output output, Double rate) throws Exception {
        return run(new RunSettings(backend, "64m", 1, output, rate, Map.of()));
    }

    private RunReport run(RunSettings settings) throws Exception {
        Path run = Files.createDirectories(folder.resolve("run"));
        return new BenchRun(
                        RECORDS,
                        settings,
                        folder.resolve("data"),
                        run,
                        new PrintWriter(new StringWriter()))
                .run();
    }

    @Test
    void readsTheSizesOfStatesFromTheSavepoint() throws Exception {
        RunReport report = run(Backend.ROCKSDB, Output.CHANGELOG, null);

        List<StateSize> states = report.state().states();
        assertThat(states)
                .extracting(state -> state.operator() + "/" + state.state())
                .contains("shard/records", "shard/record-ids", "publish/published");
        assertThat(states)
                .filteredOn(state -> state.state().equals("record-ids"))
                .singleElement()
                .satisfies(state -> assertThat(state.entries()).isEqualTo(600));
        assertThat(report.counts()).containsEntry("records", 600L);

        // The savepoint is as it was, so that it says the same again.
        StateSizes again = StateSizes.of(savepoint(), folder.resolve("again"));
        assertThat(again.compacted())
                .extracting(StateSize::state)
                .containsExactlyElementsOf(states.stream().map(StateSize::state).toList());
        assertThat(again.operatorId("publish")).isPresent();
        assertThat(again.operatorId("nobody")).isEmpty();
        assertThat(folder.resolve("again")).isEmptyDirectory();
    }

    private Path savepoint() throws IOException {
        try (Stream<Path> savepoints = Files.list(folder.resolve("run/savepoints"))) {
            return savepoints.findFirst().orElseThrow();
        }
    }

    @Test
    void measuresOnTheHeapAndAtARate() throws Exception {
        RunReport report = run(Backend.HASHMAP, Output.FINAL, 2000.0);

        assertThat(report.recordsAccepted()).isEqualTo(600);
        // At most a tenth of a second's records come at once.
        assertThat(report.recordsPerSecond()).isLessThan(4000);
        assertThat(report.state().states())
                .extracting(StateSize::state)
                .containsOnly(StateSizes.ALL);
        assertThat(report.state().bytes()).isPositive();
    }

    @Test
    void stopsAtInputsThatAreNoRecords() throws Exception {
        BenchData data = new BenchData(folder.resolve("data"), RECORDS);
        data.generate();
        Files.writeString(data.folder().resolve("web.jsonl"), "no record\n");

        assertThatThrownBy(() -> run(Backend.HASHMAP, Output.CHANGELOG, null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("contains invalid records");
    }
}
