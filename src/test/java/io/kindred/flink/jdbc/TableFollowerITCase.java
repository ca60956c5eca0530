package io.kindred.flink.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.flink.config.PostgresConfig;
import io.kindred.flink.jdbc.TableFollower.Batch;
import io.kindred.flink.jdbc.TableFollower.Position;
import io.kindred.flink.jdbc.TableFollower.Row;
import io.kindred.table.OutputTables;
import io.kindred.table.postgres.PostgresLayout;
import io.kindred.table.postgres.PostgresTable;
import io.kindred.table.postgres.RowUpserts;
import io.kindred.table.postgres.StampedRow;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A table of a real server, read while others write. */
class TableFollowerITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STEPS = 120;
    private static final int KEYS = 6;
    private static final int WRITERS = 3;

    @TempDir private Path folder;

    private String url;
    private PostgresTable table;
    private TableFollower follower;

    @BeforeEach
    void open() throws Exception {
        url = PostgresServer.shared().database();
        Files.writeString(folder.resolve("password"), PostgresServer.PASSWORD);
        table = new PostgresTable(OutputTables.ENTITIES, Timeline.MILLIS, "kindred", "entities");
        follower = follower("entities", Timeline.MILLIS, Optional.empty());
    }

    @AfterEach
    void close() {
        follower.close();
    }

    private TableFollower follower(String output, Timeline timeline, Optional<Position> position) {
        return TableFollower.of(
                new PostgresConfig(
                        url,
                        PostgresServer.USER,
                        "${file:" + folder.resolve("password") + "}",
                        "kindred",
                        100,
                        Duration.ZERO),
                output,
                output,
                timeline,
                position);
    }

    private static StampedRow entity(String id, long revision) {
        String json =
                "{\"entity_id\":\"%s\",\"entity_type\":\"person\",\"status\":\"retired\","
                        + "\"revision\":%d,\"successors\":[]}";
        return new StampedRow(
                id,
                String.format(json, id, revision).getBytes(StandardCharsets.UTF_8),
                false,
                revision);
    }

    private static void write(Connection connection, PostgresTable table, StampedRow... rows)
            throws SQLException {
        new RowUpserts(table, () -> {}).write(connection, List.of(rows));
    }

    private void claim(String run) throws Exception {
        try (Connection connection = PostgresServer.connect(url)) {
            new PostgresLayout().prepare(connection, table);
            new PostgresLayout().claim(connection, table, run);
        }
    }

    private void write(StampedRow... rows) throws SQLException {
        try (Connection connection = PostgresServer.connect(url)) {
            write(connection, table, rows);
        }
    }

    /** Reads up to the last row. */
    private List<Row> readAll() throws IOException {
        List<Row> rows = new ArrayList<>();
        Batch batch;
        do {
            batch = follower.read();
            assertThat(batch.isAnew()).isFalse();
            rows.addAll(batch.rows());
        } while (!batch.isLast());
        return rows;
    }

    private List<String> readIds() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Row row : readAll()) {
            ids.add(JSON.readTree(row.json()).get("entity_id").asText());
        }
        return ids;
    }

    /** Transactions of several writers end in another order than they began. */
    @Test
    void eachRowIsReadOnceAndWhenItIsVisible() throws Exception {
        claim("run");
        for (long seed : Seeds.take(Seeds.CASES / 50)) {
            PostgresServer.execute(url, "DELETE FROM kindred.entities");
            follower.restart();
            readAll();
            Random random = new Random(seed);
            List<Connection> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(PostgresServer.connect(url));
                writers.get(i).setAutoCommit(false);
            }
            Map<String, Long> visible = new HashMap<>();
            Map<String, Long> read = new HashMap<>();
            List<Map<String, Long>> open = new ArrayList<>();
            writers.forEach(any -> open.add(new HashMap<>()));
            for (int step = 1; step <= STEPS; step++) {
                int writer = random.nextInt(WRITERS);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        writers.get(writer).commit();
                        visible.putAll(open.get(writer));
                        open.get(writer).clear();
                    }
                    case 1 -> {
                        writers.get(writer).rollback();
                        open.get(writer).clear();
                    }
                    case 2 -> {
                        if (random.nextInt(4) == 0) {
                            Batch batch = follower.read();
                            follower.close();
                            follower = follower("entities", Timeline.MILLIS, batch.position());
                            note(batch.rows(), read, visible);
                        }
                        note(readAll(), read, visible);
                        assertThat(read).as("seed %d, step %d", seed, step).isEqualTo(visible);
                    }
                    default -> {
                        String id = "e" + (random.nextInt(KEYS) * WRITERS + writer);
                        write(writers.get(writer), table, entity(id, step));
                        open.get(writer).put(id, (long) step);
                    }
                }
            }
            for (Connection each : writers) {
                each.close();
            }
        }
    }

    private static void note(List<Row> rows, Map<String, Long> read, Map<String, Long> visible)
            throws IOException {
        for (Row row : rows) {
            JsonNode node = JSON.readTree(row.json());
            String id = node.get("entity_id").asText();
            long revision = node.get("revision").asLong();
            assertThat(row.writtenAt()).isEqualTo(revision);
            assertThat(visible).containsEntry(id, revision);
            assertThat(Optional.ofNullable(read.put(id, revision)))
                    .as("read before")
                    .isNotEqualTo(Optional.of(revision));
        }
    }

    @Test
    void aTableOfManyRowsIsReadInPartsAndGoneOnWithFromItsEnd() throws Exception {
        claim("run");
        StampedRow[] rows = new StampedRow[2_500];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = entity("e" + i, 1);
        }
        write(rows);
        Batch first = follower.read();
        assertThat(first.isLast()).isFalse();
        assertThat(first.rows()).hasSize(2_000);
        write(entity("late", 1));
        Batch second = follower.read();
        assertThat(second.isLast()).isTrue();
        assertThat(second.rows()).hasSize(500);
        assertThat(second.lookedAt()).isEqualTo(first.lookedAt());
        assertThat(readIds()).containsExactly("late");

        // One who stopped in the midst begins again.
        follower.close();
        follower = follower("entities", Timeline.MILLIS, first.position());
        assertThat(readAll()).hasSize(2_501);
    }

    @Test
    void aTableThatWasEmptiedOrIsOfAnotherRunIsReadAnew() throws Exception {
        assertThatThrownBy(() -> follower.read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no table \"kindred\".\"entities\"; the job makes");
        claim("first");
        assertThat(readAll()).isEmpty();
        write(entity("e1", 1));
        assertThat(readIds()).containsExactly("e1");

        PostgresServer.execute(url, "TRUNCATE kindred.entities");
        write(entity("e2", 1));
        assertThat(follower.read().isAnew()).isTrue();
        follower.restart();
        assertThat(readIds()).containsExactly("e2");

        PostgresServer.execute(url, "UPDATE kindred.kindred_layout SET run = 'second'");
        assertThat(follower.read().isAnew()).isTrue();
        follower.restart();
        assertThat(readIds()).containsExactly("e2");

        PostgresServer.execute(url, "DROP TABLE kindred.entities CASCADE");
        assertThatThrownBy(() -> follower.read()).hasMessageContaining("there is no table");
        claim("third");
        assertThat(follower.read().isAnew()).isTrue();
        follower.restart();
        assertThat(readAll()).isEmpty();
    }

    @Test
    void aDatabaseWithFewerTransactionsThanBeforeIsReadAnew() throws Exception {
        claim("run");
        write(entity("e1", 1));
        Batch batch = follower.read();
        Position read = batch.position().orElseThrow();
        follower.close();
        follower =
                follower(
                        "entities",
                        Timeline.MILLIS,
                        Optional.of(
                                new Position(read.run(), read.file(), "9000000000:9000000000:")));
        assertThat(follower.read().isAnew()).isTrue();
    }

    @Test
    void rowsThatWereCopiedFromAnotherServerAreReadOnce() throws Exception {
        claim("run");
        write(entity("e1", 1));
        PostgresServer.execute(url, "UPDATE kindred.entities SET written_in = 9000000000");
        assertThat(readIds()).containsExactly("e1");
        assertThat(readIds()).isEmpty();
        write(entity("e2", 1), entity("e1", 2));
        assertThat(readIds()).containsExactlyInAnyOrder("e1", "e2");
        assertThat(readIds()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaidAndReadLater() throws Exception {
        claim("run");
        write(entity("e1", 1));
        Files.writeString(folder.resolve("password"), "another");
        assertThatThrownBy(() -> follower.read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the table \"kindred\".\"entities\" cannot be read: ")
                .hasMessageContaining("password authentication failed");
        Files.delete(folder.resolve("password"));
        assertThatThrownBy(() -> follower.read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("password").toString());
        Files.writeString(folder.resolve("password"), PostgresServer.PASSWORD);
        PostgresServer.execute(url, "UPDATE kindred.kindred_layout SET layout = 1");
        assertThatThrownBy(() -> follower.read())
                .hasMessageContaining("has the layout 1 of an earlier release; start the job");
        PostgresServer.execute(url, "UPDATE kindred.kindred_layout SET layout = 2");
        assertThat(readIds()).containsExactly("e1");
        PostgresServer.execute(
                url,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND application_name = 'kindred'");
        write(entity("e2", 1));
        assertThatThrownBy(() -> follower.read()).isInstanceOf(IOException.class);
        assertThat(readIds()).containsExactly("e2");
    }

    @ParameterizedTest
    @CsvSource({
        "MILLIS, 1999-12-31T23:59:59.999Z, -0044-03-15T00:00:00Z",
        "INTEGER, 946684799, -7"
    })
    void rowsAreAsTheyWereWritten(Timeline timeline, String early, String earlier)
            throws Exception {
        String start = timeline == Timeline.INTEGER ? earlier : '"' + earlier + '"';
        String end = timeline == Timeline.INTEGER ? early : '"' + early + '"';
        table = new PostgresTable(OutputTables.CONFLICTS, timeline, "kindred", "conflicts");
        follower = follower("conflicts", timeline, Optional.empty());
        claim("run");
        List<String> rows =
                List.of(
                        String.format(
                                "{\"conflict_id\":\"c1\",\"status\":\"open\",\"revision\":7,"
                                        + "\"recorded_at\":\"2026-01-31T10:00:00.123Z\",\"kind\":\"direct\","
                                        + "\"entity_type\":\"person\",\"entity_id\":\"e\",\"attr\":\"name\","
                                        + "\"start\":%s,\"end\":%s,\"scope\":\"entity\",\"values\":[{\"value\":"
                                        + "\"\u00fc\ud83d\ude00'\\\"\\\\\",\"records\":[{\"perspective\":\"crm\",\"uid\":\"1\"}]}],"
                                        + "\"violates\":[\"a,b\",\"{}\",\"\"],\"entities\":[{\"entity_id\":\"e\","
                                        + "\"role\":null,\"records\":null}]}",
                                start, end),
                        String.format(
                                "{\"conflict_id\":\"c2\",\"status\":\"open\",\"revision\":1,\"kind\":\"indirect\","
                                        + "\"entity_type\":\"person\",\"key\":\"k\",\"key_values\":[\"\"],"
                                        + "\"start\":null,\"end\":%s,\"strong_identifiers\":[],\"entities\":[],"
                                        + "\"decisions\":[[{\"perspective\":\"crm\",\"uid\":\"1\"},{\"perspective\":\"web\",\"uid\":\"2\"}]],"
                                        + "\"score\":-12}",
                                end),
                        String.format(
                                "{\"conflict_id\":\"c3\",\"status\":\"open\",\"revision\":1,\"kind\":\"constraint\","
                                        + "\"entity_type\":\"person\",\"constraint\":\"one\",\"attr\":\"a\",\"value\":\"v\","
                                        + "\"start\":%s,\"end\":null,\"entities\":[],\"records\":[]}",
                                start),
                        "{\"conflict_id\":\"c4\",\"status\":\"resolved\",\"revision\":9}");
        for (int i = 0; i < rows.size(); i++) {
            write(
                    new StampedRow(
                            "c" + i,
                            rows.get(i).getBytes(StandardCharsets.UTF_8),
                            rows.get(i).contains("resolved"),
                            5));
        }
        List<JsonNode> read = new ArrayList<>();
        for (Row row : readAll()) {
            read.add(JSON.readTree(row.json()));
        }
        List<JsonNode> written = new ArrayList<>();
        for (String row : rows) {
            written.add(JSON.readTree(row));
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(written);
    }
}
