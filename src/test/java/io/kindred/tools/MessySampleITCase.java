package io.kindred.tools;

import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** The first job of the README, with records as untidy as those of real systems. */
class MessySampleITCase {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theJobOfTheReadmeFindsNineOfTenPairsAndHardlyAWrongOne(long seed) {
        succeed(
                tool(
                        "generate",
                        "--messy",
                        "--people",
                        "1300",
                        "--seed",
                        "" + seed,
                        "--out=" + folder));

        succeed(CommandRun.kindred("resolve", folder.resolve("job.yaml").toString(), "--quiet"));

        succeed(
                tool(
                        "evaluate",
                        "--truth=" + folder.resolve("truth.csv"),
                        "--assignments=" + folder.resolve("out/assignments"),
                        "--min-precision=0.99",
                        "--min-recall=0.90"));
    }

    private static CommandRun tool(String... arguments) {
        return CommandRun.of(KindredTools.commandLine(), arguments);
    }

    private static void succeed(CommandRun run) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }
}
