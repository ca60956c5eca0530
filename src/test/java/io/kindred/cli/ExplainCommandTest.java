package io.kindred.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ExplainCommandTest {

    @TempDir private Path folder;

    @Test
    void tellsWhatIsWrongWithTheRequest() {
        CommandRun three =
                CommandRun.kindred(
                        "explain",
                        "--state",
                        "s",
                        "--type",
                        "person",
                        "--record",
                        "a",
                        "1",
                        "--record",
                        "a",
                        "2",
                        "--record",
                        "a",
                        "3");
        assertThat(three.exitCode()).isEqualTo(2);
        assertThat(three.err()).startsWith("expected --record once or twice");

        CommandRun empty =
                CommandRun.kindred(
                        "explain", "--state", "s", "--type", "person", "--record", "", "1");
        assertThat(empty.exitCode()).isEqualTo(2);
        assertThat(empty.err()).startsWith("--type and --record: perspective is empty");

        String state = folder.resolve("nothing").toString();
        CommandRun nothing =
                CommandRun.kindred(
                        "explain", "--state", state, "--type", "person", "--record", "a", "1");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains(state);
    }
}
