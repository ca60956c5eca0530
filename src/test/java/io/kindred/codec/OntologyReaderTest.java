package io.kindred.codec;

import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.AttributeRules.Cardinality;
import io.kindred.ontology.AttributeRules.Preference;
import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.Normalization;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Perspective;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class OntologyReaderTest {

    private static final String NORMALIZERS = NormalizerReaderTest.NAMES;

    @Test
    void readsEverything() {
        Ontology ontology =
                read(
                        """
                        entity_types:
                          person:
                            identity_keys:
                              - {name: email, attributes: [email], max_records: null}
                              - name: name_dob
                                attributes: [{attribute: surname, normalize: [soundex]}, dob]
                                max_records: 100
                            strong_identifiers:
                              - {attribute: ssn, scope: perspective}
                              - {attribute: ssn, scope: global}
                            constraints:
                              - {name: a, attribute: email, kind: unique, scope: global}
                              - {name: b, attribute: ssn, kind: single_valued, scope: perspective}
                            attributes:
                              email: {normalize: [trim, lowercase], nulls: ["N/A", ""], cardinality: one, prefer: [majority, latest]}
                              phone: {normalize: [digits], cardinality: many}
                          "*": {}
                        perspectives:
                          hr: {weight: 200, authoritative: [employee_id, ssn]}
                          crm: {weight: -9223372036854775808}
                        """);
        EntityTypeRules person = ontology.rules("person").orElseThrow();
        assertThat(person)
                .isEqualTo(
                        new EntityTypeRules(
                                List.of(
                                        new IdentityKey(
                                                "email",
                                                List.of(new KeyAttribute("email", List.of())),
                                                OptionalLong.empty()),
                                        new IdentityKey(
                                                "name_dob",
                                                List.of(
                                                        new KeyAttribute(
                                                                "surname",
                                                                List.of(BasicNormalizer.SOUNDEX)),
                                                        new KeyAttribute("dob", List.of())),
                                                OptionalLong.of(100))),
                                List.of(
                                        new StrongIdentifier("ssn", Scope.PERSPECTIVE),
                                        new StrongIdentifier("ssn", Scope.GLOBAL)),
                                List.of(
                                        new Constraint(
                                                "a", "email", Constraint.Kind.UNIQUE, Scope.GLOBAL),
                                        new Constraint(
                                                "b",
                                                "ssn",
                                                Constraint.Kind.SINGLE_VALUED,
                                                Scope.PERSPECTIVE)),
                                Map.of(
                                        "email",
                                        new AttributeRules(
                                                new Normalization(
                                                        List.of(
                                                                BasicNormalizer.TRIM,
                                                                BasicNormalizer.LOWERCASE),
                                                        Set.of("n/a", "")),
                                                Cardinality.ONE,
                                                List.of(Preference.MAJORITY, Preference.LATEST)),
                                        "phone",
                                        new AttributeRules(
                                                new Normalization(
                                                        List.of(BasicNormalizer.DIGITS), Set.of()),
                                                Cardinality.MANY,
                                                List.of()))));
        assertThat(ontology.rules("company")).contains(nothing());
        assertThat(ontology.perspective("hr"))
                .isEqualTo(new Perspective(200, Set.of("employee_id", "ssn")));
        assertThat(ontology.perspective("crm"))
                .isEqualTo(new Perspective(Long.MIN_VALUE, Set.of()));
    }

    @Test
    void commonNullsAreAListUnlessTheyAreAValue() {
        String text =
                """
                entity_types:
                  person:
                    attributes:
                      a: {nulls: [common, x]}
                      b: {nulls: [{value: common}, x]}
                """;
        Map<String, AttributeRules> attributes =
                read(text).entityTypes().get("person").attributes();
        assertThat(attributes.get("a").normalization())
                .isEqualTo(new Normalization(List.of(), Set.of("x"), true));
        assertThat(attributes.get("b").normalization())
                .isEqualTo(new Normalization(List.of(), Set.of("common", "x")));
    }

    @Test
    void fillsInDefaults() {
        Ontology ontology =
                read(
                        """
                        entity_types:
                          person:
                            identity_keys: [{name: email, attributes: [email]}]
                            strong_identifiers: [{attribute: ssn}]
                            constraints:
                              - {name: a, attribute: email, kind: unique}
                              - {name: b, attribute: ssn, kind: single_valued}
                            attributes: {email: {}, phone: }
                        perspectives: {crm: {}, hr: }
                        """);
        EntityTypeRules person = ontology.rules("person").orElseThrow();
        assertThat(person.identityKeys().get(0).maxRecords()).hasValue(1000);
        assertThat(person.strongIdentifiers().get(0).scope()).isEqualTo(Scope.GLOBAL);
        assertThat(person.constraints())
                .extracting(Constraint::scope)
                .containsExactly(Scope.PERSPECTIVE, Scope.GLOBAL);
        assertThat(person.attributes().values()).hasSize(2).containsOnly(AttributeRules.DEFAULT);
        assertThat(ontology.perspectives().values()).hasSize(2).containsOnly(Perspective.DEFAULT);
        assertThat(ontology.rules("company")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entity_types: {person: }",
                "entity_types: {person: {}}\nperspectives:",
                "entity_types: {person: {identity_keys: , strong_identifiers: null,"
                        + " constraints: ~, attributes: }}",
                "{\"entity_types\": {\"person\": {\"identity_keys\": [], \"constraints\": []}}}"
            })
    void takesNullCollectionsForMissingOnes(String text) {
        assertThat(read(text)).isEqualTo(new Ontology(Map.of("person", nothing()), Map.of()));
    }

    @Test
    void survivesTheRoadThroughCanonicalJson() {
        ConfigNode node =
                StrictYaml.read(
                        "o.yaml",
                        "entity_types: {p: {identity_keys: [{name: \"\\x7f\", attributes: [a],"
                                + " max_records: }]}} # words");
        OntologyDocument document = OntologyDocument.of(node);
        assertThat(document.ontology()).isEqualTo(OntologyReader.read(node));
    }

    @Test
    void readsTheExample() throws IOException {
        Path example = Path.of("conf/ontology-example.yaml");
        Ontology ontology = OntologyReader.read(example.toString(), Files.readString(example));
        assertThat(ontology.rules("person").orElseThrow().identityKeys()).hasSize(4);
        assertThat(ontology.perspective("hr").weight()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource({"wrongFiles", "wrongKeys", "wrongIdentifiersAndConstraints", "wrongAttributes"})
    void namesWhatIsWrong(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("o.yaml: " + problem);
    }

    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                arguments("", "is empty; expected one document"),
                arguments("person", "expected an object, found the text 'person'"),
                arguments("[]", "expected an object, found a list"),
                arguments(
                        "entity_type: {}",
                        "entity_type: unknown field 'entity_type'; did you mean 'entity_types'?"
                                + " Known fields: entity_types, perspectives"),
                arguments(
                        "perspectives: {}",
                        "entity_types: missing; expected an object with at least one entity type,"
                                + " or '*' for any"),
                arguments(
                        "entity_types: {}",
                        "entity_types: empty; expected at least one entity type, or '*' for any"),
                arguments(
                        "entity_types: null",
                        "entity_types: empty; expected at least one entity type, or '*' for any"),
                arguments(
                        "entity_types: [person]", "entity_types: expected an object, found a list"),
                arguments(
                        "entity_types: {'': {}}",
                        "entity_types[\"\"]: expected a non-empty name, found ''"),
                arguments(
                        "entity_types: {\"a\\x1fb\": {}}",
                        "entity_types[\"a\u001fb\"]: the name contains U+001F, which is not "
                                + "allowed in a record's identity"),
                arguments(
                        "entity_types: {person: 3}",
                        "entity_types.person: expected an object, found the number 3"),
                arguments(
                        "entity_types: {person: {}, person: {}}",
                        "entity_types.person: line 1, column 28: the field occurs twice; keep one"),
                perspectives("[crm]", "perspectives: expected an object, found a list"),
                perspectives("{'': {}}", "perspectives[\"\"]: expected a non-empty name, found ''"),
                perspectives(
                        "{\"\\x1f\": {}}",
                        "perspectives[\"\u001f\"]: the name contains U+001F, which is not "
                                + "allowed in a record's identity"),
                perspectives(
                        "{crm: {wieght: 1}}",
                        "perspectives.crm.wieght: unknown field 'wieght'; did you mean 'weight'?"
                                + " Known fields: weight, authoritative"),
                perspectives(
                        "{crm: {weight: 3.0}}",
                        "perspectives.crm.weight: expected a 64-bit integer, found the number 3.0"),
                perspectives(
                        "{crm: {weight: 9223372036854775808}}",
                        "perspectives.crm.weight: expected a 64-bit integer, found the number"
                                + " 9223372036854775808"),
                perspectives(
                        "{crm: {weight: -9223372036854775809}}",
                        "perspectives.crm.weight: expected a 64-bit integer, found the number"
                                + " -9223372036854775809"),
                perspectives(
                        "{crm: {weight: '7'}}",
                        "perspectives.crm.weight: expected a 64-bit integer, found the text '7';"
                                + " remove the quotes"),
                perspectives(
                        "{crm: {weight: }}",
                        "perspectives.crm.weight: expected a 64-bit integer, found nothing"),
                perspectives(
                        "{crm: {weight: high}}",
                        "perspectives.crm.weight: expected a 64-bit integer, found the text"
                                + " 'high'"),
                perspectives(
                        "{crm: {authoritative: ssn}}",
                        "perspectives.crm.authoritative: expected a list, found the text 'ssn';"
                                + " write [ssn]"),
                perspectives(
                        "{crm: {authoritative: [3]}}",
                        "perspectives.crm.authoritative[0]: expected a string, found the number 3;"
                                + " quote it if it is meant as text"),
                perspectives(
                        "{crm: {authoritative: [ssn, '']}}",
                        "perspectives.crm.authoritative[1]: expected a non-empty string, found"
                                + " ''"),
                person(
                        "identity_key: []",
                        "identity_key: unknown field 'identity_key'; did you mean 'identity_keys'?"
                                + " Known fields: identity_keys, score, strong_identifiers,"
                                + " one_per_perspective, constraints, attributes, retention"));
    }

    static Stream<Arguments> wrongKeys() {
        return Stream.of(
                person("identity_keys: {}", "identity_keys: expected a list, found an object"),
                key("email", ": expected an object, found the text 'email'"),
                key(
                        "{name: k, attributes: [a], kind: exact}",
                        ".kind: unknown field 'kind'; known fields: name, attributes, max_records,"
                                + " where, unordered"),
                key("{attributes: [a]}", ".name: missing; expected a name of the key"),
                key("{name: '', attributes: [a]}", ".name: expected a non-empty string, found ''"),
                key(
                        "{name: 1, attributes: [a]}",
                        ".name: expected a string, found the number 1; quote it if it is meant as"
                                + " text"),
                key("{name: k}", ".attributes: missing; expected a list of at least one attribute"),
                key(
                        "{name: k, attributes: []}",
                        ".attributes: empty; expected at least one attribute"),
                key(
                        "{name: k, attributes: }",
                        ".attributes: empty; expected at least one attribute"),
                key(
                        "{name: k, attributes: a}",
                        ".attributes: expected a list, found the text 'a'; write [a]"),
                key(
                        "{name: k, attributes: [a, b, a]}",
                        ".attributes[2]: the attribute 'a' is at"
                                + " entity_types.person.identity_keys[0].attributes[0] too; a key"
                                + " has it only once"),
                key(
                        "{name: k, attributes: [a, {attribute: a, normalize: [soundex]}]}",
                        ".attributes[1]: the attribute 'a' is at"
                                + " entity_types.person.identity_keys[0].attributes[0] too; a key"
                                + " has it only once"),
                key(
                        "{name: k, attributes: ['']}",
                        ".attributes[0]: expected a non-empty string, found ''"),
                key(
                        "{name: k, attributes: [3]}",
                        ".attributes[0]: expected the name of an attribute or an object with the"
                                + " fields attribute, any_of, normalize, found the number 3"),
                key(
                        "{name: k, attributes: [null]}",
                        ".attributes[0]: expected the name of an attribute or an object with the"
                                + " fields attribute, any_of, normalize, found null"),
                key(
                        "{name: k, attributes: [{normalize: [trim]}]}",
                        ".attributes[0].attribute: missing; expected the name of an attribute"),
                key(
                        "{name: k, attributes: [{attribute: ''}]}",
                        ".attributes[0].attribute: expected a non-empty string, found ''"),
                key(
                        "{name: k, attributes: [{attribute: a, normalise: [trim]}]}",
                        ".attributes[0].normalise: unknown field 'normalise'; did you mean"
                                + " 'normalize'? Known fields: attribute, any_of, normalize"),
                key(
                        "{name: k, attributes: [{attribute: a, normalize: [soundx]}]}",
                        ".attributes[0].normalize[0]: unknown normaliser 'soundx'; did you mean"
                                + " 'soundex'? Expected one of "
                                + NORMALIZERS),
                key(
                        "{name: k, attributes: [a], max_records: 0}",
                        ".max_records: expected a 64-bit integer of at least 1, found the number"
                                + " 0"),
                key(
                        "{name: k, attributes: [a], max_records: 1.5}",
                        ".max_records: expected a 64-bit integer of at least 1, found the number"
                                + " 1.5"),
                key(
                        "{name: k, attributes: [a], max_records: none}",
                        ".max_records: expected a 64-bit integer of at least 1, found the text"
                                + " 'none'"),
                person(
                        "identity_keys: [{name: k, attributes: [a]}, {name: k, attributes: [b]}]",
                        "identity_keys[1].name: the name 'k' is at"
                                + " entity_types.person.identity_keys[0].name too; names of keys"
                                + " must differ"));
    }

    static Stream<Arguments> wrongIdentifiersAndConstraints() {
        return Stream.of(
                person(
                        "strong_identifiers: [ssn]",
                        "strong_identifiers[0]: expected an object, found the text 'ssn'"),
                person(
                        "strong_identifiers: [{}]",
                        "strong_identifiers[0].attribute: missing; expected the name of an"
                                + " attribute"),
                person(
                        "strong_identifiers: [{attribute: ''}]",
                        "strong_identifiers[0].attribute: expected a non-empty string, found ''"),
                person(
                        "strong_identifiers: [{attribute: a, name: b}]",
                        "strong_identifiers[0].name: unknown field 'name'; known fields: attribute,"
                                + " scope, differ"),
                person(
                        "strong_identifiers: [{attribute: a, scope: local}]",
                        "strong_identifiers[0].scope: unknown scope 'local'; expected one of"
                                + " perspective, global"),
                person(
                        "strong_identifiers: [{attribute: a, scope: }]",
                        "strong_identifiers[0].scope: expected one of perspective, global, found"
                                + " nothing"),
                person(
                        "strong_identifiers: [{attribute: a}, {attribute: a, scope: global}]",
                        "strong_identifiers[1]: the same attribute and scope is at"
                                + " entity_types.person.strong_identifiers[0] too; keep one"),
                constraint(
                        "{name: c, attribute: a}",
                        ".kind: missing; expected unique or single_valued"),
                constraint(
                        "{name: c, attribute: a, kind: uniqe}",
                        ".kind: unknown constraint kind 'uniqe'; did you mean 'unique'? Expected"
                                + " one of unique, single_valued"),
                constraint(
                        "{attribute: a, kind: unique}",
                        ".name: missing; expected a name of the constraint"),
                constraint(
                        "{name: '', attribute: a, kind: unique}",
                        ".name: expected a non-empty string, found ''"),
                constraint(
                        "{name: c, kind: unique}",
                        ".attribute: missing; expected the name of an attribute"),
                constraint(
                        "{name: c, attribute: '', kind: unique}",
                        ".attribute: expected a non-empty string, found ''"),
                constraint(
                        "{name: c, attribute: a, kind: unique, scope: globl}",
                        ".scope: unknown scope 'globl'; did you mean 'global'? Expected one of"
                                + " perspective, global"),
                constraint(
                        "{name: c, attribute: a, kind: unique, weight: 1}",
                        ".weight: unknown field 'weight'; known fields: name, attribute, kind,"
                                + " scope"),
                constraint(
                        "{name: c, attribute: phone, kind: single_valued}",
                        ".attribute: the constraint is single_valued, but the attribute 'phone' has"
                                + " cardinality many; expected an attribute of cardinality one"),
                person(
                        "constraints: [{name: c, attribute: a, kind: unique}, {name: c, attribute:"
                                + " b, kind: single_valued}]",
                        "constraints[1].name: the name 'c' is at"
                                + " entity_types.person.constraints[0].name too; names of"
                                + " constraints must differ"));
    }

    static Stream<Arguments> wrongAttributes() {
        return Stream.of(
                person("attributes: [a]", "attributes: expected an object, found a list"),
                person(
                        "attributes: {'': {}}",
                        "attributes[\"\"]: expected a non-empty name, found ''"),
                person(
                        "attributes: {first name: 3}",
                        "attributes[\"first name\"]: expected an object, found the number 3"),
                attribute(
                        "{cardinalty: one}",
                        ".cardinalty: unknown field 'cardinalty'; did you mean 'cardinality'? Known"
                                + " fields: normalize, nulls, cardinality, prefer, retention"),
                attribute(
                        "{cardinality: two}",
                        ".cardinality: unknown cardinality 'two'; expected one of one, many"),
                attribute(
                        "{cardinality: 1}",
                        ".cardinality: expected one of one, many, found the number 1"),
                attribute(
                        "{normalize: trim}",
                        ".normalize: expected a list, found the text 'trim'; write [trim]"),
                attribute(
                        "{normalize: [trim, lower]}",
                        ".normalize[1]: unknown normaliser 'lower'; expected one of "
                                + NORMALIZERS),
                attribute(
                        "{normalize: [strip-accents]}",
                        ".normalize[0]: unknown normaliser 'strip-accents'; did you mean"
                                + " 'strip_accents'? Expected one of "
                                + NORMALIZERS),
                attribute(
                        "{nulls: N/A}",
                        ".nulls: expected a list, found the text 'N/A'; write [N/A]"),
                attribute(
                        "{nulls: [x, null]}",
                        ".nulls[1]: expected a string, found null; quote it if it is meant as"
                                + " text"),
                attribute(
                        "{nulls: [0]}",
                        ".nulls[0]: expected a string, found the number 0; quote it if it is meant"
                                + " as text"),
                attribute(
                        "{nulls: [{valeu: common}]}",
                        ".nulls[0].valeu: unknown field 'valeu'; did you mean 'value'? Known"
                                + " fields: value"),
                attribute(
                        "{nulls: [{}]}",
                        ".nulls[0].value: missing; expected a value that means none"),
                attribute(
                        "{prefer: latest}",
                        ".prefer: expected a list, found the text 'latest'; write [latest]"),
                attribute(
                        "{prefer: [newest]}",
                        ".prefer[0]: unknown prefer rule 'newest'; expected one of majority,"
                                + " latest"),
                attribute(
                        "{prefer: [{rule: latest}]}",
                        ".prefer[0]: expected one of majority, latest, found an object"));
    }

    private static Arguments perspectives(String yaml, String problem) {
        return arguments("entity_types: {person: {}}\nperspectives: " + yaml, problem);
    }

    private static Arguments person(String yaml, String problem) {
        return arguments(
                "entity_types: {person: {" + yaml + "}}", "entity_types.person." + problem);
    }

    private static Arguments key(String yaml, String problem) {
        return person("identity_keys: [" + yaml + "]", "identity_keys[0]" + problem);
    }

    private static Arguments constraint(String yaml, String problem) {
        return person(
                "attributes: {phone: {cardinality: many}}, constraints: [" + yaml + "]",
                "constraints[0]" + problem);
    }

    private static Arguments attribute(String yaml, String problem) {
        return person("attributes: {a: " + yaml + "}", "attributes.a" + problem);
    }

    private static EntityTypeRules nothing() {
        return new EntityTypeRules(List.of(), List.of(), List.of(), Map.of());
    }

    private static Ontology read(String text) {
        return OntologyReader.read("o.yaml", text);
    }
}
