package io.kindred.cli;

import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.PostgresTables;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Map;

/** Runs that continue, with tables of PostgreSQL. */
class ContinuedPostgresITCase {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"changelog", "final"})
    void tablesHaveTheRowsOfAllRuns(String output) throws Exception {
        PostgresTables tables = new PostgresTables(PostgresServer.shared().database(), folder);
        new ContinuedTables(folder, tables.sinks(Map.of()), tables::fold).checkEveryRun(output);
    }
}
