package io.kindred.tools;

import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import static org.assertj.core.api.Assertions.assertThat;

/** The first job of the README, with records as untidy as those of real systems. */
class MessySampleITCase {

    @TempDir private Path folder;

    @Test
    void theJobOfTheReadmeFindsNineOfTenPairsAndHardlyAWrongOne() throws IOException {
        generate(1);
        Path job = folder.resolve("job.yaml");
        String ofOne = summary(CommandRun.kindred("resolve", job.toString(), "--quiet"));
        evaluate();
        Files.writeString(job, "\nshards: 3\n", StandardOpenOption.APPEND);

        CommandRun several =
                CommandRun.kindred("resolve", job.toString(), "--quiet", "--overwrite");

        assertThat(ofOne)
                .containsPattern("largest entities, by records:\n +[4-9] +person-")
                .containsPattern("share:\n +\\d\\d +email = 'noreply@example.org'")
                .containsPattern(" +\\d+ +direct, of surname");
        assertThat(summary(several)).isEqualTo(ofOne);
        evaluate();
    }

    @Test
    @Tag("nightly")
    void theJobOfTheReadmeIsAsGoodForOtherRecords() {
        generate(2);

        succeed(CommandRun.kindred("resolve", folder.resolve("job.yaml").toString(), "--quiet"));

        evaluate();
    }

    private void generate(long seed) {
        succeed(
                tool(
                        "generate",
                        "--messy",
                        "--people",
                        "1300",
                        "--seed",
                        "" + seed,
                        "--out=" + folder));
    }

    private void evaluate() {
        succeed(
                tool(
                        "evaluate",
                        "--truth=" + folder.resolve("truth.csv"),
                        "--assignments=" + folder.resolve("out/assignments"),
                        "--min-precision=0.99",
                        "--min-recall=0.90"));
    }

    private static String summary(CommandRun run) {
        succeed(run);
        String out = run.out();
        int begin = out.indexOf("  largest entities, by records:");
        return out.substring(begin, out.indexOf("\n  entities  ", begin));
    }

    private static CommandRun tool(String... arguments) {
        return CommandRun.of(KindredTools.commandLine(), arguments);
    }

    private static void succeed(CommandRun run) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }
}
