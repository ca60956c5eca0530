package io.kindred.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kindred.codec.OntologyDocument;
import io.kindred.codec.StrictYaml;
import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.KeyTest;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Ontology;
import io.kindred.ontology.Perspective;
import io.kindred.ontology.StrongIdentifier;

import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Writes ontologies as a user would have, every default spelled out. */
public final class OntologyText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private OntologyText() {}

    /**
     * The document that says the ontology.
     *
     * @throws IllegalArgumentException if what was written reads differently
     */
    public static OntologyDocument document(Ontology ontology) {
        OntologyDocument document =
                OntologyDocument.of(StrictYaml.read("ontology.json", of(ontology)));
        if (!document.ontology().equals(ontology)) {
            throw new IllegalArgumentException("no text says " + ontology);
        }
        return document;
    }

    /** JSON, which is YAML as well. */
    public static String of(Ontology ontology) {
        try {
            return JSON.writeValueAsString(
                    Map.of(
                            "entity_types", map(ontology.entityTypes(), OntologyText::entityType),
                            "perspectives",
                                    map(ontology.perspectives(), OntologyText::perspective)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> entityType(EntityTypeRules rules) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("identity_keys", list(rules.identityKeys(), OntologyText::identityKey));
        json.put(
                "strong_identifiers",
                list(rules.strongIdentifiers(), OntologyText::strongIdentifier));
        json.put("constraints", list(rules.constraints(), OntologyText::constraint));
        json.put("attributes", map(rules.attributes(), OntologyText::attribute));
        if (rules.retention().isLimited()) {
            json.put("retention", rules.retention().points());
        }
        rules.score().ifPresent(score -> json.put("score", MatchingText.score(score)));
        json.put("one_per_perspective", rules.isOnePerPerspective());
        return json;
    }

    private static Map<String, Object> strongIdentifier(StrongIdentifier strong) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attribute", strong.attribute());
        json.put("scope", lower(strong.scope()));
        strong.differ()
                .ifPresent(
                        threshold -> {
                            Map<String, Object> differ = new LinkedHashMap<>();
                            MatchingText.add(threshold, differ);
                            json.put("differ", differ);
                        });
        return json;
    }

    private static Map<String, Object> identityKey(IdentityKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", key.name());
        json.put("attributes", list(key.attributes(), OntologyText::keyAttribute));
        json.put("max_records", key.maxRecords().isPresent() ? key.maxRecords().getAsLong() : null);
        if (key.test() instanceof KeyTest.Tested tested) {
            json.put("where", MatchingText.test(tested.test()));
        } else if (key.test() instanceof KeyTest.Scored) {
            json.put("where", "score");
        }
        if (key.isUnordered()) {
            json.put("unordered", true);
        }
        return json;
    }

    private static Map<String, Object> keyAttribute(KeyAttribute attribute) {
        List<String> alternatives = attribute.alternatives();
        return alternatives.size() == 1
                ? Map.of("attribute", alternatives.get(0), "normalize", steps(attribute.steps()))
                : Map.of("any_of", alternatives, "normalize", steps(attribute.steps()));
    }

    static List<Object> steps(List<Normalizer> steps) {
        return list(steps, NormalizerNames::text);
    }

    private static Map<String, Object> constraint(Constraint constraint) {
        return Map.of(
                "name",
                constraint.name(),
                "attribute",
                constraint.attribute(),
                "kind",
                lower(constraint.kind()),
                "scope",
                lower(constraint.scope()));
    }

    private static Map<String, Object> attribute(AttributeRules rules) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("normalize", steps(rules.normalization().steps()));
        json.put("nulls", rules.normalization().nulls());
        json.put("cardinality", lower(rules.cardinality()));
        json.put("prefer", list(rules.prefer(), OntologyText::lower));
        rules.retention()
                .ifPresent(own -> json.put("retention", own.isLimited() ? own.points() : null));
        return json;
    }

    private static Map<String, Object> perspective(Perspective perspective) {
        return Map.of("weight", perspective.weight(), "authoritative", perspective.authoritative());
    }

    private static <T> Map<String, Object> map(
            Map<String, T> items, Function<T, Map<String, Object>> json) {
        Map<String, Object> map = new LinkedHashMap<>();
        items.forEach((name, item) -> map.put(name, json.apply(item)));
        return map;
    }

    static <T> List<Object> list(Collection<T> items, Function<T, Object> json) {
        return items.stream().map(json).toList();
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
