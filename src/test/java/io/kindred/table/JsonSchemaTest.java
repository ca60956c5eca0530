package io.kindred.table;

import io.kindred.flink.config.SinksConfig.Output;
import io.kindred.temporal.Timeline;
import io.kindred.testkit.RowSchemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;

class JsonSchemaTest {

    @Test
    void everyOutputHasATable() {
        assertThat(OutputTables.all())
                .extracting(Table::name)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Output.values())
                                .map(output -> output.name().toLowerCase(Locale.ROOT))
                                .toList());
    }

    @Test
    void everyColumnHasANameOfItsOwnAndKeysAreColumns() {
        for (Table table : OutputTables.all()) {
            assertThat(table.columns()).extracting(Column::name).doesNotHaveDuplicates();
            assertThat(table.columns())
                    .filteredOn(column -> !column.mayBeNull())
                    .extracting(Column::name)
                    .containsAll(table.key());
        }
    }

    /** {@code -Dkindred.write=true} writes the files instead. */
    @ParameterizedTest
    @EnumSource(Timeline.class)
    void theShippedSchemasAreThoseOfTheTables(Timeline timeline) throws IOException {
        for (Table table : OutputTables.all()) {
            Path file = RowSchemas.file(table.name(), timeline);
            String schema = JsonSchema.of(table, timeline);
            if (Boolean.getBoolean("kindred.write")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, schema);
            }
            assertThat(file).hasContent(schema);
        }
    }
}
