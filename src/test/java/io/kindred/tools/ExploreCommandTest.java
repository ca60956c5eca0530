package io.kindred.tools;

import io.kindred.cli.CommandRun;
import io.kindred.tools.serve.ServedJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ExploreCommandTest {

    @TempDir private Path folder;

    @Test
    void writesThePageOfTheEntityOfARecord() throws IOException {
        new ServedJob(folder, "final").take(ServedJob.record("crm", "1", "name", "Ann Lee"));
        Path page = folder.resolve("ann.html");

        CommandRun run = run("explore", "--record", "person/crm/1", "--out", page.toString());

        assertThat(run.err()).isEqualTo("wrote " + page + System.lineSeparator());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(page).content().contains("GET /info", "Ann Lee", "\"keys\":[\"name_city\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"explore", "serve", "diff"})
    void saysOnOneLineThatOutputsCannotBeRead(String command) throws IOException {
        new ServedJob(folder, "final");
        Path job = folder.resolve("job.yaml");
        Files.writeString(job, Files.readString(job).replaceFirst("  assignments: .*\n", ""));

        CommandRun run =
                switch (command) {
                    case "explore" -> run(command, "--record", "person/crm/1", "--out", "page");
                    case "diff" -> run(command, job.toString());
                    default -> run(command, "--store", folder.resolve("store").toString());
                };

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("sinks has no assignments").hasLineCount(1);
    }

    private CommandRun run(String command, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = command;
        all[1] = folder.resolve("job.yaml").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return CommandRun.of(KindredTools.commandLine(), all);
    }
}
