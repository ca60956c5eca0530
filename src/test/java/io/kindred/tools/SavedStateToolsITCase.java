package io.kindred.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.testkit.ZippedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages that are made of outputs, made of a savepoint of an earlier release. */
class SavedStateToolsITCase {

    @TempDir private Path folder;

    @Test
    void exploreReportAndDiffReadASavepoint() throws Exception {
        Path savepoint = folder.resolve("savepoint");
        ZippedFolder.unpack(
                Path.of(
                        Objects.requireNonNull(
                                        getClass()
                                                .getResource(
                                                        "/savepoints/v5/changelog.canonical.zip"))
                                .toURI()),
                savepoint);
        Path page = folder.resolve("report.html");
        Path json = folder.resolve("report.json");
        run("report", savepoint.toString(), "--out", page.toString(), "--json", json.toString());
        assertThat(page).content().contains("Content-Security-Policy");
        JsonNode report = new ObjectMapper().readTree(Files.readString(json));
        assertThat(report.at("/types/0/summary/records").asLong()).isPositive();

        String diff = run("diff", savepoint.toString(), savepoint.toString());
        assertThat(diff).contains(" 0 added, 0 removed, 0 changed");

        String entity = report.at("/types/0/summary/largest_entity").asText();
        Path explorer = folder.resolve("entity.html");
        run("explore", savepoint.toString(), "--entity", entity, "--out", explorer.toString());
        assertThat(explorer).content().contains("GET /evidence/" + entity);
    }

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = KindredTools.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        assertThat(command.execute(arguments)).as(err.toString()).isZero();
        return out.toString();
    }
}
