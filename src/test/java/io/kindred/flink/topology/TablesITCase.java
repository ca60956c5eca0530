package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.DuckDb;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.RowSchemas;
import io.kindred.testkit.SharedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The outputs of the sample, read by SQL as they are. */
@ExtendWith(SharedCluster.class)
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

    @TempDir private Path folder;

    @Test
    void sqlFindsTheSameInLinesAndInParquet() throws Exception {
        JobConfig lines = run("jsonl");
        JobConfig parquet = run("parquet");
        for (Output output : lines.sinks().byOutput().keySet()) {
            RowSchemas.check(Operators.jobFileName(output), Timeline.MILLIS, folder(lines, output));
        }
        for (String query : QUERIES) {
            List<String> rows = DuckDb.query(with(parquet, "read_parquet", "parquet") + query);
            assertThat(rows).as(query).isNotEmpty();
            assertThat(rows).isEqualTo(DuckDb.query(with(lines, "read_json", "jsonl") + query));
        }
    }

    private JobConfig run(String format) throws Exception {
        Path sample = folder.resolve(format);
        Files.createDirectories(sample);
        try (Stream<Path> files = Files.list(Path.of("conf", "sample"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, sample.resolve(file.getFileName()));
            }
        }
        Path job = sample.resolve("job.yaml");
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
