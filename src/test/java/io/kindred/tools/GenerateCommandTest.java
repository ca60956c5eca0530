package io.kindred.tools;

import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

import static org.assertj.core.api.Assertions.assertThat;

class GenerateCommandTest {

    @TempDir private Path folder;

    @Test
    void writesFilesOfAllSourcesWithTruthJobAndOntology() {
        CommandRun run = generate("--people", "20", "--sources", "2");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("20 people", "2 files", "jobs/resolve.sh");
        assertThat(folder.resolve("data"))
                .isDirectoryContaining("glob:**/crm.jsonl")
                .isDirectoryContaining("glob:**/billing.jsonl")
                .isDirectoryContaining("glob:**/truth.csv")
                .isDirectoryContaining("glob:**/job.yaml")
                .isDirectoryContaining("glob:**/ontology.yaml");
    }

    @Test
    void writesCompressedRows() {
        CommandRun run = generate("--people", "20", "--format", "csv", "--gzip", "--no-shuffle");

        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("data")).isDirectoryContaining("glob:**/crm.csv.gz");
    }

    @Test
    void writesMessyFilesWithTheJobOfTheReadme() {
        CommandRun run = generate("--messy", "--people", "20");

        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("data"))
                .isDirectoryContaining("glob:**/customers.csv")
                .isDirectoryContaining("glob:**/orders.csv")
                .isDirectoryContaining("glob:**/truth.csv")
                .isDirectoryContaining("glob:**/job.yaml")
                .isDirectoryContaining("glob:**/ontology.yaml");
    }

    @Test
    void refusesOptionsThatMessyFilesDoNotHave() {
        assertThat(generate("--messy", "--errors", "0.1").err())
                .contains("--messy does not go with --errors");
        assertThat(generate("--messy", "--people", "20000").err())
                .contains("--people is 20000, expected 1 to 10500 with --messy");
        assertThat(generate("--seed", "1").err()).contains("--people N is missing");
    }

    @Test
    void shufflesUnlessNoShuffleIsGiven() throws IOException {
        generate("--people", "50", "--sources", "1");
        String shuffled = Files.readString(folder.resolve("data/truth.csv"));
        generate("--people", "50", "--sources", "1", "--no-shuffle", "--force");
        String inOrder = Files.readString(folder.resolve("data/truth.csv"));

        assertThat(shuffled).hasSameSizeAs(inOrder).isNotEqualTo(inOrder);
        assertThat(inOrder.lines().skip(1).map(line -> line.substring(line.indexOf('P') + 1)))
                .isSortedAccordingTo(Comparator.comparingInt(Integer::parseInt));
    }

    @ParameterizedTest
    @CsvSource({
        "--people,0,--people is 0",
        "--people,100000001,expected 1 to 100000000",
        "--people,many,--people",
        "--sources,11,--sources is 11",
        "--overlap,1.5,--overlap is 1.5",
        "--errors,-0.1,--errors is -0.1",
        "--errors,NaN,--errors is NaN",
        "--moves,21,--moves is 21.0",
        "--format,xml,'expected one of [RECORD, CSV]'",
    })
    void namesTheOptionThatIsOutOfRange(String option, String value, String message) {
        CommandRun run =
                option.equals("--people")
                        ? generate(option, value)
                        : generate("--people", "10", option, value);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void leavesAFolderWithFilesAloneUnlessForced() throws IOException {
        Path kept = Files.createDirectories(folder.resolve("data")).resolve("kept.txt");
        Files.writeString(kept, "mine");

        CommandRun refused = generate("--people", "10");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("is not empty", "--force");

        assertThat(generate("--people", "10", "--force").exitCode()).isZero();
        assertThat(kept).hasContent("mine");
    }

    @Test
    void failsWhereItCannotWrite() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        String inside = folder.resolve("file").resolve("data").toString();

        CommandRun run = generateInto(inside, "--people", "10");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot write " + inside);
    }

    @Test
    void refusesAFileAsFolder() throws IOException {
        Files.writeString(folder.resolve("data"), "");

        assertThat(generate("--people", "10").err()).contains("is a file, expected a folder");
    }

    private CommandRun generate(String... arguments) {
        return generateInto(folder.resolve("data").toString(), arguments);
    }

    private static CommandRun generateInto(String out, String... arguments) {
        String[] all = new String[arguments.length + 3];
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        all[0] = "generate";
        all[1] = "--out";
        all[2] = out;
        return CommandRun.of(KindredTools.commandLine(), all);
    }
}
