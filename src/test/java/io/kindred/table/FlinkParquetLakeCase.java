package io.kindred.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.OutputParts;
import io.kindred.testkit.SampleJob;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.SqlRows;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Flink SQL over Parquet files, by the shipped statements. Runs with the optional libraries:
 * Flink's reader needs Hadoop.
 */
@ExtendWith(SharedCluster.class)
class FlinkParquetLakeCase {

    private static final String SETTINGS = "output: final\ncheckpoint_interval_ms: 100\n";

    @TempDir private Path folder;

    @Test
    void flinkReadsWhatTheFilesHave() throws Exception {
        Path job =
                SampleJob.copy(
                        folder, SETTINGS, output -> "files, format: parquet, path: out/" + output);
        JobRun.of(JobConfigReader.read(job), SharedCluster.PARALLELISM);
        TableEnvironment sql = environment();

        for (Table table : OutputTables.results()) {
            List<String> columns = new ArrayList<>(table.key());
            columns.addAll(List.of("status", "revision"));
            assertThat(SqlRows.of(sql, "SELECT " + names(columns) + " FROM " + table.name()))
                    .as(table.name())
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(
                            OutputParts.rows(folder.resolve("out").resolve(table.name())).stream()
                                    .map(row -> text(row, columns))
                                    .toList());
        }
        assertThat(
                        SqlRows.of(
                                sql,
                                "SELECT `value`, `start`, `end`, perspectives FROM golden_values"
                                        + " WHERE entity_id = 'person-d93114e30f4399365a0ccec6823cfea2' AND attr = 'city'"))
                .containsExactlyInAnyOrder(
                        "Kirkby|null|2015-07-08T00:00:00Z|[crm]",
                        "OCKHAM|2015-07-08T00:00:00Z|2019-03-01T00:00:00Z|[billing]",
                        "Kirkby|2019-03-01T00:00:00Z|null|[web]");
        // Times inside of objects are numbers.
        assertThat(
                        SqlRows.of(
                                sql,
                                "SELECT entity_id, g.attr, g.`value`, TO_TIMESTAMP_LTZ(g.`start`, 3),"
                                        + " TO_TIMESTAMP_LTZ(g.`end`, 3) FROM entities CROSS JOIN"
                                        + " UNNEST(golden) AS g (attr, `value`, `start`, `end`)"))
                .containsExactlyInAnyOrderElementsOf(
                        SqlRows.of(
                                sql,
                                "SELECT entity_id, attr, `value`, `start`, `end` FROM"
                                        + " golden_values"));
        assertThat(
                        SqlRows.of(
                                sql,
                                "SELECT e.records FROM conflicts CROSS JOIN UNNEST(entities) AS e"
                                        + " (entity_id, role, records)"))
                .anyMatch(row -> row.contains("C-9003"));
    }

    private TableEnvironment environment() throws Exception {
        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        sql.getConfig().set("table.local-time-zone", "UTC");
        sql.getConfig().set("table.exec.resource.default-parallelism", "1");
        Stream.of(
                        Files.readString(Path.of("conf", "sql", "flink-parquet.sql"))
                                .replace(
                                        "file:///path/to/out",
                                        folder.resolve("out").toUri().toString())
                                .split(";\n"))
                .forEach(sql::executeSql);
        return sql;
    }

    private static String names(List<String> columns) {
        return columns.stream().map(name -> '`' + name + '`').collect(Collectors.joining(", "));
    }

    private static String text(JsonNode row, List<String> columns) {
        return columns.stream()
                .map(column -> row.path(column).asText())
                .collect(Collectors.joining("|"));
    }
}
