package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfigReader;
import io.kindred.testkit.DocumentedCode;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.PostgresTables;
import io.kindred.testkit.SharedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The queries of docs/tables.md over the tables of the sample. */
@ExtendWith(SharedCluster.class)
class PostgresQueriesITCase {

    @TempDir private Path folder;

    @Test
    void theQueriesOfTheDocumentationFindSomething() throws Exception {
        String url = PostgresServer.shared().database();
        PostgresTables tables = new PostgresTables(url, folder);
        JobRun.of(JobConfigReader.read(tables.sampleJob()), 2);

        List<String> queries = new DocumentedCode("docs/tables.md", "PostgreSQL").statements();
        assertThat(queries).hasSize(5);
        for (String query : queries) {
            assertThat(tables.query(query)).as(query).isNotEmpty();
        }
        assertThat(tables.query(queries.get(0)))
                .as("the city of Ada in 2016")
                .containsExactly("OCKHAM,{billing}");
        assertThat(
                        tables.query(
                                "SELECT (SELECT count(*) FROM kindred.entities_current) -"
                                        + " (SELECT count(DISTINCT entity_id) FROM"
                                        + " kindred.assignments_current)"))
                .containsExactly("0");
    }
}
