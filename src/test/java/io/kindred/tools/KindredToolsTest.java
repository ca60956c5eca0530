package io.kindred.tools;

import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KindredToolsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate",
                "evaluate",
                "bench",
                "bench-kafka",
                "bench-serve",
                "import-splink",
                "diff"
            })
    void helpsWithEveryCommand(String command) {
        CommandRun run = CommandRun.of(KindredTools.commandLine(), command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Usage: kindred-tools " + command)
                .contains("Exit code", "--help", "Default: ");
    }

    @Test
    void listsItsCommands() {
        CommandRun run = CommandRun.of(KindredTools.commandLine(), "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("generate", "evaluate", "bench", "bench-kafka", "import-splink");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resolve", "--no-such-option"})
    void refusesWhatItDoesNotKnow(String argument) {
        CommandRun run = CommandRun.of(KindredTools.commandLine(), argument);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(argument);
    }
}
