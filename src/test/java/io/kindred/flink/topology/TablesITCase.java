package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.DocumentedCode;
import io.kindred.testkit.DuckDb;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RowSchemas;
import io.kindred.testkit.SampleJob;
import io.kindred.testkit.SharedCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The outputs of the sample, read by SQL as they are. */
@ExtendWith(SharedCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TablesITCase {

    private static final List<String> QUERIES =
            List.of(
                    "SELECT status, count(*), sum(len(records)), sum(len(golden)) FROM entities"
                            + " GROUP BY ALL ORDER BY ALL",
                    "SELECT g.attr, count(*), count(g.\"end\"), max(g.start::TIMESTAMPTZ) FROM"
                            + " (SELECT unnest(golden) AS g FROM entities) GROUP BY ALL ORDER BY ALL",
                    "SELECT a.perspective, count(*) FROM assignments AS a JOIN entities USING"
                            + " (entity_id) GROUP BY ALL ORDER BY ALL",
                    "SELECT kind, e.role, count(*), sum(len(e.records)) FROM"
                            + " (SELECT kind, unnest(entities) AS e FROM conflicts)"
                            + " GROUP BY ALL ORDER BY ALL",
                    "SELECT key, values, records FROM generic_keys");

    private static final String PAGE = "docs/tables.md";
    private static final Pattern PATH = Pattern.compile("'(out/[a-z]+/\\*)\\.parquet'");

    /** Fails without an error message. */
    private static final String HAS_PANDAS =
            "import sys; from importlib.util import find_spec;"
                    + " sys.exit(not (find_spec('pandas') and find_spec('pyarrow')))";

    private static final String PRINT =
            "\nfor row in golden.itertuples(): print(row.entity_id, row.attr, row.value)";

    @TempDir private static Path folder;

    private JobConfig lines;
    private JobConfig parquet;

    @BeforeAll
    void runJobs() throws Exception {
        lines = run("jsonl");
        parquet = run("parquet");
    }

    @Test
    void sqlFindsTheSameInLinesAndInParquet() throws Exception {
        for (Output output : lines.sinks().byOutput().keySet()) {
            RowSchemas.check(Operators.jobFileName(output), Timeline.MILLIS, folder(lines, output));
        }
        for (String query : QUERIES) {
            List<String> rows = DuckDb.query(with(parquet, "read_parquet", "parquet") + query);
            assertThat(rows).as(query).isNotEmpty();
            assertThat(rows).isEqualTo(DuckDb.query(with(lines, "read_json", "jsonl") + query));
        }
    }

    /** Over Parquet and, as the text says how, over lines. */
    @Test
    void theSqlOfTheDocumentationFindsSomething() throws Exception {
        List<String> statements = new DocumentedCode(PAGE, "DuckDB").statements();
        assertThat(statements).hasSize(3);
        List<String> overParquet = in("parquet", statements, "'$1.parquet'");
        List<String> overLines = in("jsonl", statements, "read_json('$1.jsonl')");
        for (int i = 1; i < statements.size(); i++) {
            List<String> rows = DuckDb.query(overParquet.subList(0, 1), overParquet.get(i));
            assertThat(rows).as(statements.get(i)).isNotEmpty();
            assertThat(DuckDb.query(overLines.subList(0, 1), overLines.get(i))).hasSameSizeAs(rows);
        }
    }

    @Test
    void thePythonOfTheDocumentationFindsTheSameAsTheSql() throws Exception {
        assumeThat(python(HAS_PANDAS))
                .as("whether there is python3 with pandas and pyarrow")
                .isPresent();
        String code = String.join("\n", new DocumentedCode(PAGE, "pandas").blocks("python"));
        Optional<List<String>> found = python(code + PRINT);

        List<String> sql =
                in("parquet", new DocumentedCode(PAGE, "DuckDB").statements(), "'$1.parquet'");
        assertThat(found)
                .hasValueSatisfying(
                        lines ->
                                assertThat(lines)
                                        .containsExactlyInAnyOrderElementsOf(
                                                DuckDb.query(
                                                        sql.subList(0, 1),
                                                        "SELECT entity_id || ' ' || attr || ' ' || value FROM ("
                                                                + sql.get(1)
                                                                + ")")));
    }

    /** The lines that some code prints; empty if it fails. */
    private static Optional<List<String>> python(String code) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("python3", "-c", code)
                            .directory(folder.resolve("parquet").toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String printed =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0
                    ? Optional.of(printed.lines().toList())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> in(String format, List<String> statements, String path) {
        return statements.stream()
                .map(each -> PATH.matcher(each).replaceAll(path))
                .map(each -> each.replace("'out/", "'" + folder.resolve(format) + "/out/"))
                .toList();
    }

    private static JobConfig run(String format) throws Exception {
        Path job = SampleJob.copy(folder.resolve(format));
        Files.writeString(
                job,
                "checkpoint_interval_ms: 50\n"
                        + Files.readString(job)
                                .replaceAll("(path: out/[a-z-]+)}", "$1, format: " + format + "}"));
        JobConfig config = JobConfigReader.read(job);
        JobRun.of(config, 2);
        return config;
    }

    /** The outputs as tables of their names. */
    private static String with(JobConfig config, String reader, String extension)
            throws IOException {
        StringBuilder with = new StringBuilder();
        for (Output output : List.of(Output.ENTITIES, Output.ASSIGNMENTS, Output.CONFLICTS)) {
            table(with, config, output, reader, extension);
        }
        return table(with, config, Output.GENERIC_KEYS, reader, extension).append(' ').toString();
    }

    private static StringBuilder table(
            StringBuilder with, JobConfig config, Output output, String reader, String extension) {
        return with.append(with.isEmpty() ? "WITH " : ", ")
                .append(Operators.jobFileName(output))
                .append(" AS (FROM ")
                .append(reader)
                .append("('")
                .append(folder(config, output))
                .append("/part-*.")
                .append(extension)
                .append("'))");
    }

    private static Path folder(JobConfig config, Output output) {
        SinkConfig sink = config.sinks().sink(output).orElseThrow();
        return Path.of(((SinkConfig.Files) sink).path());
    }
}
