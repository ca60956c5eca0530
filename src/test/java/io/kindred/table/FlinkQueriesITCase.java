package io.kindred.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.flink.config.JobConfigReader;
import io.kindred.testkit.JobRun;
import io.kindred.testkit.KafkaBroker;
import io.kindred.testkit.KafkaOutputTopics;
import io.kindred.testkit.OutputParts;
import io.kindred.testkit.SampleJob;
import io.kindred.testkit.SharedBroker;
import io.kindred.testkit.SharedCluster;
import io.kindred.testkit.SqlRows;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The statements and queries of {@code conf/sql}, by Flink's planner, over the sample. */
@ExtendWith(SharedCluster.class)
class FlinkQueriesITCase {

    private static final Path SQL = Path.of("conf", "sql");
    private static final String SETTINGS =
            """
            output: changelog
            recorded_at: true
            batch: {records: 20}
            checkpoint_interval_ms: 50
            """;
    private static final Pattern RECORDED =
            Pattern.compile(
                    "(.golden_value_id.:.[0-9a-f]{31}(([13579bdf])|.)\"[^\n]*?.revision.:(\\d+),.recorded_at.:.)[^\"]+");
    private static final List<String> NAMES = List.of("entity_id", "attr");
    private static final List<String> CONTENT = List.of("value", "start", "end", "perspectives");

    private static final Instant TODAY = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant MOMENT = Instant.parse("2018-01-01T00:00:00Z");
    private static final String ADDRESS =
            " AND LOWER(s.`value`) = '1 ockham park' AND LOWER(c.`value`) = 'ockham'";
    private static final String UP_TO_NOW = "'scan.bounded.mode' = 'latest-offset', ";

    @TempDir private Path folder;

    @Test
    void queriesOverFilesGiveWhatTheRowsSay() throws Exception {
        Path out = folder.resolve("out");
        run(output -> "files, path: out/" + output);
        dateByRevision(out.resolve("golden_values"));
        List<JsonNode> rows = OutputParts.rows(out.resolve("golden_values"));
        List<JsonNode> values = current(rows, OutputTables.GOLDEN_VALUES);
        List<JsonNode> earlier =
                current(
                        rows.stream().filter(row -> recordedAt(row).isBefore(TODAY)).toList(),
                        OutputTables.GOLDEN_VALUES);

        TableEnvironment sql = environment(EnvironmentSettings.inBatchMode());
        statements("flink-jsonl.sql", "file:///path/to/out", out.toUri().toString())
                .forEach(sql::executeSql);
        List<String> queries = queries(sql, "CAST(CURRENT_DATE AS TIMESTAMP_LTZ(3))", at(TODAY));

        assertThat(result(sql, queries.get(0).replace(ADDRESS, "")))
                .containsExactlyInAnyOrderElementsOf(addresses(values))
                .contains("person-d93114e30f4399365a0ccec6823cfea2|Ada|King|1 OCKHAM PARK|OCKHAM");
        assertThat(result(sql, queries.get(1)))
                .containsExactlyInAnyOrderElementsOf(changes(earlier, values))
                .anyMatch(row -> row.startsWith("added|"))
                .anyMatch(row -> row.startsWith("removed|"))
                .anyMatch(row -> row.startsWith("changed|"));
        assertThat(result(sql, queries.get(2)))
                .containsExactlyInAnyOrderElementsOf(conflictsBySource(out.resolve("conflicts")));
    }

    @Tag("nightly")
    @Test
    void topicsAreUpserted() throws Exception {
        KafkaBroker broker = SharedBroker.get();
        KafkaOutputTopics topics = KafkaOutputTopics.createWithOptional(broker, "flink-sql", 2);
        String servers = broker.servers();
        run(
                output ->
                        "kafka, delivery: at_least_once, bootstrap_servers: '"
                                + servers
                                + "', topic: "
                                + topics.topic(output));
        Path folded = folder.resolve("folded");
        topics.fold(folded);

        TableEnvironment sql = environment(EnvironmentSettings.inStreamingMode());
        statements("flink-kafka.sql", "localhost:9092", servers).stream()
                .map(text -> text.replace("'topic' = '", "'topic' = 'flink-sql-"))
                .map(text -> text.replace("'value.format'", UP_TO_NOW + "'value.format'"))
                .forEach(sql::executeSql);
        for (Table table : OutputTables.all()) {
            String plan =
                    sql.explainSql("SELECT * FROM " + table.name(), ExplainDetail.CHANGELOG_MODE);
            assertThat(plan).contains("changelogMode=[" + (table.key().isEmpty() ? "I]" : "UA,D]"));
        }
        List<String> columns = List.of("perspective", "uid", "entity_id", "revision");
        assertThat(result(sql, "SELECT perspective, uid, entity_id, revision FROM assignments"))
                .containsExactlyInAnyOrderElementsOf(
                        current(
                                        OutputParts.rows(folded.resolve("assignments")),
                                        OutputTables.ASSIGNMENTS)
                                .stream()
                                .map(row -> texts(row, columns))
                                .toList());
        List<String> queries = queries(sql, "", "");
        assertThat(result(sql, queries.get(0).replace(ADDRESS, "")))
                .containsExactlyInAnyOrderElementsOf(
                        addresses(
                                current(
                                        OutputParts.rows(folded.resolve("golden_values")),
                                        OutputTables.GOLDEN_VALUES)));
        assertThat(result(sql, queries.get(2)))
                .containsExactlyInAnyOrderElementsOf(
                        conflictsBySource(folded.resolve("conflicts")));
    }

    /** With batches so small that results change on the way. */
    private void run(SampleJob.Sinks sinks) throws Exception {
        Path job = SampleJob.copy(folder, SETTINGS, sinks);
        JobRun.of(JobConfigReader.read(job), SharedCluster.PARALLELISM);
    }

    /** As if the revisions of a key were a day apart, and the first of every other key today. */
    private static void dateByRevision(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                Files.writeString(
                        file,
                        RECORDED.matcher(text)
                                .replaceAll(
                                        row ->
                                                row.group(1)
                                                        + TODAY.plus(days(row), ChronoUnit.DAYS)));
            }
        }
    }

    private static long days(MatchResult row) {
        return Long.parseLong(row.group(4)) - (row.group(3) == null ? 2 : 1);
    }

    private static TableEnvironment environment(EnvironmentSettings settings) {
        TableEnvironment sql = TableEnvironment.create(settings);
        sql.getConfig().set("table.local-time-zone", "UTC");
        sql.getConfig().set("table.exec.resource.default-parallelism", "1");
        return sql;
    }

    private static List<String> statements(String file, String from, String to) throws IOException {
        return Stream.of(Files.readString(SQL.resolve(file)).replace(from, to).split(";\n"))
                .toList();
    }

    /** Makes the views, and gives the queries. */
    private static List<String> queries(TableEnvironment sql, String from, String to)
            throws IOException {
        List<String> queries = new ArrayList<>();
        for (String statement : statements("queries.sql", from, to)) {
            String text = statement.replace("CURRENT_TIMESTAMP", at(MOMENT));
            if (text.contains("CREATE TEMPORARY VIEW")) {
                sql.executeSql(text);
            } else {
                queries.add(text);
            }
        }
        return queries;
    }

    private static String at(Instant time) {
        return "TO_TIMESTAMP_LTZ(" + time.toEpochMilli() + ", 3)";
    }

    /** What is left in the end, the columns of a row joined by {@code |}. */
    private static List<String> result(TableEnvironment sql, String query) throws Exception {
        Map<String, Integer> counts = new HashMap<>();
        try (CloseableIterator<Row> rows = sql.executeSql(query).collect()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                boolean isAdded =
                        row.getKind() == RowKind.INSERT || row.getKind() == RowKind.UPDATE_AFTER;
                counts.merge(SqlRows.text(row), isAdded ? 1 : -1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .flatMap(row -> IntStream.range(0, row.getValue()).mapToObj(i -> row.getKey()))
                .toList();
    }

    /** The row of the greatest revision of each key, unless it says that there is nothing. */
    private static List<JsonNode> current(Collection<JsonNode> rows, Table table) {
        Map<String, JsonNode> byKey = new HashMap<>();
        for (JsonNode row : rows) {
            byKey.merge(
                    texts(row, table.key()),
                    row,
                    (a, b) -> a.get("revision").asLong() > b.get("revision").asLong() ? a : b);
        }
        return byKey.values().stream()
                .filter(row -> Set.of("active", "open").contains(row.get("status").asText()))
                .toList();
    }

    private static List<String> addresses(List<JsonNode> values) {
        Map<String, Map<String, List<String>>> byEntity = new HashMap<>();
        for (JsonNode row : values) {
            JsonNode start = row.get("start");
            JsonNode end = row.get("end");
            if ((start.isNull() || !Instant.parse(start.asText()).isAfter(MOMENT))
                    && (end.isNull() || Instant.parse(end.asText()).isAfter(MOMENT))) {
                byEntity.computeIfAbsent(row.get("entity_id").asText(), any -> new TreeMap<>())
                        .computeIfAbsent(row.get("attr").asText(), any -> new ArrayList<>())
                        .add(row.get("value").asText());
            }
        }
        List<String> none = List.of("null");
        List<String> addresses = new ArrayList<>();
        byEntity.forEach(
                (entity, byAttribute) -> {
                    List<String> lines = List.of(entity);
                    lines = append(lines, byAttribute.getOrDefault("first_name", none));
                    lines = append(lines, byAttribute.getOrDefault("last_name", none));
                    lines = append(lines, byAttribute.getOrDefault("street", List.of()));
                    addresses.addAll(append(lines, byAttribute.getOrDefault("city", List.of())));
                });
        return addresses;
    }

    private static List<String> append(List<String> lines, List<String> values) {
        return lines.stream()
                .flatMap(line -> values.stream().map(value -> line + "|" + value))
                .toList();
    }

    private static List<String> changes(List<JsonNode> earlier, List<JsonNode> now) {
        Map<String, JsonNode> before = byId(earlier);
        Map<String, JsonNode> after = byId(now);
        Set<String> ids = new HashSet<>(before.keySet());
        ids.addAll(after.keySet());
        List<String> changes = new ArrayList<>();
        for (String id : ids) {
            JsonNode old = before.get(id);
            JsonNode current = after.get(id);
            if (old == null) {
                changes.add(
                        "added|"
                                + texts(current, NAMES)
                                + "|null|null|null|null|"
                                + texts(current, CONTENT));
            } else if (current == null) {
                changes.add(
                        "removed|"
                                + texts(old, NAMES)
                                + "|"
                                + texts(old, CONTENT)
                                + "|null|null|null|null");
            } else if (Stream.of("value", "end", "records")
                    .anyMatch(f -> !old.get(f).equals(current.get(f)))) {
                changes.add(
                        "changed|"
                                + texts(old, NAMES)
                                + "|"
                                + texts(old, CONTENT)
                                + "|"
                                + texts(current, CONTENT));
            }
        }
        return changes;
    }

    private static Map<String, JsonNode> byId(List<JsonNode> values) {
        return values.stream()
                .collect(Collectors.toMap(row -> row.get("golden_value_id").asText(), row -> row));
    }

    private static List<String> conflictsBySource(Path folder) {
        Map<String, Integer> counts = new HashMap<>();
        for (JsonNode row : current(OutputParts.rows(folder), OutputTables.CONFLICTS)) {
            Set<String> sources =
                    new HashSet<>(row.get("entities").findValuesAsText("perspective"));
            sources.forEach(
                    source ->
                            counts.merge(source + "|" + row.get("kind").asText(), 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .map(each -> each.getKey() + "|" + each.getValue())
                .toList();
    }

    private static Instant recordedAt(JsonNode row) {
        return Instant.parse(row.get("recorded_at").asText());
    }

    private static String texts(JsonNode row, List<String> fields) {
        return fields.stream()
                .map(field -> row.get(field))
                .map(
                        value ->
                                value.isArray()
                                        ? value.toString().replace("\"", "").replace(",", ", ")
                                        : value.asText())
                .collect(Collectors.joining("|"));
    }
}
