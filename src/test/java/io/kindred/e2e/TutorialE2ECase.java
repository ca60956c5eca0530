package io.kindred.e2e;

import io.kindred.testkit.TestJava;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands of {@code docs/tutorial.md} print what the page says, in the folder it says. */
class TutorialE2ECase {

    private static final String MARK = "@@ block ";
    private static final long TIMEOUT_MINUTES = 15;

    /** A block of commands, and the block of output after it, if there is one before the next. */
    private static final Pattern BLOCK =
            Pattern.compile(
                    "```sh\\n(.*?)```\\n((?:(?!```).)*)(?:```\\n(.*?)```)?", Pattern.DOTALL);

    @TempDir private Path folder;

    private record Block(String commands, Optional<String> output) {}

    @Test
    void resolvesFilesAsThePageShows() throws Exception {
        String page = Files.readString(Path.of("docs/tutorial.md"));
        check(blocks(page.substring(0, page.indexOf("## 6 "))));
    }

    /** Needs the ports that the page names. */
    @Test
    @Tag("nightly")
    void splitsAnEntityInARunningJobAsThePageShows() throws Exception {
        check(blocks(Files.readString(Path.of("docs/tutorial.md"))));
    }

    @AfterEach
    void leavesNothing() throws Exception {
        run(
                "KINDRED_RUN=run/tutorial jobs/cluster.sh stop; KINDRED_RUN=run/tutorial jobs/kafka.sh stop"
                        + "; rm -rf run/tutorial");
    }

    private void check(List<Block> blocks) throws Exception {
        assertThat(blocks).hasSizeGreaterThan(8);
        StringBuilder script = new StringBuilder("set -e\n");
        for (int i = 0; i < blocks.size(); i++) {
            script.append("echo '").append(MARK).append(i).append("'\n");
            script.append(blocks.get(i).commands());
        }
        List<String> outputs =
                Arrays.stream(run(script.toString()).split("(?m)^" + MARK + "\\d+\\n")).toList();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.output().isPresent()) {
                assertThat(outputs.get(i + 1))
                        .as("output of block %d: %s", i, block.commands())
                        .matches(pattern(block.output().get()));
            }
        }
    }

    /** What the page leaves open is an ellipsis. */
    private static Pattern pattern(String expected) {
        return Pattern.compile(
                Arrays.stream(expected.strip().split("…", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*"))
                        + "\\s*",
                Pattern.DOTALL);
    }

    private static List<Block> blocks(String page) {
        List<Block> blocks = new ArrayList<>();
        Matcher next = BLOCK.matcher(page);
        int from = 0;
        while (next.find(from)) {
            boolean isOutput = next.group(3) != null && !next.group(2).contains("\n## ");
            blocks.add(
                    new Block(
                            next.group(1),
                            isOutput ? Optional.of(next.group(3)) : Optional.empty()));
            from = isOutput ? next.end() : next.end(2);
        }
        return blocks;
    }

    private String run(String script) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", script)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", TestJava.home().toString());
        builder.environment().remove("KINDRED_RUN");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES))
                    .as("the commands end; they printed %s", Files.readString(err))
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }
}
