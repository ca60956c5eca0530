package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.testkit.TestJob;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SavedStatesTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String LATER_ID = "fedcba9876543210fedcba9876543210";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"people, people", "'a b/c', a_b_c-6120622f63", ".., ..-2e2e"})
    void givesEachJobAFolderOfItsName(String name, String expected) {
        StreamExecutionEnvironment env = configured();

        SavedStates.separate(env, job(name));

        assertThat(env.getConfiguration().get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
                .isEqualTo("file:" + folder + "/checkpoints/" + expected);
        assertThat(env.getConfiguration().get(CheckpointingOptions.SAVEPOINT_DIRECTORY))
                .isEqualTo(uri("savepoints"));
    }

    @Test
    void leavesAClusterWithoutAFolderAlone() {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());

        SavedStates.separate(env, job("people"));

        assertThat(env.getConfiguration().getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
                .isEmpty();
        assertThatThrownBy(() -> SavedStates.restoreNewest(env, job("people")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("--from latest")
                .hasMessageContaining("execution.checkpointing.dir");
    }

    @Test
    void goesOnFromTheNewestCheckpointOfAnySubmission() throws Exception {
        state("checkpoints/people/" + ID + "/chk-12", 3000);
        state("checkpoints/people/" + LATER_ID + "/chk-2", 5000);
        state("savepoints/savepoint-012345-1", 4000);
        state("savepoints/savepoint-777777-1", 9000);
        state("checkpoints/others/" + ID + "/chk-90", 9000);
        Files.createDirectories(folder.resolve("checkpoints/people/" + LATER_ID + "/chk-3"));
        state("checkpoints/people/" + LATER_ID + "/shared", 9000);

        assertThat(restored("people"))
                .isEqualTo("file:" + folder + "/checkpoints/people/" + LATER_ID + "/chk-2");
    }

    @Test
    void goesOnFromASavepointThatIsNewer() throws Exception {
        state("checkpoints/people/" + ID + "/chk-12", 3000);
        state("savepoints/savepoint-012345-1", 3001);

        assertThat(restored("people"))
                .isEqualTo("file:" + folder + "/savepoints/savepoint-012345-1");
    }

    @Test
    void saysWhereItLookedInVain() throws Exception {
        state("checkpoints/others/" + ID + "/chk-90", 9000);

        assertThatThrownBy(() -> restored("people"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("found no checkpoint")
                .hasMessageContaining("of the job 'people'")
                .hasMessageContaining(folder + "/checkpoints/people")
                .hasMessageContaining(folder + "/savepoints");
    }

    @Test
    void goesOnFromWhatIsNamed() throws Exception {
        state("kept/savepoint-1", 1000);
        for (String named : new String[] {"kept/savepoint-1", "kept/savepoint-1/_metadata"}) {
            StreamExecutionEnvironment env = configured();
            String path = folder.resolve(named).toUri().toString();

            SavedStates.restore(env, job("people"), path);

            assertThat(savepoint(env)).contains(path);
        }
    }

    @Test
    void refusesWhatIsNoSavepoint() {
        assertThatThrownBy(
                        () -> SavedStates.restore(configured(), job("people"), folder + "/nothing"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("--from: expected a savepoint or checkpoint")
                .hasMessageContaining(folder + "/nothing");
    }

    private String restored(String name) {
        StreamExecutionEnvironment env = configured();
        SavedStates.separate(env, job(name));
        String newest = SavedStates.restoreNewest(env, job(name));
        assertThat(savepoint(env)).contains(newest);
        return newest;
    }

    private static Optional<String> savepoint(StreamExecutionEnvironment env) {
        return env.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH);
    }

    private StreamExecutionEnvironment configured() {
        Configuration cluster = new Configuration();
        cluster.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri("checkpoints"));
        cluster.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, uri("savepoints"));
        return StreamExecutionEnvironment.getExecutionEnvironment(cluster);
    }

    private String uri(String name) {
        return folder.resolve(name).toUri().toString();
    }

    private JobConfig job(String name) {
        return new TestJob(folder.resolve("job"), "entity_types: {person: {}}")
                .lines("in.jsonl", List.of())
                .records("in.jsonl")
                .with("name", name)
                .config();
    }

    private void state(String name, long modified) throws IOException {
        Path metadata = folder.resolve(name).resolve("_metadata");
        Files.createDirectories(metadata.getParent());
        Files.write(metadata, new byte[1]);
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(modified));
    }
}
