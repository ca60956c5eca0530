package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.testkit.MadeSavepoint;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutputFoldersTest {

    private static final List<String> PARTS =
            List.of(
                    "out/entities/part-0-0.jsonl",
                    "out/entities/.part-0-1.jsonl.inprogress.5",
                    "out/dead_letters/part-1-0.jsonl");

    private static final List<String> OTHERS =
            List.of(
                    "out/entities/README",
                    "out/entities/_SUCCESS",
                    "out/entities/parts.txt",
                    "out/entities/part-of/part-0-0.jsonl",
                    "out/part-0-0.jsonl",
                    "out/elsewhere/part-0-0.jsonl");

    @TempDir private Path folder;

    private final StreamExecutionEnvironment env =
            StreamExecutionEnvironment.getExecutionEnvironment();

    private TestJob job;

    @BeforeEach
    void describe() {
        job =
                new TestJob(folder, "entity_types: {person: {}}")
                        .lines("in.jsonl", List.of())
                        .records("in.jsonl");
    }

    @Test
    void foldersMayBeMissingOrHoldOtherThings() throws Exception {
        OutputFolders.prepare(env, job.config(), false);
        write(OTHERS);
        OutputFolders.prepare(env, job.config(), false);

        assertThat(files()).containsExactlyInAnyOrderElementsOf(OTHERS);
    }

    @ParameterizedTest
    @CsvSource({
        "out/entities/part-0-0.jsonl, entities",
        "out/conflicts/.part-0-0.jsonl.inprogress.5, conflicts",
        "out/generic_keys/part-0-0.jsonl, generic_keys",
        "out/dead_letters/part-3-1.jsonl, dead_letters"
    })
    void refusesPartsOfAnEarlierRun(String part, String output) throws Exception {
        write(List.of(part));

        assertThatThrownBy(() -> OutputFolders.prepare(env, job.config(), false))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(folder.resolve("job.yaml").toString())
                .hasMessageContaining("sinks." + output + ".path")
                .hasMessageContaining(folder.resolve("out").resolve(output).toString())
                .hasMessageContaining("--overwrite");
        assertThat(files()).containsExactly(part);
    }

    @Test
    void namesASinkOnAFileSystemThatIsNotThere() {
        job.with(
                "sinks",
                Map.of("entities", Map.of("type", "files", "path", "nosuch://bucket/entities")));

        assertThatThrownBy(() -> OutputFolders.prepare(env, job.config(), false))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(
                        folder.resolve("job.yaml")
                                + ": sinks.entities.path: cannot use the folder"
                                + " nosuch://bucket/entities: ");
    }

    @Test
    void removesPartsAndNothingElse() throws Exception {
        write(PARTS);
        write(OTHERS);

        OutputFolders.prepare(env, job.config(), true);

        assertThat(files()).containsExactlyInAnyOrderElementsOf(OTHERS);
    }

    @Test
    void removesWhatIsInProgressWhereNothingElseIs() throws Exception {
        write(PARTS);
        write(OTHERS);
        write(List.of("out/conflicts/.part-0-0.jsonl.inprogress.5"));

        OutputFolders.removeInProgress(job.config());

        List<String> left = new ArrayList<>(PARTS);
        left.addAll(OTHERS);
        assertThat(files()).containsExactlyInAnyOrderElementsOf(left);
    }

    @Test
    void aJobThatGoesOnGoesOnWithItsFolders() throws Exception {
        write(PARTS);
        Configuration goesOn = new Configuration();
        goesOn.set(StateRecoveryOptions.SAVEPOINT_PATH, "file:///savepoint");

        for (boolean overwrite : List.of(false, true)) {
            OutputFolders.prepare(
                    StreamExecutionEnvironment.getExecutionEnvironment(goesOn),
                    job.config(),
                    overwrite);
            assertThat(files()).containsExactlyInAnyOrderElementsOf(PARTS);
        }
    }

    /** A sink that is new gets everything, so its folder must be as empty as at a first start. */
    @Test
    void aSinkThatIsNewDoesNotGoOnWithAFolder() throws Exception {
        write(PARTS);
        Path savepoint =
                new MadeSavepoint(folder.resolve("savepoint"))
                        .operator("sink-entities", "entities to files: Writer")
                        .write();
        Configuration goesOn = new Configuration();
        goesOn.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toString());
        StreamExecutionEnvironment restored =
                StreamExecutionEnvironment.getExecutionEnvironment(goesOn);

        assertThatThrownBy(() -> OutputFolders.prepare(restored, job.config(), false))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sinks.dead_letters.path");
        OutputFolders.prepare(restored, job.config(), true);
        assertThat(files()).containsExactlyInAnyOrderElementsOf(PARTS.subList(0, 2));
    }

    private void write(List<String> names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "{}\n");
        }
    }

    private List<String> files() {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
