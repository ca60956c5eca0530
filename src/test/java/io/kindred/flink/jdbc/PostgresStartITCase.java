package io.kindred.flink.jdbc;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.config.JobConfig;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.flink.config.SinksConfig.SinkConfig;
import io.kindred.testkit.FreePorts;
import io.kindred.testkit.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PostgresStartITCase {

    @TempDir private Path folder;

    private String url;

    @BeforeEach
    void takeDatabase() {
        url = PostgresServer.shared().database();
    }

    @Test
    void makesTheTables() throws Exception {
        JobConfig job = job(url, PostgresServer.USER, PostgresServer.PASSWORD);

        PostgresStart.prepare(job);
        PostgresStart.prepareIfReachable(job);

        assertThat(PostgresServer.query(url, "SELECT count(*) FROM kindred.entities_current"))
                .containsExactly("0");
    }

    @Test
    void aServerThatCannotBeReachedIsNamedWhereTheJobRunsHere() throws Exception {
        JobConfig job = job("jdbc:postgresql://127.0.0.1:" + FreePorts.next() + "/db", "ann", "pw");

        assertInvalid(job, "sinks.entities: cannot reach jdbc:postgresql://127.0.0.1:");
        assertThatCode(() -> PostgresStart.prepareIfReachable(job)).doesNotThrowAnyException();
    }

    @Test
    void aWrongPasswordIsNamedButNotShown() throws Exception {
        JobConfig job = job(url, PostgresServer.USER, "wr0ng-one");

        assertInvalid(
                job,
                "sinks.entities: cannot prepare the table \"kindred\".\"entities\" as owner: FATAL:"
                        + " password authentication failed");
        assertThatThrownBy(() -> PostgresStart.prepareIfReachable(job))
                .isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void missingRightsAreNamed() throws Exception {
        PostgresServer.execute(url, "DROP ROLE IF EXISTS reader");
        PostgresServer.execute(url, "CREATE ROLE reader LOGIN PASSWORD 'of-reader'");
        JobConfig job = job(url, "reader", "of-reader");
        assertInvalid(job, "as reader: ERROR: permission denied for database");

        PostgresStart.prepare(job(url, PostgresServer.USER, PostgresServer.PASSWORD));
        job = job(url, "reader", "of-reader");
        PostgresServer.execute(url, "GRANT USAGE ON SCHEMA kindred TO reader");
        PostgresServer.execute(url, "GRANT SELECT ON ALL TABLES IN SCHEMA kindred TO reader");
        assertInvalid(job, "the user lacks the right to INSERT on the table");
        PostgresServer.execute(url, "GRANT INSERT, UPDATE ON kindred.entities TO reader");
        PostgresStart.prepare(job);

        PostgresServer.execute(url, "GRANT UPDATE ON kindred.kindred_layout TO reader");
        JobConfig written = job;
        assertThatThrownBy(() -> empty(written))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("as reader: ERROR: permission denied for table entities");
        PostgresServer.execute(url, "GRANT TRUNCATE ON kindred.entities TO reader");
        empty(written);
        PostgresServer.execute(url, "DROP OWNED BY reader");
    }

    @Test
    void aTableWithRowsIsRefusedOrEmptied() throws Exception {
        JobConfig job = job(url, PostgresServer.USER, PostgresServer.PASSWORD);
        SinkConfig.Jdbc sink = (SinkConfig.Jdbc) job.sinks().sink(Output.ENTITIES).orElseThrow();
        PostgresStart.emptyOrCheck(job, Output.ENTITIES, sink, false);
        PostgresServer.execute(
                url,
                "INSERT INTO kindred.entities (row_id, entity_id, entity_type, status, revision,"
                        + " written_at) VALUES (gen_random_uuid(), 'e', 'person', 'retired', 1,"
                        + " now())");

        assertThatThrownBy(() -> PostgresStart.emptyOrCheck(job, Output.ENTITIES, sink, false))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("sinks.entities: the table")
                .hasMessageContaining("--overwrite");
        PostgresStart.emptyOrCheck(job, Output.ENTITIES, sink, true);

        assertThat(PostgresServer.query(url, "SELECT count(*) FROM kindred.entities"))
                .containsExactly("0");
    }

    private static void empty(JobConfig job) {
        SinkConfig.Jdbc sink = (SinkConfig.Jdbc) job.sinks().sink(Output.ENTITIES).orElseThrow();
        PostgresStart.emptyOrCheck(job, Output.ENTITIES, sink, true);
    }

    private static void assertInvalid(JobConfig job, String message) {
        assertThatThrownBy(() -> PostgresStart.prepare(job))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("wr0ng-one");
    }

    private JobConfig job(String database, String user, String password) throws IOException {
        Files.writeString(folder.resolve("password"), password);
        Path job = folder.resolve("job.yaml");
        Files.writeString(
                job,
                "name: people\nontology: {entity_types: {person: {}}}\n"
                        + "postgresql: {url: '"
                        + database
                        + "', username: "
                        + user
                        + ", password: {file: '"
                        + folder.resolve("password")
                        + "'}}\n"
                        + "sources: [{type: files, path: in.jsonl, format: record}]\n"
                        + "sinks: {entities: {type: jdbc}}\n");
        return JobConfigReader.read(job);
    }
}
