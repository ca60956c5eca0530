package io.kindred.tools.bench;

import io.kindred.codec.RecordReader;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.model.SourceRecord;
import io.kindred.temporal.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchDataTest {

    private static final RecordSettings SETTINGS = new RecordSettings(1001, 0.1, 0.01, 0, 1);

    @TempDir private Path folder;

    private BenchData data(RecordSettings settings) {
        return new BenchData(folder, settings);
    }

    @Test
    void spreadsRecordsOverFourSourcesInTurn() throws Exception {
        BenchData data = data(SETTINGS);
        data.generate();

        JobConfig config = JobConfigReader.read(data.folder().resolve("job.yaml"));
        assertThat(config.sources()).hasSize(4);
        assertThat(config.sinks().byOutput()).hasSize(5);
        RecordReader reader = new RecordReader(config.timeline(), type -> true);
        Set<String> uids = new HashSet<>();
        for (int source = 0; source < 4; source++) {
            String name = BenchData.SOURCES.get(source);
            List<String> lines = Files.readAllLines(data.folder().resolve(name + ".jsonl"));
            assertThat(lines).hasSize(source == 0 ? 251 : 250);
            for (int i = 0; i < lines.size(); i++) {
                SourceRecord record = reader.read(lines.get(i).getBytes(StandardCharsets.UTF_8));
                assertThat(record.identity().perspective()).isEqualTo(name);
                assertThat(record.identity().uid()).isEqualTo("" + (4 * i + source));
                assertThat(record.version()).hasValue(1);
                assertThat(record.descriptors())
                        .hasSize(6)
                        .allMatch(each -> each.interval().equals(Interval.ALWAYS));
                uids.add(record.identity().uid());
            }
        }
        assertThat(uids).hasSize(1001);
    }

    @Test
    void isReusedWithTheSameSettings() throws IOException {
        assertThat(data(SETTINGS).isComplete()).isFalse();
        data(SETTINGS).generate();
        String crm = crm();

        assertThat(data(SETTINGS).isComplete()).isTrue();
        RecordSettings other = new RecordSettings(1001, 0.1, 0.01, 0, 2);
        assertThat(data(other).isComplete()).isFalse();

        data(other).generate();
        assertThat(crm()).isNotEqualTo(crm);
        assertThat(data(SETTINGS).isComplete()).isFalse();
        data(SETTINGS).generate();
        assertThat(crm()).isEqualTo(crm);
    }

    private String crm() throws IOException {
        return Files.readString(data(SETTINGS).folder().resolve("crm.jsonl"));
    }

    @Test
    void isGeneratedAgainIfItWasNotFinished() throws IOException {
        data(SETTINGS).generate();
        Files.writeString(data(SETTINGS).folder().resolve("made-from.txt"), "unfinished\n");

        assertThat(data(SETTINGS).isComplete()).isFalse();
        data(SETTINGS).generate();
        assertThat(data(SETTINGS).isComplete()).isTrue();
    }

    @Test
    void leavesOtherPeoplesFilesAlone() throws IOException {
        Path own = Files.createDirectories(data(SETTINGS).folder()).resolve("mine.txt");
        Files.writeString(own, "mine");

        assertThatThrownBy(() -> data(SETTINGS).generate())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("contains files that are not from a benchmark");
        assertThat(data(SETTINGS).folder().resolve("crm.jsonl")).doesNotExist();
    }

    @Test
    void aRunsJobFileNamesTheFilesFromAnywhere() throws IOException {
        data(SETTINGS).generate();
        Path jobFile = Files.createDirectories(folder.resolve("a \"run\"")).resolve("job.yaml");
        Files.writeString(
                jobFile,
                BenchJob.jobFile(
                        data(SETTINGS).folder(),
                        folder.resolve("a \"run\""),
                        "final",
                        Map.of("batch", "{records: 5000}")));

        JobConfig config = JobConfigReader.read(jobFile);
        assertThat(config.batch().records()).isEqualTo(5000);
        assertThat(config.sinks().byOutput().toString()).contains("a \"run\"/generic-keys");
        assertThat(config.sources().toString()).contains("records-1001/crm.jsonl");
    }
}
