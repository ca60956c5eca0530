package io.kindred.table.parquet;

import io.kindred.codec.OutputJson;
import io.kindred.model.RecordIdentity;
import io.kindred.model.Update;
import io.kindred.table.OutputTables;
import io.kindred.table.Table;
import io.kindred.table.TableRowReader;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.DuckDb;
import io.kindred.testkit.SampleUpdates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class ParquetRowsTest {

    @TempDir private Path folder;

    @Test
    void nestedRowsAreColumnsThatSqlReads() throws IOException {
        Path file =
                write(
                        OutputTables.CONFLICTS,
                        Timeline.MILLIS,
                        List.of(
                                SampleUpdates.direct(),
                                SampleUpdates.indirect(),
                                SampleUpdates.uniqueness(Optional.of("crm")),
                                SampleUpdates.resolved()));
        assertThat(
                        DuckDb.query(
                                "SELECT conflict_id, kind, start, e.entity_id, e.role,"
                                        + " len(e.records), e.records[1].uid FROM (SELECT *,"
                                        + " unnest(entities) AS e FROM '"
                                        + file
                                        + "') ORDER BY ALL"))
                .containsExactly(
                        "d1|direct|2020-01-31T00:00Z|person-1|null|2|C-1",
                        "i1|indirect|null|person-1|anchored|1|C-1",
                        "i1|indirect|null|person-2|ambiguous|1|E \"2\"",
                        "u1|constraint|2020-01-31T00:00Z|person-1|null|1|C-1",
                        "u1|constraint|2020-01-31T00:00Z|person-2|null|1|E \"2\"");
        assertThat(DuckDb.query("SELECT status, kind FROM '" + file + "' WHERE revision = 4"))
                .containsExactly("resolved|null");
    }

    @Test
    void opaqueTimesAreIntegers() throws IOException {
        Path file =
                write(OutputTables.CONFLICTS, Timeline.INTEGER, List.of(SampleUpdates.direct()));
        assertThat(DuckDb.query("SELECT start, typeof(start) FROM '" + file + "'"))
                .containsExactly("1580428800000|BIGINT");
    }

    @Test
    void everySchemaIsOneThatSqlReads() throws IOException {
        for (Table table : OutputTables.all()) {
            for (Timeline timeline : Timeline.values()) {
                Path file = folder.resolve(timeline + table.name() + ".parquet");
                try (OutputStream out = Files.newOutputStream(file)) {
                    new ParquetRows(table, timeline, out).close();
                }
                assertThat(DuckDb.query("DESCRIBE FROM '" + file + "'"))
                        .extracting(column -> column.substring(0, column.indexOf('|')))
                        .containsExactlyElementsOf(
                                table.columns().stream().map(column -> column.name()).toList());
            }
        }
    }

    @Test
    void rowsOfSeveralGroupsAreAllThereAndCompressed() throws IOException {
        Path file = folder.resolve("many.parquet");
        int rows = 40_000;
        Random random = new Random(1);
        OutputJson json = new OutputJson(Timeline.INTEGER);
        TableRowReader reader = new TableRowReader(OutputTables.ASSIGNMENTS, Timeline.INTEGER);
        try (OutputStream out = Files.newOutputStream(file);
                ParquetRows parquet =
                        new ParquetRows(OutputTables.ASSIGNMENTS, Timeline.INTEGER, out)) {
            for (int i = 0; i < rows; i++) {
                String uid = incompressible(random);
                parquet.write(
                        reader.read(
                                json.row(
                                        new Update.Assigned(
                                                new RecordIdentity("person", "crm", uid), "e" + i),
                                        i)));
            }
        }
        assertThat(
                        DuckDb.query(
                                "SELECT count(*), sum(revision), max(len(uid)) FROM '"
                                        + file
                                        + "'"))
                .containsExactly(rows + "|" + (long) rows * (rows - 1) / 2 + "|1000");
        assertThat(
                        DuckDb.query(
                                "SELECT count(DISTINCT row_group_id) > 1, min(compression) FROM"
                                        + " parquet_metadata('"
                                        + file
                                        + "')"))
                .containsExactly("true|ZSTD");
    }

    private static String incompressible(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            text.append((char) (' ' + random.nextInt(90)));
        }
        return text.toString();
    }

    private Path write(Table table, Timeline timeline, List<Update> updates) throws IOException {
        Path file = folder.resolve(timeline + ".parquet");
        OutputJson json = new OutputJson(timeline);
        TableRowReader reader = new TableRowReader(table, timeline);
        try (OutputStream out = Files.newOutputStream(file);
                ParquetRows rows = new ParquetRows(table, timeline, out)) {
            long revision = 1;
            for (Update update : updates) {
                rows.write(reader.read(json.row(update, revision++)));
            }
        }
        return file;
    }
}
