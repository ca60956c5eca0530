package io.kindred.ontology;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Normalisers in their order and the values that mean nothing.
 *
 * @param steps applied first to last
 * @param nulls normalised values that count as none
 */
public record Normalization(List<Normalizer> steps, Set<String> nulls) {

    /** Leaves values as they are. */
    public static final Normalization NONE = new Normalization(List.of(), Set.of());

    /** Copies the collections. */
    public Normalization {
        steps = List.copyOf(steps);
        nulls = Set.copyOf(nulls);
    }

    /** With the null values as the user wrote them: they are normalised like any other value. */
    public static Normalization of(List<Normalizer> steps, List<String> rawNulls) {
        return new Normalization(
                steps, rawNulls.stream().map(raw -> run(steps, raw)).collect(Collectors.toSet()));
    }

    /** The normal form of a raw value, or empty if the value means nothing. */
    public Optional<String> apply(String raw) {
        String value = run(steps, raw);
        return value.isEmpty() || nulls.contains(value) ? Optional.empty() : Optional.of(value);
    }

    private static String run(List<Normalizer> steps, String raw) {
        String value = raw;
        for (Normalizer step : steps) {
            value = step.apply(value);
        }
        return value;
    }
}
