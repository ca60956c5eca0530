package io.kindred.table;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

class FlinkSqlTest {

    /** {@code -Dkindred.write=true} writes the files instead. */
    @ParameterizedTest
    @EnumSource
    void theShippedStatementsAreThoseOfTheTables(FlinkSql.Place place) throws IOException {
        Path file =
                Path.of("conf", "sql", "flink-" + place.name().toLowerCase(Locale.ROOT) + ".sql");
        String statements = FlinkSql.of(place);
        if (Boolean.getBoolean("kindred.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, statements);
        }
        assertThat(file).hasContent(statements);
    }

    @Test
    void onlyResultsAreInPostgresql() {
        assertThat(FlinkSql.of(FlinkSql.Place.JDBC))
                .contains("'table-name' = 'kindred.golden_values_flat'")
                .doesNotContain("answers", "erasures", "dead_letters");
    }

    @Test
    void anOutputOfSeveralKeyColumnsIsUpsertedByTheKeyOfItsMessages() {
        assertThat(FlinkSql.of(FlinkSql.Place.KAFKA))
                .contains(
                        "CREATE TABLE `assignments` (\n  `row_key` STRING,\n  `entity_type` STRING,")
                .contains("PRIMARY KEY (`row_key`) NOT ENFORCED")
                .contains("PRIMARY KEY (`conflict_id`) NOT ENFORCED");
    }
}
