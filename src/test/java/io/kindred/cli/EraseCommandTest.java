package io.kindred.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class EraseCommandTest {

    @ParameterizedTest
    @CsvSource({
        "--record person/crm/1, 'expected JOB.yaml, the job file of the job'",
        "job.yaml --record person/crm/1, 'expected --state STATE, the state of the stopped job'",
        "job.yaml --state s --record person/crm/1, 'expected --to FOLDER, where to create'",
        "job.yaml --state s --to t, 'expected --record TYPE/PERSPECTIVE/UID or --records FILE'",
        "job.yaml --state s --to t --record person, '--record is ''person'', expected TYPE/'",
        "job.yaml --state s --to t --record person//1, '--record is ''person//1'', expected TYPE/'",
        "job.yaml --state s --to t --records none, '--records: cannot read none: '",
        "job.yaml --state s --to t --record a/b/c --certificate no/c.json, '--certificate: cannot '",
        "job.yaml --find --record person/crm/1, '--find expects neither JOB.yaml nor --state nor'",
        "--find --record person/crm/1, '--find expects --checkpoints DIR with the folders to search'"
    })
    void saysWhatIsMissing(String arguments, String problem) {
        CommandRun run = CommandRun.kindred(("erase " + arguments).split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith(problem);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "person, 'records line 3 is ''person'', expected TYPE/PERSPECTIVE/UID'",
        "'{\"entity_type\":\"person\"}', 'records line 3: perspective is missing'"
    })
    void namesTheLineOfARecordThatIsNone(String line, String problem, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("records");
        Files.write(file, List.of("person/crm/a/b", "", line));
        CommandRun run = find(folder, file);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith(folder + "/" + problem).hasLineCount(1);
    }

    @Test
    void findsNothingWhereThereIsNoState(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("records");
        Files.write(
                file,
                List.of("{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\"a\"}"));
        CommandRun run = find(folder.resolve("none"), file);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s", ""))
                .isEqualTo(
                        "{\"states_searched\":[],\"states_that_hold_them\":[],\"states_not_read\":[]}");
    }

    private static CommandRun find(Path folder, Path records) {
        return CommandRun.kindred(
                "erase",
                "--find",
                "--records",
                records.toString(),
                "--checkpoints",
                folder.toString());
    }
}
