package io.kindred.codec;

import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Retention;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RetentionReaderTest {

    private static final String EXPECTED = ConfigDuration.EXPECTED;

    @ParameterizedTest
    @CsvSource({
        "P730D,63072000000",
        "PT12H,43200000",
        "P1DT2H,93600000",
        "PT1H2M3S,3723000",
        "PT0.5S,500",
        "PT1.025S,1025",
        "P0D,0",
        "0,0",
        "17,17",
        "9223372036854775806,9223372036854775806"
    })
    void readsDurationsAndPoints(String text, long points) {
        assertThat(person("retention: " + text).retention()).isEqualTo(new Retention(points));
    }

    @Test
    void anAttributeHasItsOwnOrThatOfItsType() {
        EntityTypeRules rules =
                person(
                        "{retention: P1D, attributes: {a: {retention: 5}, b: {retention: null},"
                                + " c: {}}}");
        assertThat(rules.retention("a")).isEqualTo(new Retention(5));
        assertThat(rules.retention("b")).isEqualTo(Retention.FOREVER);
        assertThat(rules.retention("c")).isEqualTo(new Retention(86_400_000));
        assertThat(rules.retention("d")).isEqualTo(new Retention(86_400_000));
        assertThat(person("{}").hasRetention()).isFalse();
        assertThat(person("retention: null").hasRetention()).isFalse();
        assertThat(person("attributes: {a: {retention: 5}}").hasRetention()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "P2Y|found 'P2Y'; years, months and weeks are not allowed, write days",
                "P3M|found 'P3M'; years, months and weeks are not allowed, write days",
                "P1W|found 'P1W'; years, months and weeks are not allowed, write days",
                "-P1D|found '-P1D'; it must not be negative",
                "P-1D|found 'P-1D'; it must not be negative",
                "P|found 'P'",
                "PT|found 'PT'",
                "P1DT|found 'P1DT'",
                "P1H|found 'P1H'",
                "p1d|found 'p1d'",
                "PT1.5H|found 'PT1.5H'",
                "PT1.0001S|found 'PT1.0001S'",
                "a year|found 'a year'",
                "''|found ''"
            })
    void namesWhatIsNoDuration(String text, String problem) {
        assertThatThrownBy(() -> person("attributes: {a: {retention: '" + text + "'}}"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage(
                        "o.yaml: entity_types.person.attributes.a.retention: expected "
                                + EXPECTED
                                + ", "
                                + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1|expected an integer from 0 to 9223372036854775806, found the number -1",
                "1.5|expected an integer from 0 to 9223372036854775806, found the number 1.5",
                "true|expected an integer from 0 to 9223372036854775806, found the boolean true",
                "P99999999999999D|'P99999999999999D' is longer than 64 bits of milliseconds",
                "P9999999999999999999999D|'P9999999999999999999999D' is longer than 64 bits of"
                        + " milliseconds"
            })
    void namesWhatIsOutOfBounds(String text, String problem) {
        assertThatThrownBy(() -> person("retention: " + text))
                .hasMessage("o.yaml: entity_types.person.retention: " + problem);
    }

    @Test
    void durationsHaveNoPlaceOnATimelineOfIntegers() {
        ConfigNode node = StrictYaml.read("o.yaml", "entity_types: {person: {retention: P1D}}");
        assertThat(OntologyDocument.of(node, Timeline.MILLIS).ontology()).isNotNull();
        assertThatThrownBy(() -> OntologyDocument.of(node, Timeline.INTEGER))
                .hasMessage(
                        "o.yaml: entity_types.person.retention: expected an integer of points,"
                                + " since the timeline is integer, found 'P1D'");
        ConfigNode points = StrictYaml.read("o.yaml", "entity_types: {person: {retention: 5}}");
        assertThat(OntologyDocument.of(points, Timeline.INTEGER).ontology())
                .isEqualTo(OntologyReader.read(points));
    }

    private static EntityTypeRules person(String rules) {
        String text = rules.startsWith("{") ? rules : "{" + rules + "}";
        Ontology ontology = OntologyReader.read("o.yaml", "entity_types: {person: " + text + "}");
        return ontology.rules("person").orElseThrow();
    }
}
