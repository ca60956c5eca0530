package io.kindred.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.cli.CommandRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class SweepCommandTest {

    /** Records 1 and 2 score 5000, 3 and 4 score 1000, and all four have the same birthday. */
    private static final String SCORED =
            """
            identity_keys: [{name: born, attributes: [born], where: score}]
            score:
              prior: 1000
              comparisons:
                - {attribute: name, levels: [{compare: equal, weight: 4000}], else: -8000}
                - {attribute: city, levels: [{compare: equal, weight: 0}], else: -4000}
            """;

    @TempDir private Path folder;

    @BeforeEach
    void writeInputs() throws IOException {
        write(
                "records.csv",
                """
                uid,born,name,city
                1,1990,ann,rome
                2,1990,ann,rome
                3,1990,bob,rome
                4,1990,bob,oslo
                5,1991,eve,rome
                """);
        write("truth.csv", "perspective,uid,person\ns,1,A\ns,2,A\ns,3,B\ns,4,C\n");
        job(SCORED);
    }

    @Test
    void resolvesWithEachLinkAndCohesion() throws IOException {
        List<String> cells = new ArrayList<>();
        for (JsonNode cell : json("--link", "2000,-20000", "--cohesion", "-90000,-4000")) {
            cells.add(
                    cell.path("link") + " " + cell.path("cohesion") + ": " + cell.path("entities"));
        }

        // Bob and Ann score -7000 or -11000: linked by the least link, but only the least cohesion.
        assertThat(cells)
                .containsExactly(
                        "-20000 -90000: 2", "-20000 -4000: 3", "2000 -90000: 4", "2000 -4000: 4");
    }

    @Test
    void comparesWithTheTruthAndMarksTheValuesOfTheJob() throws IOException {
        CommandRun run =
                sweep(
                        "--truth",
                        folder.resolve("truth.csv").toString(),
                        "--link",
                        "0,2000",
                        "--cohesion",
                        "-4000",
                        "--chart",
                        folder.resolve("chart.svg").toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .containsPattern(
                        "0 +-4000 +0.5000 +1.0000 +0.6667 +3 +2 +4 +0 .*\\* as in the job\n")
                .containsPattern("2000 +-4000 +1.0000 +1.0000 +1.0000 +4 +2 +2 +0 ")
                .contains("Best F1 1.0000: link 2000, cohesion -4000\n");
        assertThat(Files.readString(folder.resolve("chart.svg")))
                .startsWith("<svg ")
                .contains("cohesion -4000: 0.6667");
    }

    @Test
    void triesValuesAroundThoseOfTheJob() throws IOException {
        List<Long> links = new ArrayList<>();
        json().forEach(cell -> links.add(cell.path("link").longValue()));

        assertThat(links).hasSize(25).startsWith(-4000L).endsWith(4000L);
    }

    @Test
    void resolvesAJobWithoutScoresOnce() throws IOException {
        job(
                """
                identity_keys:
                  - {name: born, attributes: [born], where: [[{attribute: name}]]}
                """);

        JsonNode cells = json();

        assertThat(cells).hasSize(1);
        assertThat(cells.path(0).path("entities").intValue()).isEqualTo(3);
        assertThat(cells.path(0).has("link")).isFalse();
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertFails(sweep("--max-records", "4"), "more than 4 records; raise --max-records");
        assertFails(sweep("--entity-type", "firm"), "of type person");
        assertFails(sweep("--truth-columns", "uid"), "--truth-columns: expected");
    }

    private static void assertFails(CommandRun run, String message) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    private JsonNode json(String... options) throws IOException {
        String[] all =
                Stream.concat(Stream.of("--json"), Stream.of(options)).toArray(String[]::new);
        return new ObjectMapper().readTree(sweep(all).out()).path("cells");
    }

    private CommandRun sweep(String... options) {
        return CommandRun.of(
                KindredTools.commandLine(),
                Stream.concat(
                                Stream.of("sweep", folder.resolve("job.yaml").toString()),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private void job(String rules) throws IOException {
        write("ontology.yaml", "entity_types:\n  person:\n" + rules.indent(4));
        write(
                "job.yaml",
                """
                ontology: ontology.yaml
                sources:
                  - {name: s, type: files, path: records.csv, format: csv, perspective: s,
                     entity_type: person, uid: uid, attributes: all}
                sinks: {assignments: {type: files, path: out}}
                output: final
                """);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
