package io.kindred.testkit;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Prefix;
import io.kindred.ontology.Suffix;

import java.util.Locale;
import java.util.Map;

/** Steps by the names that ontologies have for them. */
final class NormalizerNames {

    private NormalizerNames() {}

    static Normalizer of(String name) {
        return BasicNormalizer.valueOf(name.toUpperCase(Locale.ROOT));
    }

    static Normalizer of(String name, int parameter) {
        return switch (name) {
            case "prefix" -> new Prefix(parameter);
            case "suffix" -> new Suffix(parameter);
            default -> throw new IllegalArgumentException("unknown normaliser " + name);
        };
    }

    /** A step as an ontology has it: a name, or an object of a name and a parameter. */
    static Object text(Normalizer step) {
        if (step instanceof Prefix prefix) {
            return Map.of("prefix", prefix.count());
        }
        if (step instanceof Suffix suffix) {
            return Map.of("suffix", suffix.count());
        }
        return OntologyText.lower((BasicNormalizer) step);
    }
}
