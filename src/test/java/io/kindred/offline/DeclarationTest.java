package io.kindred.offline;

import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.storage.CorruptStateException;
import io.kindred.temporal.Timeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeclarationTest {

    private static final String ONTOLOGY =
            """
            entity_types:
              person:
                identity_keys:
                  - {name: email, attributes: [email]}
                  - {name: phone, attributes: [phone], max_records: 5}
                strong_identifiers:
                  - {attribute: ssn}
                attributes:
                  email: {normalize: [trim], nulls: ["N/A"]}
            perspectives:
              hr: {weight: 200}
            """;

    private static final String BEFORE = text(ONTOLOGY);

    @Test
    void isReadAsItIsKept() {
        Declaration read = Declaration.read(BEFORE);
        assertThat(read.timeline()).isEqualTo(Timeline.MILLIS);
        assertThat(read.ontology().rules("person")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MILLIS", "NEVER {}", "MILLIS {\"entity_types\": 1}"})
    void isNothingElse(String text) {
        assertThatThrownBy(() -> Declaration.read(text)).isInstanceOf(CorruptStateException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "perspectives:|'  company:\n    identity_keys: [{name: vat, attributes: [vat]}]\nperspectives:'",
                "perspectives:|'perspectives:\n  crm: {weight: 100}'",
                "attributes: [email]}|attributes: [email], max_records: 1000}",
                "{attribute: ssn}|{attribute: ssn, scope: global}",
                "'  person:'|'  person:\n    retention: P90D'",
                "[trim], nulls|[trim], retention: 5, nulls",
                "'  attributes:\n      email'|'  attributes:\n      phone: {cardinality: one}\n      email'"
            })
    void maySayMoreOfWhatNoRecordIsTouchedBy(String part, String instead) {
        String now = text(changed(part, instead));
        assertThat(now).isNotEqualTo(BEFORE);
        assertThat(Declaration.refusal(BEFORE, now)).isEmpty();
    }

    @Test
    void mayNotSayLessOrNameATypeThatAnyStoodFor() {
        String two = text(changed("perspectives:", "  company: {}\nperspectives:"));
        assertThat(Declaration.refusal(two, BEFORE).orElseThrow())
                .containsExactly("entity_types.company: is gone, was {}");
        String any = text("entity_types: {'*': {}}");
        String named = "entity_types: {'*': {}, person: {constraints: %s}}";
        assertThat(Declaration.refusal(any, text(named.formatted("[]")))).isEmpty();
        String unique = "[{name: a, attribute: b, kind: unique}]";
        assertThat(Declaration.refusal(any, text(named.formatted(unique)))).isPresent();
        assertThat(Declaration.refusal(text("entity_types: {person: {}}"), any)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_records: 5|max_records: 6|entity_types.person.identity_keys[phone].max_records: was 5, is 6",
                ", max_records: 5|''|entity_types.person.identity_keys[phone].max_records: is gone, was 5",
                "[trim]|[trim, digits]|entity_types.person.attributes.email.normalize: was [\"trim\"], is [\"trim\",\"digits\"]",
                "{attribute: ssn}|{attribute: tax}|entity_types.person.strong_identifiers[tax]: is new, {\"attribute\":\"tax\"}",
                "weight: 200|weight: 300|perspectives.hr.weight: was 200, is 300",
                "name: email|name: mail|entity_types.person.identity_keys[email]: is gone, was {\"attributes\":[\"email\"],\"name\":\"email\"}"
            })
    void isRefusedWithTheDifference(String part, String instead, String line) {
        assertThat(Declaration.refusal(BEFORE, text(changed(part, instead))).orElseThrow())
                .contains(line);
    }

    @Test
    void isRefusedWithTheLevelAndTheNumberOfDifferences() {
        String scored =
                """
                entity_types:
                  person:
                    score:
                      comparisons:
                        - {attribute: a, levels: [{compare: jaro, at_least: 0.9, weight: 2}, {weight: 1, frequencies: %s}]}
                """;
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            table.append(table.isEmpty() ? "{" : ", ").append("v").append(i).append(": ").append(i);
        }
        String before = text(scored.formatted(table + "}"));
        String now = text(scored.formatted("{}").replace("0.9", "0.95"));
        assertThat(Declaration.refusal(before, now).orElseThrow())
                .hasSize(51)
                .startsWith(
                        "entity_types.person.score.comparisons[a].levels[0].at_least: was 0.9, is"
                                + " 0.95")
                .endsWith("and 151 more differences");
    }

    @Test
    void isRefusedInAnotherOrderOfKeys() {
        String other =
                text(
                        changed(
                                "      - {name: email, attributes: [email]}\n"
                                        + "      - {name: phone, attributes: [phone], max_records: 5}\n",
                                "      - {name: phone, attributes: [phone], max_records: 5}\n"
                                        + "      - {name: email, attributes: [email]}\n"));
        assertThat(Declaration.refusal(BEFORE, other).orElseThrow())
                .containsExactly(
                        "entity_types.person.identity_keys: the order was [email, phone],"
                                + " is [phone, email]");
    }

    @Test
    void mayShortenARetentionAndNotLengthenOrRemoveIt() {
        String days = text(changed("  person:", "  person:\n    retention: P90D"));
        String hours = text(changed("  person:", "  person:\n    retention: PT2160H"));
        String longer = text(changed("  person:", "  person:\n    retention: P91D"));
        assertThat(Declaration.refusal(days, hours)).isEmpty();
        assertThat(Declaration.refusal(longer, days)).isEmpty();
        String rule =
                "; a retention may be introduced or shortened, not lengthened or removed, since"
                        + " what expired is gone";
        String person = "entity_types.person.retention: ";
        String email = "entity_types.person.attributes.email.retention: ";
        String counted =
                "values counted for 7776000000 points of time, and now would for 7862400000 points"
                        + " of time";
        assertThat(Declaration.refusal(days, longer).orElseThrow())
                .containsExactly(
                        person + "was \"P90D\", is \"P91D\"",
                        person + counted + rule,
                        email + counted + rule);
        String forever = "values counted for 7776000000 points of time, and now would for ever";
        assertThat(Declaration.refusal(days, BEFORE).orElseThrow())
                .contains(person + "is gone, was \"P90D\"", person + forever + rule);
    }

    @Test
    void isRefusedWithAnotherTimeline() {
        String integer = Declaration.text(Timeline.INTEGER, document(ONTOLOGY));
        assertThat(Declaration.refusal(BEFORE, integer).orElseThrow())
                .containsExactly("timeline: was millis, is integer");
    }

    private static String changed(String part, String instead) {
        assertThat(ONTOLOGY).contains(part);
        return ONTOLOGY.replace(part, instead);
    }

    private static String text(String ontology) {
        return Declaration.text(Timeline.MILLIS, document(ontology));
    }

    private static OntologyDocument document(String ontology) {
        return OntologyDocument.of(StrictYaml.read("ontology.yaml", ontology));
    }
}
