package io.kindred.codec;

import io.kindred.compare.Measure;
import io.kindred.compare.Threshold;
import io.kindred.compare.Threshold.Bound;
import io.kindred.ontology.Comparison;
import io.kindred.ontology.Comparison.Equal;
import io.kindred.ontology.Comparison.Measured;
import io.kindred.ontology.Comparison.Missing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads how two values are compared: {@code compare} and, of a measure, its limit. */
final class ComparisonReader {

    static final String COMPARE = "compare";
    static final String AT_LEAST = "at_least";
    static final String AT_MOST = "at_most";

    private static final String EQUAL = "equal";
    private static final String MISSING = "missing";

    private ComparisonReader() {}

    /** The comparison of a condition; equality if it names none. */
    static Comparison read(ConfigObject object) {
        Optional<ConfigNode> compare = object.optional(COMPARE);
        String name = compare.map(ComparisonReader::name).orElse(EQUAL);
        if (!name.equals(EQUAL) && !name.equals(MISSING)) {
            return measured(object, compare.orElseThrow());
        }
        for (String bound : List.of(AT_LEAST, AT_MOST)) {
            object.optional(bound)
                    .ifPresent(
                            node -> {
                                throw withoutMeasure(node, name, compare.isPresent());
                            });
        }
        return name.equals(EQUAL) ? new Equal() : new Missing();
    }

    /**
     * When unequal values of a strong identifier are different. Here a similarity or a distance may
     * have either limit.
     */
    static Threshold differ(ConfigNode node) {
        ConfigObject object = node.object().allow(COMPARE, AT_LEAST, AT_MOST);
        Measure measure =
                object.required(COMPARE, "one of " + String.join(", ", measures()))
                        .choice("comparison", Measure.class);
        Optional<ConfigNode> least = object.optional(AT_LEAST);
        Optional<ConfigNode> most = onlyOne(least, object.optional(AT_MOST));
        if (least.isEmpty() && most.isEmpty()) {
            throw node.invalid(
                    "at_least or at_most is missing; expected "
                            + limits(measure)
                            + " as one of"
                            + " them");
        }
        Bound bound = least.isPresent() ? Bound.AT_LEAST : Bound.AT_MOST;
        return new Threshold(measure, bound, limit(least.or(() -> most).orElseThrow(), measure));
    }

    private static Measured measured(ConfigObject object, ConfigNode compare) {
        Measure measure = compare.choice("comparison", Measure.class);
        boolean isSimilarity = measure.isSimilarity();
        String wanted = isSimilarity ? AT_LEAST : AT_MOST;
        Optional<ConfigNode> limit = object.optional(wanted);
        Optional<ConfigNode> other = object.optional(isSimilarity ? AT_MOST : AT_LEAST);
        onlyOne(limit, other);
        other.ifPresent(
                node -> {
                    throw node.invalid(
                            String.format(
                                    "%s is a %s, which takes %s",
                                    name(measure),
                                    isSimilarity ? "similarity" : "distance",
                                    wanted));
                });
        ConfigNode node = object.required(wanted, limits(measure) + ", for " + name(measure));
        Bound bound = isSimilarity ? Bound.AT_LEAST : Bound.AT_MOST;
        return new Measured(new Threshold(measure, bound, limit(node, measure)));
    }

    /** The second, which must not be there beside the first. */
    private static Optional<ConfigNode> onlyOne(
            Optional<ConfigNode> first, Optional<ConfigNode> second) {
        if (first.isPresent() && second.isPresent()) {
            throw second.orElseThrow()
                    .invalid("at_least and at_most are both there; expected one of them");
        }
        return second;
    }

    private static BigDecimal limit(ConfigNode node, Measure measure) {
        return measure.isSimilarity()
                ? node.decimal(limits(measure), BigDecimal.ONE)
                : node.decimal(limits(measure));
    }

    private static String limits(Measure measure) {
        return measure.isSimilarity() ? "a number from 0 to 1" : "a number of at least 0";
    }

    private static InvalidConfigException withoutMeasure(
            ConfigNode limit, String name, boolean isGiven) {
        return limit.invalid(
                isGiven
                        ? "'" + name + "' takes no limit; expected neither at_least nor at_most"
                        : "a limit without compare; expected a comparison that takes one: "
                                + String.join(", ", measures()));
    }

    private static String name(ConfigNode compare) {
        List<String> names = new ArrayList<>(List.of(EQUAL, MISSING));
        names.addAll(measures());
        if (!compare.isString()) {
            throw compare.expected("one of " + String.join(", ", names));
        }
        String name = compare.string();
        if (!names.contains(name)) {
            throw compare.invalid(Suggestion.unknown("comparison", name, names, "expected one of"));
        }
        return name;
    }

    private static List<String> measures() {
        return Arrays.stream(Measure.values()).map(ComparisonReader::name).toList();
    }

    private static String name(Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT);
    }
}
