package io.kindred.offline.decide;

import io.kindred.codec.OntologyReader;
import io.kindred.model.Descriptor;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.resolve.ColdShard.Placed;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class SideBySideTest {

    private static final EntityTypeRules RULES =
            OntologyReader.read(
                            "ontology.yaml",
                            """
                            entity_types:
                              person:
                                identity_keys: [{name: email, attributes: [email]}]
                                attributes:
                                  email: {normalize: [trim, lowercase], nulls: [none]}
                            """)
                    .rules("person")
                    .orElseThrow();

    private final SideBySide table = new SideBySide(new TimeText(Timeline.MILLIS));

    @Test
    void showsWhatDiffersAtTheSameTimeFirst() {
        Placed left =
                record(
                        "crm",
                        "C-1",
                        value("email", "Ann@X ", 2019, 2021),
                        value("city", "Rome", 2019, 2021),
                        value("city", "Bari", 2021, 0),
                        value("phone", "1", 2010, 2011));
        Placed right =
                record(
                        "erp",
                        "7",
                        value("email", "ann@x", 2020, 0),
                        value("email", "none", 2022, 2023),
                        value("city", "Rome", 2020, 0),
                        value("phone", "2", 2011, 2012));

        assertThat(table.of(RULES, left, right))
                .isEqualTo(
                        """
                                          crm C-1                         erp 7
                          --------------  ------------------------------  ------------------------------
                        ! city            Rome                            Rome
                                            from 2019-01-01 to              from 2020-01-01
                                            2021-01-01
                                          Bari
                                            from 2021-01-01
                                          different from 2021-01-01
                                          equal from 2020-01-01 to 2021-01-01
                        = email           Ann@X                           ann@x
                                            from 2019-01-01 to              from 2020-01-01
                                            2021-01-01                    none
                                                                            counts as missing
                                                                            from 2022-01-01 to
                                                                            2023-01-01
                          phone           1                               2
                                            from 2010-01-01 to              from 2011-01-01 to
                                            2011-01-01                      2012-01-01
                          ! different at the same time   = equal at the same time
                        """);
    }

    @Test
    void fitsTheTerminalWhateverTheValues() {
        String long80 = "x".repeat(75) + " \u6f22\u5b57".repeat(20) + "e\u0301".repeat(40);
        Placed left = record("crm".repeat(30), "C-1", value("a".repeat(40), long80, 2019, 2021));
        Placed right =
                record(
                        "erp",
                        "\u001b[31m7",
                        IntStream.range(0, 30)
                                .mapToObj(each -> value("b", "v\n" + each + "\u202e", 2000, 2001))
                                .toArray(Descriptor[]::new));

        String text = table.of(RULES, left, right);

        assertThat(text.lines())
                .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
        assertThat(text)
                .contains("\\u001b[31m7", "v\\u000a0\\u202e", "and 10 more values")
                .doesNotContain("\u001b", "\u202e");
        assertThat(text.replaceAll("[\\s-]", "").replaceAll("[^x]", "")).hasSize(75);
    }

    /** A record of a person must fit a screen, whatever is in it. */
    @Test
    void longValuesAndManyTimesAreCut() {
        Placed left = record("crm", "1", value("note", "\ud83d\ude00".repeat(100_000), 2020, 0));
        Descriptor[] often =
                IntStream.range(0, 500)
                        .mapToObj(i -> value("note", "b", 2021 + 2 * i, 2022 + 2 * i))
                        .toArray(Descriptor[]::new);

        String text = table.of(RULES, left, record("erp", "2", often));

        assertThat(text.lines()).hasSizeLessThan(100);
        assertThat(text).contains("… and 99700", "and at 480 more times");
    }

    private static Placed record(String perspective, String uid, Descriptor... values) {
        return new Placed(
                new RecordIdentity("person", perspective, uid),
                "person-1",
                List.of(values).stream().sorted().toList());
    }

    /** A value from one year to another; 0 is never. */
    private static Descriptor value(String attribute, String value, int from, int to) {
        return new Descriptor(
                attribute,
                value,
                new Interval(
                        Timeline.MILLIS.parse(from + "-01-01"),
                        to == 0 ? Interval.MAX : Timeline.MILLIS.parse(to + "-01-01")));
    }
}
