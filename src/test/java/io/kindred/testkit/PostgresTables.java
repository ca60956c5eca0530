package io.kindred.testkit;

import io.kindred.table.OutputTables;
import io.kindred.table.Table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables that a job writes into a database, in the schema {@code kindred}. */
public final class PostgresTables {

    private static final List<String> OUTPUTS =
            OutputTables.results().stream().map(Table::name).toList();

    /** A row as a job writes it to files. */
    private static final String ROW =
            "SELECT jsonb_strip_nulls(to_jsonb(t) - 'row_id' - 'written_at' - 'written_in' - 'valid'%s) FROM"
                    + " kindred.%s AS t";

    private final String url;
    private final Path folder;

    /**
     * Tables of a database.
     *
     * @param folder for the password and for rows
     */
    public PostgresTables(String url, Path folder) {
        this.url = url;
        this.folder = folder;
    }

    /** The sinks of a job file. */
    public Map<String, Object> sinks(Map<String, Object> fields) {
        Map<String, Object> sinks = new LinkedHashMap<>();
        for (String output : OUTPUTS) {
            Map<String, Object> sink = new LinkedHashMap<>(fields);
            sink.put("type", "jdbc");
            sink.putAll(PostgresServer.connection(url, folder));
            sinks.put(output, sink);
        }
        return sinks;
    }

    /** The job of the sample, which writes final rows into tables. */
    public Path sampleJob() throws IOException {
        PostgresServer.connection(url, folder);
        String settings =
                String.format(
                        """
                        postgresql: {url: '%s', username: %s, password: {file: '%s'}}
                        output: final
                        checkpoint_interval_ms: 100
                        """,
                        url, PostgresServer.USER, folder.resolve("password"));
        return SampleJob.copy(folder.resolve("sample"), settings, output -> "jdbc");
    }

    /** What a reader of the tables knows, on the timeline {@code integer}. */
    public FoldedOutputs fold() throws IOException {
        for (String output : OUTPUTS) {
            Path rows = Files.createDirectories(folder.resolve("rows").resolve(output));
            boolean hasTimes = output.equals("conflicts") || output.equals("golden_values");
            Files.write(
                    rows.resolve("part-0.jsonl"),
                    query(
                            String.format(
                                    ROW,
                                    hasTimes
                                            ? " || jsonb_build_object('start', lower(valid), 'end',"
                                                    + " upper(valid))"
                                            : "",
                                    output)));
        }
        return FoldedOutputs.readLast(folder.resolve("rows"));
    }

    /** The rows of a query, their values as text, joined by a comma. */
    public List<String> query(String sql) {
        return PostgresServer.query(url, sql);
    }
}
