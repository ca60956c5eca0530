package io.kindred.flink.topology;

import io.kindred.flink.config.JobConfig;
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
import java.util.stream.Stream;

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
        JobRun.of(sample(url), 2);

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

    private JobConfig sample(String url) throws Exception {
        Path sample = Files.createDirectories(folder.resolve("sample"));
        try (Stream<Path> files = Files.list(Path.of("conf", "sample"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, sample.resolve(file.getFileName()));
            }
        }
        PostgresServer.connection(url, folder);
        String common =
                "postgresql: {url: '"
                        + url
                        + "', username: "
                        + PostgresServer.USER
                        + ", password: {file: '"
                        + folder.resolve("password")
                        + "'}}\n";
        Path job = sample.resolve("job.yaml");
        String text = Files.readString(job);
        Files.writeString(
                job,
                common
                        + text.substring(0, text.indexOf("\nsinks:"))
                        + "\noutput: final\n"
                        + "checkpoint_interval_ms: 100\n"
                        + "sinks:\n"
                        + "  entities: {type: jdbc}\n"
                        + "  assignments: {type: jdbc}\n"
                        + "  conflicts: {type: jdbc}\n"
                        + "  generic_keys: {type: jdbc}\n"
                        + "  golden_values: {type: jdbc}\n");
        return JobConfigReader.read(job);
    }
}
