package io.kindred.table;

import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TableRowReaderTest {

    @Test
    void readsEachColumnByItsType() {
        TableRow row =
                read(
                        OutputTables.ENTITIES,
                        Timeline.MILLIS,
                        "{'entity_id':'person-1','entity_type':'person','status':'active',"
                                + "'revision':3,'recorded_at':'2026-05-01T10:00:00.001Z',"
                                + "'records':[{'perspective':'crm','uid':'C-1'}],'golden':["
                                + "{'attr':'city','value':'Oslo','start':'1970-01-01T00:00:01Z',"
                                + "'end':null}]}");
        assertThat(row.value(0)).contains("person-1");
        assertThat(row.value(3)).contains(3L);
        assertThat(row.value(4)).contains(1_777_629_600_001L);
        assertThat(row.value(5)).hasToString("Optional[[[crm, C-1]]]");
        TableRow golden = (TableRow) ((List<?>) row.value(6).orElseThrow()).get(0);
        assertThat(golden.value(2)).contains(1_000L);
        assertThat(golden.value(3)).isEmpty();
        assertThat(row.value(7)).isEmpty();
    }

    @Test
    void readsTimesOfEitherTimeline() {
        String row =
                "{'conflict_id':'1','status':'open','revision':1,'start':-5,'end':null}"
                        .replace("null", String.valueOf(Long.MAX_VALUE - 1));
        assertThat(read(OutputTables.CONFLICTS, Timeline.INTEGER, row).value(13)).contains(-5L);
        for (long point : new long[] {Long.MIN_VALUE + 1, -1, 0, Long.MAX_VALUE - 1}) {
            String time = "'" + Timeline.MILLIS.format(point) + "'";
            assertThat(
                            read(
                                            OutputTables.CONFLICTS,
                                            Timeline.MILLIS,
                                            row.replace("-5", time)
                                                    .replace(
                                                            String.valueOf(Long.MAX_VALUE - 1),
                                                            "null"))
                                    .value(13))
                    .contains(point);
        }
    }

    /** A row never loses anything on its way into a table. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{'id':'x','more':1} # field /more, which the table lacks",
                "{'id':'x'} # lacks the field status",
                "{'id':null} # field /id, which may not be null",
                "{'id':1} # field /id, which is VALUE_NUMBER_INT and not VALUE_STRING",
                "{'id':'x','status':'new'} # has 'new', which is none of open, resolved",
                "{'id' # a row of generic_keys is not JSON"
            })
    void refusesWhatTheTableDoesNotDeclare(String json, String problem) {
        assertThatThrownBy(
                        () ->
                                read(
                                        OutputTables.GENERIC_KEYS,
                                        Timeline.MILLIS,
                                        json.replace("'id'", "'generic_key_id'")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem.replace("/id", "/generic_key_id"));
    }

    private static TableRow read(Table table, Timeline timeline, String json) {
        return new TableRowReader(table, timeline)
                .read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
