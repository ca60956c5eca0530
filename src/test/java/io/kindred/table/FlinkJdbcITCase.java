package io.kindred.table;

import io.kindred.flink.config.JobConfigReader;
import io.kindred.table.postgres.PostgresTable;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.PostgresTables;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.SqlRows;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Flink SQL over tables of PostgreSQL, by the shipped statements. */
@ExtendWith(SharedCluster.class)
class FlinkJdbcITCase {

    private static final Path SQL = Path.of("conf", "sql");

    @TempDir private Path folder;

    /** {@code -Dkindred.write=true} writes the file instead. */
    @Test
    void theShippedViewsAreThoseOfTheTables() throws Exception {
        String views =
                OutputTables.results().stream()
                        .map(
                                table ->
                                        new PostgresTable(
                                                table, Timeline.MILLIS, "kindred", table.name()))
                        .map(table -> table.flatView() + ";\n")
                        .collect(Collectors.joining("\n"));
        Path file = SQL.resolve("postgres-flat.sql");
        if (Boolean.getBoolean("kindred.write")) {
            Files.writeString(file, views);
        }
        assertThat(file).hasContent(views);
    }

    @Tag("nightly")
    @Test
    void flinkReadsWhatTheTablesHave() throws Exception {
        String url = PostgresServer.shared().database();
        PostgresTables tables = new PostgresTables(url, folder);
        JobRun.of(JobConfigReader.read(tables.sampleJob()), 2);
        PostgresServer.execute(url, Files.readString(SQL.resolve("postgres-flat.sql")));

        TableEnvironment sql = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        String statements =
                Files.readString(SQL.resolve("flink-jdbc.sql"))
                        .replace("jdbc:postgresql://localhost:5432/postgres", url)
                        .replace(
                                "'username' = 'kindred'",
                                "'username' = '" + PostgresServer.USER + "'")
                        .replace("'secret'", "'" + PostgresServer.PASSWORD + "'");
        for (String statement : statements.split(";\n")) {
            sql.executeSql(statement);
        }
        assertThat(
                        SqlRows.of(
                                sql,
                                "SELECT `value`, valid_from, valid_to, perspectives FROM golden_values"
                                        + " WHERE entity_id = 'person-d93114e30f4399365a0ccec6823cfea2' AND attr = 'city'"))
                .containsExactlyInAnyOrder(
                        "Kirkby|null|2015-07-08T00:00|[crm]",
                        "OCKHAM|2015-07-08T00:00|2019-03-01T00:00|[billing]",
                        "Kirkby|2019-03-01T00:00|null|[web]");
        assertThat(sql.listTables()).hasSize(OutputTables.results().size());
        for (String table : sql.listTables()) {
            List<String> inFlink = SqlRows.of(sql, "SELECT * FROM " + table);
            assertThat(inFlink)
                    .as(table)
                    .isNotEmpty()
                    .hasSameSizeAs(tables.query("SELECT 1 FROM kindred." + table + "_current"));
        }
        assertThat(SqlRows.of(sql, "SELECT JSON_VALUE(entities, '$[0].entity_id') FROM conflicts"))
                .doesNotContain("null");
    }
}
