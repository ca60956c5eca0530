package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.testkit.MadeSavepoint;
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

    private List<String> skipped = List.of();

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
    void skipsStatesThatCannotBeReadAndSaysWhy() throws Exception {
        String life = "checkpoints/people/" + ID + "/";
        state(life + "chk-1", 1000);
        state(life + "chk-2", 2000);
        state("savepoints/savepoint-012345-cut", 3000);
        state("savepoints/savepoint-012345-other", 4000);
        state(life + "chk-5", 5000);
        state(life + "chk-6", 6000);
        Files.delete(folder.resolve(life + "chk-6/_metadata"));
        Files.delete(folder.resolve(life + "chk-5/of-shard"));
        damage("savepoints/savepoint-012345-other", "not metadata, but as long".getBytes());
        damage("savepoints/savepoint-012345-cut", new byte[] {0x49});
        Files.writeString(folder.resolve(life + "chk-2/of-shard"), "sta");

        assertThat(restored("people")).isEqualTo("file:" + folder + "/" + life + "chk-1");
        assertThat(skipped)
                .hasSize(5)
                .allSatisfy(
                        problem ->
                                assertThat(problem)
                                        .startsWith("file:" + folder)
                                        .doesNotContain("null"));
        assertThat(skipped.get(0)).endsWith("chk-6: was not completed, it has no file _metadata");
        assertThat(skipped.get(1)).contains("chk-5: its state file ").endsWith("is missing");
        assertThat(skipped.get(2)).contains("-other: ").endsWith("or belongs to something else");
        assertThat(skipped.get(3)).contains("-cut: ").endsWith("ends too early, after 1 bytes");
        assertThat(skipped.get(4))
                .contains("chk-2: its state file ")
                .endsWith("is damaged: it has 3 bytes instead of 5");
    }

    @Test
    void namesAllStatesIfNoneCanBeRead() throws Exception {
        state("checkpoints/people/" + ID + "/chk-1", 1000);
        state("checkpoints/people/" + ID + "/chk-2", 2000);
        damage("checkpoints/people/" + ID + "/chk-1", new byte[3]);
        Files.delete(folder.resolve("checkpoints/people/" + ID + "/chk-2/of-shard"));

        assertThatThrownBy(() -> restored("people"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("--from latest: none of the checkpoints and savepoints")
                .hasMessageContaining("chk-1: not a savepoint")
                .hasMessageContaining("chk-2: its state file");
    }

    @Test
    void refusesADamagedStateThatIsNamed() throws Exception {
        state("savepoints/savepoint-1", 1000);
        String path = folder.resolve("savepoints/savepoint-1").toString();
        Files.delete(folder.resolve("savepoints/savepoint-1/of-shard"));

        assertThatThrownBy(() -> SavedStates.restore(configured(), job("people"), path))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("--from: " + path + ": its state file ")
                .hasMessageEndingWith("of-shard is missing");
    }

    private void damage(String name, byte[] metadata) throws IOException {
        Path file = folder.resolve(name).resolve("_metadata");
        FileTime before = Files.getLastModifiedTime(file);
        Files.write(file, metadata);
        Files.setLastModifiedTime(file, before);
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
        SavedStates.Newest newest = SavedStates.restoreNewest(env, job(name));
        assertThat(savepoint(env)).contains(newest.path());
        skipped = newest.skipped();
        return newest.path();
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
        Path metadata =
                new MadeSavepoint(folder.resolve(name))
                        .operatorWithFile("shard", "of-shard")
                        .write()
                        .resolve("_metadata");
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(modified));
    }
}
