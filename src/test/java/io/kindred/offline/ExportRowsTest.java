package io.kindred.offline;

import io.kindred.model.Conflict;
import io.kindred.model.Descriptor;
import io.kindred.model.Entity;
import io.kindred.model.GoldenValue;
import io.kindred.model.RecordIdentity;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class ExportRowsTest {

    private static final RecordIdentity RECORD =
            new RecordIdentity("person", "crm, \"old\"", "a\nb");
    private static final Interval FROM_FIVE = new Interval(5, Interval.MAX);
    private static final Entity ENTITY =
            new Entity(
                    "person-1",
                    "person",
                    List.of(RECORD),
                    List.of(new GoldenValue("name", "<Ann & \"Bob\">\\\r\n\u0001", FROM_FIVE)));
    private static final Placed PLACED =
            new Placed(RECORD, "person-1", List.of(new Descriptor("name", "Ann", Interval.ALWAYS)));
    private static final Conflict BREACH =
            new Conflict.Uniqueness(
                    "person",
                    "one",
                    "email",
                    Optional.empty(),
                    "x",
                    FROM_FIVE,
                    List.of(
                            new Conflict.Share("person-1", List.of(RECORD)),
                            new Conflict.Share("person-2", List.of(RECORD))));

    @Test
    void cellsOfATableAreQuotedWhereTheyMustBe() {
        ExportRows rows = ExportFormat.CSV.rows(Timeline.INTEGER);

        assertThat(rows.entity(ENTITY))
                .isEqualTo(
                        "golden,person,person-1,,,name,\"<Ann & \"\"Bob\"\">\\\r\n\u0001\",5,,\n");
        assertThat(rows.record(PLACED))
                .isEqualTo("record,person,person-1,\"crm, \"\"old\"\"\",\"a\nb\",,,,,\n");
        assertThat(rows.conflict("c1", BREACH))
                .isEqualTo(
                        "constraint,person,person-1,,,email,,5,,c1\n"
                                + "constraint,person,person-2,,,email,,5,,c1\n");
        assertThat(rows.link(PLACED) + rows.link("c1", "person-1")).isEmpty();
    }

    @Test
    void aGraphHasNothingThatXmlCannotHave() {
        ExportRows rows = ExportFormat.GRAPHML.rows(Timeline.INTEGER);

        assertThat(rows.record(PLACED))
                .startsWith("<node id=\"record:")
                .contains("<data key=\"label\">crm, &quot;old&quot;/a&#10;b</data>")
                .endsWith("</node>\n");
        assertThat(GraphmlRows.escaped("<&>\t\u0001\uFFFF\uD83D\uDE00"))
                .isEqualTo("&lt;&amp;&gt;&#9;\uFFFD\uFFFD\uD83D\uDE00");
        assertThat(rows.link("c1", "person-1"))
                .isEqualTo(
                        "<edge source=\"conflict:c1\" target=\"person-1\"><data"
                                + " key=\"relation\">conflict</data></edge>\n");
    }

    @Test
    void labelsForGraphvizAreQuoted() {
        ExportRows rows = ExportFormat.DOT.rows(Timeline.MILLIS);

        assertThat(rows.entity(ENTITY))
                .isEqualTo(
                        "  \"person-1\" [shape=box, label=\"person-1\\nname: <Ann &"
                                + " \\\"Bob\\\">\\\\\\n\u0001\"];\n");
        assertThat(rows.conflict("c1", BREACH))
                .isEqualTo(
                        "  \"conflict:c1\" [shape=diamond, label=\"constraint email\\n"
                                + "[1970-01-01T00:00:00.005Z .. )\"];\n");
    }

    @Test
    void rowsAreThoseOfTheOutputs() {
        ExportRows rows = ExportFormat.JSONL.rows(Timeline.INTEGER);

        assertThat(rows.record(PLACED))
                .isEqualTo(
                        "{\"entity_type\":\"person\",\"perspective\":\"crm, \\\"old\\\"\","
                                + "\"uid\":\"a\\nb\",\"status\":\"active\",\"revision\":1,"
                                + "\"entity_id\":\"person-1\"}\n");
        assertThat(rows.conflict("c1", BREACH))
                .startsWith("{\"conflict_id\":\"c1\",\"status\":\"open\",\"revision\":1,");
    }
}
