package io.kindred.table.postgres;

import io.kindred.table.OutputTables;
import io.kindred.table.Table;
import io.kindred.table.postgres.PostgresLayout.UnusableTableException;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresLayoutITCase {

    /** What version 1 made, with its entries in the register. */
    private static final Path VERSION_1 = Path.of("src/test/resources/postgres/layout-1.sql");

    /** What leads from version 1 to version 2. */
    private static final Path VERSION_2 = Path.of("src/test/resources/postgres/layout-2.sql");

    private static final List<Table> TABLES =
            List.of(
                    OutputTables.ENTITIES,
                    OutputTables.ASSIGNMENTS,
                    OutputTables.CONFLICTS,
                    OutputTables.GENERIC_KEYS,
                    OutputTables.GOLDEN_VALUES);

    /** A version after the newest one. */
    private static final PostgresLayout NEXT =
            new PostgresLayout(
                    List.of(
                            PostgresTable::addWrittenIn,
                            table ->
                                    List.of(
                                            "ALTER TABLE "
                                                    + table.qualified()
                                                    + " ADD COLUMN note text")));

    private String url;

    @BeforeEach
    void takeDatabase() {
        url = PostgresServer.shared().database();
    }

    @Test
    void theStatementsOfVersionsAreAsStored() throws IOException {
        assertThat(Files.readString(VERSION_1))
                .as("make another version, with a migration")
                .contains(statements(PostgresTable::ddl));
        assertThat(Files.readString(VERSION_2))
                .as("make another version, with a migration")
                .contains(statements(PostgresTable::addWrittenIn));
    }

    private static String statements(Function<PostgresTable, List<String>> step) {
        return TABLES.stream()
                .flatMap(each -> step.apply(table(each)).stream())
                .map(each -> each + ";\n")
                .collect(Collectors.joining());
    }

    @Test
    void aTableOfAnEarlierVersionIsMigratedAndKeepsItsRows() throws Exception {
        PostgresServer.execute(url, Files.readString(VERSION_1));
        PostgresTable entities = table(OutputTables.ENTITIES);
        PostgresServer.execute(
                url,
                "INSERT INTO kindred.entities (row_id, entity_id, entity_type, status, revision,"
                        + " written_at) VALUES (gen_random_uuid(), 'e', 'person', 'retired', 1,"
                        + " 'epoch')");

        prepare(new PostgresLayout(), entities);
        assertThat(query("SELECT entity_id, written_in > 0 FROM kindred.entities"))
                .containsExactly("e,t");
        write(entities, new StampedRow("f", row("f", 1), false, 5));
        prepare(NEXT, entities);
        prepare(NEXT, entities);

        assertThat(query("SELECT entity_id, note FROM kindred.entities ORDER BY 1"))
                .containsExactly("e,null", "f,null");
        assertThat(query("SELECT table_name, layout FROM kindred.kindred_layout ORDER BY 1"))
                .contains("entities,3", "conflicts,1");
        assertUnusable(entities, "has the layout 3, and this release knows those up to 2");
    }

    @Test
    void tablesThatAreNotWhatTheyShouldBeAreRefused() throws Exception {
        PostgresTable entities = table(OutputTables.ENTITIES);
        PostgresServer.execute(url, "CREATE SCHEMA kindred");
        PostgresServer.execute(url, "CREATE TABLE kindred.entities (id text)");
        assertUnusable(entities, "there is a table \"kindred\".\"entities\" that Kindred did not");
        PostgresServer.execute(url, "DROP TABLE kindred.entities");

        prepare(new PostgresLayout(), entities);
        PostgresServer.execute(url, "ALTER TABLE kindred.entities ADD COLUMN mine text");
        prepare(new PostgresLayout(), entities);
        assertUnusable(
                new PostgresTable(OutputTables.ENTITIES, Timeline.INTEGER, "kindred", "entities"),
                "is of the timeline millis, and the job has integer");
        assertUnusable(
                new PostgresTable(OutputTables.CONFLICTS, Timeline.MILLIS, "kindred", "entities"),
                "is of the output entities");
        PostgresServer.execute(url, "ALTER TABLE kindred.entities ADD COLUMN must int NOT NULL");
        assertUnusable(entities, "the column \"must\", which must not be null");
        PostgresServer.execute(url, "ALTER TABLE kindred.entities DROP COLUMN must");
        PostgresServer.execute(
                url, "ALTER TABLE kindred.entities RENAME COLUMN successors TO heirs");
        assertUnusable(entities, "has no column \"successors\"; expected \"successors\" text[]");
    }

    @Test
    void aTableBelongsToOneRunUnlessItIsEmpty() throws Exception {
        PostgresLayout layout = new PostgresLayout();
        PostgresTable entities = table(OutputTables.ENTITIES);
        prepare(layout, entities);
        try (Connection connection = PostgresServer.connect(url)) {
            layout.claim(connection, entities, "first");
            layout.claim(connection, entities, "second");
            write(entities, new StampedRow("e", row("e", 1), false, 5));
            layout.claim(connection, entities, "second");
            assertThatThrownBy(() -> layout.claim(connection, entities, "first"))
                    .isInstanceOf(UnusableTableException.class)
                    .hasMessageContaining("has rows of another run");
            layout.empty(connection, entities);
            layout.checkEmpty(connection, entities);
            layout.claim(connection, entities, "first");
        }
    }

    @Test
    void aCopyBelongsToTheRunWithItsRowInTheLayout() throws Exception {
        PostgresLayout layout = new PostgresLayout();
        PostgresTable entities = table(OutputTables.ENTITIES);
        PostgresTable copy =
                new PostgresTable(OutputTables.ENTITIES, Timeline.MILLIS, "kindred", "copy");
        prepare(layout, entities);
        try (Connection connection = PostgresServer.connect(url)) {
            layout.claim(connection, entities, "first");
            write(entities, new StampedRow("e", row("e", 1), false, 5));
            PostgresServer.execute(
                    url,
                    "CREATE TABLE kindred.copy (LIKE kindred.entities INCLUDING ALL);"
                            + " INSERT INTO kindred.copy SELECT * FROM kindred.entities");
            assertUnusable(copy, "that Kindred did not make");
            PostgresServer.execute(
                    url,
                    "INSERT INTO kindred.kindred_layout SELECT 'copy', output, timeline, layout,"
                            + " run FROM kindred.kindred_layout WHERE table_name = 'entities'");
            prepare(layout, copy);
            layout.claim(connection, copy, "first");
            write(copy, new StampedRow("e", row("later", 2), false, 6));
            assertThat(query("SELECT entity_id FROM kindred.copy")).containsExactly("later");
            assertThatThrownBy(() -> layout.claim(connection, copy, "second"))
                    .isInstanceOf(UnusableTableException.class);
        }
    }

    /** Whatever the order in which they come. */
    @Test
    void theLaterRowOfAKeyWins() throws Exception {
        PostgresTable entities = table(OutputTables.ENTITIES);
        prepare(new PostgresLayout(), entities);
        StampedRow first = new StampedRow("e", row("first", 1), false, 5);
        StampedRow second = new StampedRow("e", row("second", 2), false, 5);
        StampedRow begunAnew = new StampedRow("e", row("anew", 1), false, 6);

        write(entities, second);
        write(entities, first);
        assertThat(query("SELECT entity_id FROM kindred.entities")).containsExactly("second");
        write(entities, begunAnew);
        write(entities, second);
        assertThat(query("SELECT entity_id FROM kindred.entities")).containsExactly("anew");
    }

    @Test
    void noTextIsTooLongOrTooStrange() throws Exception {
        PostgresTable assignments = table(OutputTables.ASSIGNMENTS);
        prepare(new PostgresLayout(), assignments);
        String lengthy = "\u00fc\ud83d\ude00'\"\\".repeat(20_000);
        for (String uid : List.of("a\\u0000b", "a\ufffdb", "a\\ud800b")) {
            write(assignments, assignment(uid, uid));
        }
        write(assignments, assignment("long", lengthy.replace("\\", "\\\\").replace("\"", "\\\"")));

        assertThat(query("SELECT uid FROM kindred.assignments WHERE length(uid) = 3"))
                .containsExactly("a\ufffdb", "a\ufffdb", "a\ufffdb");
        assertThat(query("SELECT uid FROM kindred.assignments WHERE length(uid) > 3"))
                .containsExactly(lengthy);
    }

    private static StampedRow assignment(String key, String uid) {
        String json =
                "{\"entity_type\":\"person\",\"perspective\":\"crm\",\"uid\":\""
                        + uid
                        + "\",\"status\":\"active\",\"revision\":1,\"entity_id\":\"e\"}";
        return new StampedRow(key, json.getBytes(StandardCharsets.UTF_8), false, 5);
    }

    private static byte[] row(String id, int revision) {
        String json =
                "{\"entity_id\":\"%s\",\"entity_type\":\"person\",\"status\":\"retired\","
                        + "\"revision\":%d,\"successors\":[]}";
        return String.format(json, id, revision).getBytes(StandardCharsets.UTF_8);
    }

    private void write(PostgresTable table, StampedRow row) throws SQLException {
        try (Connection connection = PostgresServer.connect(url)) {
            new RowUpserts(table, () -> {}).write(connection, List.of(row));
        }
    }

    private void prepare(PostgresLayout layout, PostgresTable table) throws Exception {
        try (Connection connection = PostgresServer.connect(url)) {
            layout.prepare(connection, table);
        }
    }

    private void assertUnusable(PostgresTable table, String message) {
        assertThatThrownBy(() -> prepare(new PostgresLayout(), table))
                .isInstanceOf(UnusableTableException.class)
                .hasMessageContaining(message);
    }

    private List<String> query(String sql) {
        return PostgresServer.query(url, sql);
    }

    private static PostgresTable table(Table table) {
        return new PostgresTable(table, Timeline.MILLIS, "kindred", table.name());
    }
}
