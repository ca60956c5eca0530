package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfigReader;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.PostgresServer;
import io.kindred.testkit.PostgresTables;
import io.kindred.testkit.SharedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The queries of docs/tables.md over the tables of the sample. */
@ExtendWith(SharedCluster.class)
class PostgresQueriesITCase {

    private static final Pattern SECTION =
            Pattern.compile("## PostgreSQL\n(.*?)\n## ", Pattern.DOTALL);
    private static final Pattern QUERY = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;

    @Test
    void theQueriesOfTheDocumentationFindSomething() throws Exception {
        String url = PostgresServer.shared().database();
        PostgresTables tables = new PostgresTables(url, folder);
        JobRun.of(JobConfigReader.read(tables.sampleJob()), 2);

        List<String> queries = queries();
        assertThat(queries).hasSize(4);
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

    private static List<String> queries() throws Exception {
        var section = SECTION.matcher(Files.readString(Path.of("docs/tables.md")));
        assertThat(section.find()).isTrue();
        return QUERY.matcher(section.group(1))
                .results()
                .map((MatchResult each) -> each.group(1).strip().replaceAll(";$", ""))
                .toList();
    }
}
