package io.kindred.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.AttributeRules.Cardinality;
import io.kindred.ontology.AttributeRules.Preference;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Perspective;
import io.kindred.ontology.Retention;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;
import io.kindred.oracle.NaiveNormalizers;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Ontologies of the worked cases, all of them valid. */
final class OntologyJson {

    private OntologyJson() {}

    static Ontology ontology(JsonNode json) {
        return new Ontology(
                map(json.path("entity_types"), OntologyJson::entityType),
                map(json.path("perspectives"), OntologyJson::perspective));
    }

    private static EntityTypeRules entityType(JsonNode json) {
        return new EntityTypeRules(
                InputJson.list(json.path("identity_keys"), OntologyJson::identityKey),
                InputJson.list(
                        json.path("strong_identifiers"),
                        strong ->
                                new StrongIdentifier(
                                        strong.path("attribute").asText(),
                                        scope(strong, Scope.GLOBAL),
                                        strong.has("differ")
                                                ? Optional.of(
                                                        MatchingJson.threshold(
                                                                strong.path("differ")))
                                                : Optional.empty())),
                InputJson.list(json.path("constraints"), OntologyJson::constraint),
                map(json.path("attributes"), OntologyJson::attribute),
                retention(json).orElse(Retention.FOREVER),
                json.has("score")
                        ? Optional.of(MatchingJson.score(json.path("score")))
                        : Optional.empty(),
                json.path("one_per_perspective").asBoolean());
    }

    private static IdentityKey identityKey(JsonNode json) {
        JsonNode limit = json.path("max_records");
        KeyTest test = MatchingJson.keyTest(json.path("where"));
        long byDefault =
                test instanceof KeyTest.None
                        ? IdentityKey.DEFAULT_MAX_RECORDS
                        : IdentityKey.DEFAULT_MAX_TESTED_RECORDS;
        return new IdentityKey(
                json.path("name").asText(),
                InputJson.list(json.path("attributes"), OntologyJson::keyAttribute),
                limit.isNull() ? OptionalLong.empty() : OptionalLong.of(limit.asLong(byDefault)),
                test,
                json.path("unordered").asBoolean());
    }

    private static KeyAttribute keyAttribute(JsonNode json) {
        if (json.isTextual()) {
            return new KeyAttribute(json.asText(), List.of());
        }
        return new KeyAttribute(
                json.has("any_of")
                        ? InputJson.strings(json.path("any_of"))
                        : List.of(json.path("attribute").asText()),
                steps(json));
    }

    private static Constraint constraint(JsonNode json) {
        Constraint.Kind kind = Constraint.Kind.valueOf(upper(json.path("kind").asText()));
        return new Constraint(
                json.path("name").asText(),
                json.path("attribute").asText(),
                kind,
                scope(json, kind == Constraint.Kind.UNIQUE ? Scope.PERSPECTIVE : Scope.GLOBAL));
    }

    private static AttributeRules attribute(JsonNode json) {
        return new AttributeRules(
                NaiveNormalizers.normalization(steps(json), InputJson.strings(json.path("nulls"))),
                Cardinality.valueOf(upper(json.path("cardinality").asText("one"))),
                InputJson.list(
                        json.path("prefer"), rule -> Preference.valueOf(upper(rule.asText()))),
                retention(json));
    }

    /** Empty if there is none; null means for ever. */
    private static Optional<Retention> retention(JsonNode json) {
        if (!json.has("retention")) {
            return Optional.empty();
        }
        return Optional.of(
                json.path("retention").isNull()
                        ? Retention.FOREVER
                        : new Retention(json.path("retention").longValue()));
    }

    private static Perspective perspective(JsonNode json) {
        return new Perspective(
                json.path("weight").asLong(Perspective.DEFAULT_WEIGHT),
                new HashSet<>(InputJson.strings(json.path("authoritative"))));
    }

    static List<Normalizer> steps(JsonNode json) {
        return InputJson.list(json.path("normalize"), OntologyJson::step);
    }

    private static Normalizer step(JsonNode json) {
        if (json.isTextual()) {
            return NormalizerNames.of(json.asText());
        }
        Map.Entry<String, JsonNode> parameter = json.properties().iterator().next();
        return NormalizerNames.of(parameter.getKey(), parameter.getValue().asInt());
    }

    private static Scope scope(JsonNode json, Scope byDefault) {
        return json.hasNonNull("scope")
                ? Scope.valueOf(upper(json.path("scope").asText()))
                : byDefault;
    }

    private static <T> Map<String, T> map(JsonNode object, Function<JsonNode, T> value) {
        Map<String, T> map = new HashMap<>();
        object.properties()
                .forEach(entry -> map.put(entry.getKey(), value.apply(entry.getValue())));
        return map;
    }

    static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
