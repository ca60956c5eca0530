package io.kindred.ontology;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The normalisation of an attribute's values: steps and null values.
 *
 * @param steps applied first to last
 * @param nulls normalised values that count as missing
 * @param hasCommonNulls whether raw values such as {@code N/A} count as missing, see {@link
 *     CommonNulls}
 */
public record Normalization(List<Normalizer> steps, Set<String> nulls, boolean hasCommonNulls) {

    /** Leaves values as they are. */
    public static final Normalization NONE = new Normalization(List.of(), Set.of());

    /** A normalization without common nulls. */
    public Normalization(List<Normalizer> steps, Set<String> nulls) {
        this(steps, nulls, false);
    }

    public Normalization {
        steps = List.copyOf(steps);
        nulls = Set.copyOf(nulls);
    }

    /** A normalization with raw null values, which are normalised like any other value. */
    public static Normalization of(List<Normalizer> steps, List<String> rawNulls) {
        return new Normalization(
                steps, rawNulls.stream().map(raw -> run(steps, raw)).collect(Collectors.toSet()));
    }

    /** The same with the common nulls besides. */
    public Normalization withCommonNulls() {
        return new Normalization(steps, nulls, true);
    }

    /** The normal form of a raw value, or empty if the value counts as missing. */
    public Optional<String> apply(String raw) {
        if (hasCommonNulls && CommonNulls.contains(raw)) {
            return Optional.empty();
        }
        String value = run(steps, raw);
        return value.isEmpty() || nulls.contains(value) ? Optional.empty() : Optional.of(value);
    }

    /** All results of steps in a key or a condition, distinct and none of them empty. */
    public static List<String> all(List<Normalizer> steps, String value) {
        boolean isOne = true;
        for (Normalizer step : steps) {
            isOne &= !step.hasSeveral();
        }
        if (isOne) {
            String result = run(steps, value);
            return result.isEmpty() ? List.of() : List.of(result);
        }
        Set<String> results = new LinkedHashSet<>(List.of(value));
        for (Normalizer step : steps) {
            Set<String> next = new LinkedHashSet<>();
            results.forEach(each -> next.addAll(step.applyAll(each)));
            results = next;
        }
        results.remove("");
        return List.copyOf(results);
    }

    private static String run(List<Normalizer> steps, String raw) {
        String value = raw;
        for (Normalizer step : steps) {
            value = step.apply(value);
        }
        return value;
    }
}
