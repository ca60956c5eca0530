package io.kindred.tools;

import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class BenchCommandTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "--records,5,'--records is 5, expected 10 to 100000000'",
        "--records,many,--records",
        "--overlap,2,--overlap is 2.0",
        "--conflicts,0.2,--conflicts is 0.2",
        "--placeholder-share,-1,--placeholder-share is -1.0",
        "--backend,heap,option '--backend': expected one of",
        "--output,all,option '--output': expected one of",
        "--managed,much,--managed is much",
        "--parallelism,0,'--parallelism is 0, expected 1 to 720'",
        "--rate,0,--rate is 0.0",
        "--json,/no/such/folder/file,--json /no/such/folder/file cannot be written",
        "--set,batch,--set",
    })
    void namesTheOptionThatIsWrong(String option, String value, String message) {
        String[] arguments =
                option.equals("--records")
                        ? new String[] {"bench", "--data", folder.toString(), option, value}
                        : new String[] {
                            "bench", "--data", folder.toString(), "--records", "10", option, value
                        };
        CommandRun run = CommandRun.of(KindredTools.commandLine(), arguments);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void failsWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        CommandRun run =
                CommandRun.of(
                        KindredTools.commandLine(),
                        "bench",
                        "--records",
                        "10",
                        "--data",
                        file.resolve("x").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("bench: ").contains(file.toString());
    }
}
