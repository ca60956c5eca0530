package io.kindred.testkit;

import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What Flink SQL answers, as text. */
public final class SqlRows {

    private SqlRows() {}

    /** The rows of a query whose results do not change. */
    public static List<String> of(TableEnvironment sql, String query) throws Exception {
        List<String> result = new ArrayList<>();
        try (CloseableIterator<Row> rows = sql.executeSql(query).collect()) {
            rows.forEachRemaining(row -> result.add(text(row)));
        }
        return result;
    }

    /** The fields of a row, with bars between them. */
    public static String text(Row row) {
        return IntStream.range(0, row.getArity())
                .mapToObj(row::getField)
                .map(value -> value instanceof Object[] all ? Arrays.asList(all) : value)
                .map(String::valueOf)
                .collect(Collectors.joining("|"));
    }
}
