package io.kindred.cli;

import io.kindred.testkit.IcebergTables;
import io.kindred.testkit.PaimonTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Runs that continue, with tables of lakes. Runs with the optional libraries. */
class ContinuedLakeCase {

    @TempDir private Path folder;

    @Test
    void tablesOfPaimonHaveTheRowsOfAllRuns() throws Exception {
        PaimonTables tables = new PaimonTables(folder);
        new ContinuedTables(folder, tables.sinks(), tables::fold).checkEveryRun("changelog");
    }

    @Test
    void tablesOfIcebergHaveTheRowsOfAllRuns() throws Exception {
        IcebergTables tables = new IcebergTables(folder);
        new ContinuedTables(folder, tables.sinks(), tables::fold).checkEveryRun("changelog");
    }
}
