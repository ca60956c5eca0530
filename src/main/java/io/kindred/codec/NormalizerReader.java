package io.kindred.codec;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.ontology.DateFormats;
import io.kindred.ontology.EmailAddress;
import io.kindred.ontology.EnglishNicknames;
import io.kindred.ontology.ExtractNormalizer;
import io.kindred.ontology.LastDigits;
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.PhoneNumber;
import io.kindred.ontology.Prefix;
import io.kindred.ontology.Replacement;
import io.kindred.ontology.Suffix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the field {@code normalize} of attributes, keys and conditions: a list of steps, each a
 * name or, with a parameter, an object of one field.
 */
final class NormalizerReader {

    static final String NORMALIZE = "normalize";
    static final String NICKNAME = "nickname";
    static final String REPLACE = "replace";

    private static final String EMAIL = "email";
    private static final String REGION = "region";
    private static final String PROVIDER_RULES = "provider_rules";
    private static final String EXTRACT = "extract";
    private static final String GROUP = "group";

    private static final int MAX_COUNT = 1000;

    /** Steps with one parameter. */
    private static final Map<String, Step> STEPS = new LinkedHashMap<>();

    static {
        STEPS.put("prefix", new Step("3", node -> new Prefix(count(node))));
        STEPS.put("suffix", new Step("3", node -> new Suffix(count(node))));
        STEPS.put("digits_only", new Step("7", node -> new LastDigits(count(node))));
        STEPS.put("date", new Step("[MM/dd/yyyy]", NormalizerReader::dates));
        STEPS.put("phone", new Step("US", NormalizerReader::phone));
        STEPS.put(EMAIL, new Step("{provider_rules: true}", NormalizerReader::email));
        STEPS.put(NICKNAME, new Step("names.csv", NormalizerReader::table));
        STEPS.put(REPLACE, new Step("values.csv", NormalizerReader::table));
    }

    /** The names of steps without a parameter, then of those with one or two. */
    private static final List<String> NAMES =
            Stream.of(
                            Arrays.stream(BasicNormalizer.values())
                                    .map(step -> step.name().toLowerCase(Locale.ROOT)),
                            STEPS.keySet().stream(),
                            Stream.of(EXTRACT))
                    .flatMap(names -> names)
                    .toList();

    private record Step(String example, Function<ConfigNode, Normalizer> reader) {}

    private NormalizerReader() {}

    /** The steps of a key or a condition; none if the field is missing. */
    static List<Normalizer> read(ConfigObject object) {
        return object.items(NORMALIZE).stream().map(NormalizerReader::step).toList();
    }

    /** The steps, if the field is there. */
    static Optional<List<Normalizer>> optional(ConfigObject object) {
        return object.optional(NORMALIZE).map(node -> read(object));
    }

    /**
     * The steps of an attribute, none of which gives several values.
     *
     * @throws InvalidConfigException if one does
     */
    static List<Normalizer> ofAttribute(ConfigObject attribute) {
        List<ConfigNode> nodes = attribute.items(NORMALIZE);
        List<Normalizer> steps = read(attribute);
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).isForAttributes()) {
                throw nodes.get(i)
                        .invalid(
                                "gives several values, which an attribute's values must not;"
                                        + " write it in the normalize of an identity key or a"
                                        + " condition");
            }
        }
        return steps;
    }

    private static Normalizer step(ConfigNode node) {
        if (node.isObject()) {
            return withParameter(node);
        }
        if (!node.isString()) {
            throw node.expected("one of " + String.join(", ", NAMES));
        }
        String name = node.string();
        if (name.equals(NICKNAME)) {
            return EnglishNicknames.step();
        }
        if (name.equals(EMAIL)) {
            return new EmailAddress(false);
        }
        if (STEPS.containsKey(name) || name.equals(EXTRACT)) {
            String example = name.equals(EXTRACT) ? "'[0-9]+'" : STEPS.get(name).example();
            throw node.invalid(
                    String.format("%s needs a parameter; write {%s: %s}", name, name, example));
        }
        check(node, name);
        return BasicNormalizer.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static Normalizer withParameter(ConfigNode node) {
        Map<String, ConfigNode> fields = node.entries();
        if (fields.containsKey(EXTRACT)) {
            return extract(node.object().allow(EXTRACT, GROUP));
        }
        if (fields.size() != 1) {
            throw node.invalid(
                    "expected one step, such as {prefix: 3}, found " + fields.size() + " fields");
        }
        Map.Entry<String, ConfigNode> only = fields.entrySet().iterator().next();
        check(only.getValue(), only.getKey());
        Step step = STEPS.get(only.getKey());
        if (step == null) {
            throw only.getValue()
                    .invalid("the normaliser has no parameter; write " + only.getKey());
        }
        return step.reader().apply(only.getValue());
    }

    private static void check(ConfigNode node, String name) {
        if (!NAMES.contains(name)) {
            throw node.invalid(Suggestion.unknown("normaliser", name, NAMES, "expected one of"));
        }
    }

    private static int count(ConfigNode node) {
        return (int) node.integer(1, MAX_COUNT);
    }

    private static Normalizer dates(ConfigNode node) {
        List<ConfigNode> formats = node.itemsOrSelf();
        List<String> patterns = new ArrayList<>();
        for (ConfigNode format : formats) {
            String pattern = format.nonEmptyString();
            try {
                patterns.addAll(new DateFormats(List.of(pattern)).formats());
            } catch (IllegalArgumentException e) {
                throw format.invalid(
                        "'" + pattern + "' is no format of dates; expected one such as dd/MM/yyyy");
            }
        }
        if (patterns.isEmpty()) {
            throw node.invalid("empty; expected at least one format such as dd/MM/yyyy");
        }
        return new DateFormats(patterns);
    }

    /** A region, or an object with it, whose numbers are mended. */
    private static Normalizer phone(ConfigNode node) {
        ConfigNode named =
                node.isObject()
                        ? node.object().allow(REGION).required(REGION, "a region such as US")
                        : node;
        String region = named.nonEmptyString();
        try {
            return new PhoneNumber(region, node.isObject());
        } catch (IllegalArgumentException e) {
            throw named.invalid(
                    "'"
                            + region
                            + "' is no region with phone numbers; expected an ISO 3166 code such as"
                            + " US");
        }
    }

    private static Normalizer email(ConfigNode node) {
        if (!node.isObject()) {
            throw node.expected("an object such as {provider_rules: true}");
        }
        return new EmailAddress(
                node.object()
                        .allow(PROVIDER_RULES)
                        .optional(PROVIDER_RULES)
                        .map(ConfigNode::bool)
                        .orElse(false));
    }

    private static Normalizer extract(ConfigObject step) {
        ConfigNode regex = step.required(EXTRACT, "a regular expression");
        Optional<ConfigNode> group = step.optional(GROUP);
        try {
            return ExtractNormalizer.of(
                    regex.nonEmptyString(),
                    group.map(node -> (int) node.integer(0, MAX_COUNT)).orElse(0));
        } catch (IllegalArgumentException e) {
            throw regex.invalid(e.getMessage());
        }
    }

    /** A table; from a file it has become an object before. */
    private static Normalizer table(ConfigNode node) {
        if (!node.isObject()) {
            throw node.expected("an object of values and replacements, or the name of a CSV file");
        }
        Map<String, List<String>> table = new LinkedHashMap<>();
        node.entries().forEach((value, names) -> table.put(value, replacements(names)));
        if (table.isEmpty()) {
            throw node.invalid("empty; expected at least one value and its replacement");
        }
        return new Replacement(table);
    }

    private static List<String> replacements(ConfigNode node) {
        Set<String> distinct = new LinkedHashSet<>();
        node.itemsOrSelf().forEach(each -> distinct.add(each.string()));
        if (distinct.isEmpty()) {
            throw node.invalid("empty; expected a replacement");
        }
        return List.copyOf(distinct);
    }
}
