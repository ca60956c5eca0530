package io.kindred.flink.topology;

import io.kindred.codec.InvalidConfigException;
import io.kindred.flink.operator.OutputRow;
import io.kindred.testkit.IcebergTables;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.TestJob;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Jobs that append to tables of Iceberg. Runs with the optional libraries. */
@ExtendWith(SharedCluster.class)
class IcebergLakeCase {

    @TempDir private Path folder;

    private IcebergTables tables;
    private LakeJobs jobs;

    @BeforeEach
    void nameTables() {
        tables = new IcebergTables(folder);
        jobs = new LakeJobs(folder, tables.sinks(), tables::fold);
    }

    @Tag("nightly")
    @Test
    void tablesOfFinalRowsHaveEachOnceThoughTheJobFails() throws Exception {
        tablesHaveEachRowOnceThoughTheJobFails("final", 7, 82);
    }

    @ParameterizedTest
    @CsvSource("changelog, 1, 81")
    void tablesHaveEachRowOnceThoughTheJobFails(String output, int shards, long seed)
            throws Exception {
        jobs.checkFailuresChangeNothing("iceberg", output, shards, seed);
    }

    @Test
    void secondRunIsRefusedUnlessItOverwrites() throws Exception {
        jobs.checkSecondRunIsRefusedUnlessItOverwrites(84);
    }

    @Test
    void columnThatTheTableLacksIsAdded() throws Exception {
        LakeJobs.write(millis("entities"), entity("a", "2020-01-01T00:00:00Z"));
        tables.dropColumn("entities", "golden");
        LakeJobs.write(millis("entities"), entity("b", "2020-01-01T00:00:00.123Z"));
        assertThat(tables.rows("entities"))
                .satisfiesExactlyInAnyOrder(
                        row -> assertThat(row).contains("\"a\"").doesNotContain("golden"),
                        row -> assertThat(row).contains("\"b\"", "2020-01-01T00:00:00.123Z"));
    }

    @Test
    void tableOfOtherColumnsIsRefused() throws Exception {
        LakeJobs.write(millis("entities"), entity("a", "2020-01-01T00:00:00Z"));
        tables.dropColumn("entities", "entity_type");
        assertThatThrownBy(
                        () ->
                                LakeJobs.write(
                                        millis("entities"), entity("b", "2020-01-01T00:00:00Z")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(
                        "sinks.entities.table: table kindred.entities has no column entity_type");
    }

    /** Its timestamps have microseconds. */
    @Test
    void timeThatTheTableCannotHoldFailsTheJob() throws Exception {
        Throwable failure =
                catchThrowable(
                        () ->
                                LakeJobs.write(
                                        millis("entities"),
                                        entity("a", "+300000-01-01T00:00:00Z")));
        assertThat(ExceptionUtils.findThrowable(failure, IllegalArgumentException.class))
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("a row of entities has a time of 9404918380800000 ms since 1970");
        assertThat(tables.rows("entities")).isEmpty();
    }

    @Test
    void allOperatorsHaveUids() {
        jobs.assertUids()
                .contains(
                        "sink-entities-rows",
                        "sink-entities",
                        "sink-entities: Sink pre-commit aggregator: sink-entities",
                        "sink-entities: restored",
                        "Sink Committer: sink-entities");
    }

    private TestJob millis(String output) {
        return jobs.job(List.of())
                .with("timeline", "millis")
                .with("sinks", Map.of(output, tables.sinks().get(output)));
    }

    private static OutputRow entity(String id, String since) {
        String json =
                String.format(
                        "{\"entity_id\":\"%s\",\"entity_type\":\"t\",\"status\":\"active\","
                                + "\"revision\":1,\"golden\":[{\"attr\":\"x\",\"value\":\"y\","
                                + "\"start\":\"%s\",\"end\":null}]}",
                        id, since);
        return new OutputRow(id, json.getBytes(StandardCharsets.UTF_8), 1, false);
    }
}
