package io.kindred.tools;

import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

class ImportSplinkCommandTest {

    @TempDir private Path folder;

    @Test
    void writesTheOntologyWithItsTablesBesideIt() throws IOException {
        Path output = folder.resolve("people.yaml");
        CommandRun run =
                importSplink(
                        model("people.json"),
                        "--frequencies",
                        Path.of(model("people.json")).getParent().toString(),
                        "--entity-type",
                        "person",
                        "--link",
                        "-500",
                        "--cohesion",
                        "-8000",
                        "--output",
                        output.toString());

        assertThat(run).isEqualTo(new CommandRun(0, "", ""));
        assertThat(output).hasSameTextualContentAs(Path.of(model("people.yaml")));
        assertThat(folder.resolve("people-surname.csv")).content().contains("smith,-1000\n");
    }

    @Test
    void printsWithoutAnOutputAndSaysWhatIsLeftOut() {
        CommandRun run = importSplink(model("people.json"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\n  \"*\":\n", "link: 0\n").doesNotContain("cohesion");
        assertThat(run.err())
                .startsWith("import-splink: the model adjusts weights by")
                .hasLineCount(1);
    }

    @Test
    void mayDropThatAPerspectiveHasOneRecordOfAnEntity() {
        assertThat(importSplink(model("people.json"), "--no-one-per-perspective").out())
                .doesNotContain("one_per_perspective: true");
    }

    @Test
    void refusesAModelThatCannotBeReadInOneLine() {
        CommandRun run = importSplink(folder.resolve("none.json").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("none.json: cannot be read").hasLineCount(1);
    }

    @Test
    void failsIfTheOutputCannotBeWritten() {
        CommandRun run =
                importSplink(
                        model("people.json"),
                        "--output",
                        folder.resolve("no/such/o.yaml").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot write");
    }

    private static CommandRun importSplink(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "import-splink";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return CommandRun.of(KindredTools.commandLine(), all);
    }

    private static String model(String name) {
        try {
            return Path.of(
                            Objects.requireNonNull(
                                            ImportSplinkCommandTest.class.getResource(
                                                    "/splink/" + name))
                                    .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
