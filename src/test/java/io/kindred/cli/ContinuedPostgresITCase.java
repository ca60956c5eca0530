package io.kindred.cli;

import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.PostgresTables;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** Runs that continue, with tables of PostgreSQL. */
class ContinuedPostgresITCase {

    @TempDir private Path folder;

    /** Files show what such a run does, and {@code PostgresJobITCase} what such tables have. */
    @Tag("nightly")
    @Test
    void tablesHaveTheFinalRowsOfAllRuns() throws Exception {
        check("final");
    }

    @Test
    void tablesHaveTheRowsOfAllRuns() throws Exception {
        check("changelog");
    }

    private void check(String output) throws Exception {
        PostgresTables tables = new PostgresTables(PostgresServer.shared().database(), folder);
        new ContinuedTables(folder, tables.sinks(Map.of()), tables::fold).checkEveryRun(output);
    }
}
