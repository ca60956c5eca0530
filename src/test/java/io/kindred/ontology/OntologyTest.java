package io.kindred.ontology;

import io.kindred.ontology.AttributeRules.Cardinality;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class OntologyTest {

    private static final EntityTypeRules NO_RULES =
            new EntityTypeRules(List.of(), List.of(), List.of(), Map.of());
    private static final EntityTypeRules PERSON =
            new EntityTypeRules(
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(
                            "phone",
                            new AttributeRules(Normalization.NONE, Cardinality.MANY, List.of())));

    @Test
    void coversNamedTypesAndThoseThatAnyStandsFor() {
        Ontology named = new Ontology(Map.of("person", PERSON), Map.of());
        assertThat(named.rules("person")).contains(PERSON);
        assertThat(named.rules("company")).isEmpty();
        Ontology any = new Ontology(Map.of("person", PERSON, Ontology.ANY, NO_RULES), Map.of());
        assertThat(any.rules("person")).contains(PERSON);
        assertThat(any.rules("company")).contains(NO_RULES);
    }

    @Test
    void hasDefaultsForWhatIsNotNamed() {
        assertThat(PERSON.attribute("email")).isEqualTo(AttributeRules.DEFAULT);
        assertThat(PERSON.isMany("email")).isFalse();
        assertThat(PERSON.isMany("phone")).isTrue();
        assertThat(AttributeRules.DEFAULT.prefer()).isEmpty();
        assertThat(AttributeRules.DEFAULT.normalization().apply(" A ")).contains(" A ");
        Ontology ontology = new Ontology(Map.of(), Map.of());
        assertThat(ontology.perspective("crm")).isEqualTo(new Perspective(100, Set.of()));
        assertThat(ontology.weight("crm", "email")).isEqualTo(new AttributeWeight(false, 100));
        assertThat(IdentityKey.DEFAULT_MAX_RECORDS).isEqualTo(1000);
    }

    @Test
    void authorityOutweighsEveryWeight() {
        Ontology ontology =
                new Ontology(
                        Map.of(),
                        Map.of(
                                "hr", new Perspective(-5, Set.of("employee_id")),
                                "crm", new Perspective(200, Set.of())));
        AttributeWeight hr = ontology.weight("hr", "employee_id");
        AttributeWeight crm = ontology.weight("crm", "employee_id");
        AttributeWeight unknown = ontology.weight("web", "employee_id");
        assertThat(Stream.of(hr, unknown, crm).sorted()).containsExactly(unknown, crm, hr);
        assertThat(ontology.weight("hr", "email")).isLessThan(unknown);
    }

    @Test
    void valuesAreGenericAboveTheLimit() {
        IdentityKey limited = new IdentityKey("k", List.of(), OptionalLong.of(2));
        assertThat(limited.isGeneric(2)).isFalse();
        assertThat(limited.isGeneric(3)).isTrue();
        IdentityKey unlimited = new IdentityKey("k", List.of(), OptionalLong.empty());
        assertThat(unlimited.isGeneric(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void retentionMayBeIntroducedOrShortened() {
        Ontology forever = retaining(Retention.FOREVER, Map.of());
        Ontology ten = retaining(new Retention(10), Map.of());
        Ontology five = retaining(new Retention(5), Map.of());
        assertThat(ten.keeps(forever)).isTrue();
        assertThat(five.keeps(ten)).isTrue();
        assertThat(ten.keeps(five)).isFalse();
        assertThat(forever.keeps(ten)).isFalse();
        assertThat(ten.longerThan(five))
                .containsExactly(
                        new LongerRetention("person", "", new Retention(5), new Retention(10)));
    }

    @Test
    void theRetentionInForceOfEachAttributeCounts() {
        Ontology ten = retaining(new Retention(10), Map.of());
        Ontology spelledOut = retaining(new Retention(10), Map.of("email", new Retention(10)));
        assertThat(spelledOut.keeps(ten)).isTrue();
        assertThat(ten.keeps(spelledOut)).isTrue();
        Ontology longer = retaining(new Retention(5), Map.of("email", new Retention(11)));
        assertThat(longer.keeps(ten)).isFalse();
        assertThat(longer.longerThan(ten))
                .containsExactly(
                        new LongerRetention(
                                "person", "email", new Retention(10), new Retention(11)));
        Ontology exempt = retaining(new Retention(10), Map.of("email", Retention.FOREVER));
        assertThat(exempt.keeps(ten)).isFalse();
        assertThat(ten.keeps(exempt)).isTrue();
    }

    @Test
    void theRetentionOfATypeThatAnyStoodForIsHeldAgainstThatOfAny() {
        Ontology any =
                new Ontology(Map.of(Ontology.ANY, rules(new Retention(10), Map.of())), Map.of());
        Ontology named =
                new Ontology(
                        Map.of(
                                Ontology.ANY,
                                rules(new Retention(10), Map.of()),
                                "person",
                                rules(new Retention(20), Map.of())),
                        Map.of());
        assertThat(named.keeps(any)).isFalse();
        assertThat(any.keeps(named)).isTrue();
    }

    private static Ontology retaining(Retention ofType, Map<String, Retention> ofAttributes) {
        return new Ontology(Map.of("person", rules(ofType, ofAttributes)), Map.of());
    }

    private static EntityTypeRules rules(Retention ofType, Map<String, Retention> ofAttributes) {
        Map<String, AttributeRules> attributes = new HashMap<>();
        ofAttributes.forEach(
                (name, retention) ->
                        attributes.put(
                                name,
                                new AttributeRules(
                                        Normalization.NONE,
                                        Cardinality.ONE,
                                        List.of(),
                                        Optional.of(retention))));
        return new EntityTypeRules(List.of(), List.of(), List.of(), attributes, ofType);
    }
}
