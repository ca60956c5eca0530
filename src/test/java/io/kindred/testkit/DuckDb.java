package io.kindred.testkit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB in the process of the test: a reader of output files that is not ours. */
public final class DuckDb {

    private DuckDb() {}

    /** The rows of a query, their columns joined by {@code |}. */
    public static List<String> query(String sql) {
        return query(List.of(), sql);
    }

    /**
     * The rows of a query.
     *
     * @param before statements that are executed first
     */
    public static List<String> query(List<String> before, String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET threads = 1");
            for (String each : before) {
                statement.execute(each);
            }
            try (ResultSet result = statement.executeQuery(sql)) {
                List<String> rows = new ArrayList<>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        values.add(String.valueOf(result.getString(i)));
                    }
                    rows.add(String.join("|", values));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The rows of a Parquet file as JSON, in their order. */
    static List<String> rows(Path file) {
        return query(
                "SELECT to_json(r)::VARCHAR FROM read_parquet('"
                        + file
                        + "', file_row_number = true) AS r ORDER BY file_row_number");
    }
}
