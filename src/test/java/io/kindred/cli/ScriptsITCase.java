package io.kindred.cli;

import io.kindred.testkit.TestJava;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The scripts as a user calls them, with what is packaged. */
class ScriptsITCase {

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Path JAR = HOME.resolve("target/kindred.jar");
    private static final long TIMEOUT_MINUTES = 3;

    private static final String JOB =
            """
            name: tiny
            ontology:
              entity_types:
                person:
                  identity_keys: [{name: email, attributes: [email]}]
            sources:
              - {type: files, path: in.jsonl, format: record}
            sinks:
              assignments: {type: files, path: out}
            output: final
            """;

    private static final String RECORDS =
            """
            {"entity_type":"person","perspective":"crm","uid":"1","descriptors":[{"attr":"email","value":"ann@x.org"}]}
            {"entity_type":"person","perspective":"web","uid":"2","descriptors":[{"attr":"email","value":"ann@x.org"}]}
            """;

    @TempDir private Path temp;

    private Path folder;

    @BeforeEach
    void needsThePackage() throws IOException {
        assumeTrue(
                Files.isRegularFile(JAR) && Files.isDirectory(HOME.resolve("target/flink")),
                "needs target/kindred.jar and target/flink: run mvn package before");
        assumeTrue(
                !isChangedSince(Files.getLastModifiedTime(JAR)),
                "needs a target/kindred.jar that is newer than its sources, or the scripts would"
                        + " build one: run mvn package before");
        folder = Files.createDirectories(temp.resolve("a folder"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "resolve",
                "generate",
                "evaluate",
                "bench",
                "query",
                "export",
                "validate",
                "migrate",
                "erase",
                "status"
            })
    void showsItsUsage(String command) throws Exception {
        Run run = run(script(command), "--help");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(run.text()).containsPattern("Usage: kindred(-tools)? " + command + " ");
    }

    @Test
    void resolvesFromAnotherFolderThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("my resolve"), script("resolve"));
        Files.createDirectories(folder.resolve("my job"));
        Files.writeString(folder.resolve("my job/job.yaml"), JOB);
        Files.writeString(folder.resolve("my job/in.jsonl"), RECORDS);

        Run run = run(link, "my job/job.yaml", "-p", "1");

        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(run.text())
                .as("no progress where there is no terminal")
                .startsWith("tiny: done in")
                .doesNotContain("\r")
                .containsPattern("records read +2\n")
                .contains(folder.resolve("my job/out").toString());
        assertThat(rows(folder.resolve("my job/out"))).hasSize(2);
    }

    @Test
    void refusesAJobFileThatIsNotThere() throws Exception {
        Run run = run(script("resolve"), "no such job.yaml");

        assertThat(run.exitCode()).as(run.text()).isEqualTo(2);
        assertThat(run.text()).contains("no such job.yaml").doesNotContain("\tat ");
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate --people 5 --out people",
                "evaluate --assignments out --truth truth.csv",
                "bench --records 10",
                "migrate --from state --to states job.yaml",
                "erase --state state --to states job.yaml"
            })
    void refuseAnOptionThatTheyDoNotKnow(String call) throws Exception {
        refusesAnOptionThatItDoesNotKnow(call);
    }

    /** One that does more than to call its command, and one that calls it. */
    @ParameterizedTest
    @ValueSource(strings = {"demo", "resolve job.yaml"})
    void refusesAnOptionThatItDoesNotKnow(String call) throws Exception {
        List<String> words = new ArrayList<>(List.of(call.split(" ")));
        Path script = script(words.remove(0));
        words.add("--no-such-option");

        Run run = run(script, words.toArray(String[]::new));

        assertThat(run.exitCode()).as(run.text()).isEqualTo(2);
        assertThat(run.text()).contains("--no-such-option").doesNotContain("\tat ");
    }

    /** What a script printed, to either stream, and its exit code. */
    private record Run(int exitCode, String text) {}

    private Run run(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(List.of(arguments));
        Path text = temp.resolve("printed");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(text.toFile());
        builder.environment().put("JAVA_HOME", TestJava.home().toString());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            // The script becomes the process that it starts.
            boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
            assertThat(ended).as("%s ends; it printed %s", command, read(text)).isTrue();
            return new Run(process.exitValue(), read(text));
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path script(String command) {
        return HOME.resolve("jobs").resolve(command + ".sh");
    }

    private static boolean isChangedSince(FileTime time) throws IOException {
        for (String sources : List.of("src/main", "src/tools", "pom.xml")) {
            try (Stream<Path> files = Files.walk(HOME.resolve(sources))) {
                for (Path file : files.toList()) {
                    if (Files.getLastModifiedTime(file).compareTo(time) > 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static List<String> rows(Path output) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    rows.addAll(Files.readAllLines(file));
                }
            }
        }
        return rows;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
