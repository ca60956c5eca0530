package io.kindred.codec;

import io.kindred.ontology.AttributeRules;
import io.kindred.ontology.AttributeRules.Cardinality;
import io.kindred.ontology.AttributeRules.Preference;
import io.kindred.ontology.Constraint;
import io.kindred.ontology.EntityTypeRules;
import io.kindred.ontology.Normalization;
import io.kindred.ontology.Retention;
import io.kindred.ontology.Scope;
import io.kindred.ontology.ScoreRules;
import io.kindred.ontology.StrongIdentifier;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the rules for one entity type in an ontology. */
final class EntityTypeReader {

    private static final String ONE_PER_PERSPECTIVE = "one_per_perspective";

    /** The list of nulls with a name. */
    private static final String COMMON = "common";

    private static final String VALUE = "value";

    /** The strong identifier that {@code one_per_perspective} stands for. */
    private static final String UID = "uid";

    private final ConfigObject type;
    private final RetentionReader retentions;
    private final Map<String, AttributeRules> attributes = new LinkedHashMap<>();

    private EntityTypeReader(ConfigObject type, RetentionReader retentions) {
        this.type = type;
        this.retentions = retentions;
    }

    static EntityTypeRules read(ConfigNode node, RetentionReader retentions) {
        ConfigObject type =
                node.object()
                        .allow(
                                "identity_keys",
                                ScoreReader.SCORE,
                                "strong_identifiers",
                                ONE_PER_PERSPECTIVE,
                                "constraints",
                                "attributes",
                                RetentionReader.RETENTION);
        return new EntityTypeReader(type, retentions).rules();
    }

    private EntityTypeRules rules() {
        type.entries("attributes").forEach((name, node) -> attributes.put(name, attribute(node)));
        Optional<ScoreRules> score = type.optional(ScoreReader.SCORE).map(ScoreReader::read);
        boolean isOnePerPerspective =
                type.optional(ONE_PER_PERSPECTIVE).map(ConfigNode::bool).orElse(false);
        return new EntityTypeRules(
                IdentityKeyReader.read(type.items("identity_keys"), score.isPresent()),
                strongIdentifiers(isOnePerPerspective),
                constraints(),
                attributes,
                retentions.read(type).orElse(Retention.FOREVER),
                score,
                isOnePerPerspective);
    }

    private AttributeRules attribute(ConfigNode node) {
        ConfigObject attribute =
                node.object()
                        .allow(
                                "normalize",
                                "nulls",
                                "cardinality",
                                "prefer",
                                RetentionReader.RETENTION);
        List<Preference> prefer =
                attribute.items("prefer").stream()
                        .map(rule -> rule.choice("prefer rule", Preference.class))
                        .toList();
        return new AttributeRules(
                normalization(attribute),
                attribute
                        .optional("cardinality")
                        .map(value -> value.choice("cardinality", Cardinality.class))
                        .orElse(Cardinality.ONE),
                prefer,
                retentions.read(attribute));
    }

    /** The name of a list among {@code nulls} stands for it; an object has it as a value. */
    private static Normalization normalization(ConfigObject attribute) {
        List<ConfigNode> nodes = attribute.items("nulls");
        List<String> nulls =
                nodes.stream()
                        .filter(node -> !isCommon(node))
                        .map(
                                node ->
                                        node.isObject()
                                                ? node.object()
                                                        .allow(VALUE)
                                                        .required(VALUE, "a value that means none")
                                                : node)
                        .map(ConfigNode::string)
                        .toList();
        Normalization normalization =
                Normalization.of(NormalizerReader.ofAttribute(attribute), nulls);
        return nulls.size() < nodes.size() ? normalization.withCommonNulls() : normalization;
    }

    private static boolean isCommon(ConfigNode node) {
        return node.isString() && node.string().equals(COMMON);
    }

    private List<StrongIdentifier> strongIdentifiers(boolean isOnePerPerspective) {
        Distinct seen = new Distinct();
        List<StrongIdentifier> identifiers = new ArrayList<>();
        for (ConfigNode node : type.items("strong_identifiers")) {
            ConfigObject object = node.object().allow("attribute", "scope", "differ");
            ConfigNode attribute = object.required("attribute", ConditionReader.ATTRIBUTE_NAME);
            StrongIdentifier identifier =
                    new StrongIdentifier(
                            attribute.nonEmptyString(),
                            scope(object, Scope.GLOBAL),
                            object.optional("differ").map(ComparisonReader::differ));
            if (isOnePerPerspective && identifier.attribute().equals(UID)) {
                throw attribute.invalid(
                        "one_per_perspective has a strong identifier of this name; expected"
                                + " another attribute, or one_per_perspective: false");
            }
            seen.add(
                    node,
                    List.of(identifier.attribute(), identifier.scope()),
                    "the same attribute and scope",
                    "; keep one");
            identifiers.add(identifier);
        }
        return identifiers;
    }

    private List<Constraint> constraints() {
        Distinct names = new Distinct();
        List<Constraint> constraints = new ArrayList<>();
        for (ConfigNode node : type.items("constraints")) {
            ConfigObject object = node.object().allow("name", "attribute", "kind", "scope");
            ConfigNode name = object.required("name", "a name of the constraint");
            names.add(
                    name,
                    name.nonEmptyString(),
                    "the name '%s'",
                    "; names of constraints must differ");
            constraints.add(constraint(name.nonEmptyString(), object));
        }
        return constraints;
    }

    private Constraint constraint(String name, ConfigObject object) {
        ConfigNode attribute = object.required("attribute", ConditionReader.ATTRIBUTE_NAME);
        Constraint.Kind kind =
                object.required("kind", "unique or single_valued")
                        .choice("constraint kind", Constraint.Kind.class);
        Scope scope =
                scope(object, kind == Constraint.Kind.UNIQUE ? Scope.PERSPECTIVE : Scope.GLOBAL);
        boolean many =
                attributes
                                .getOrDefault(attribute.nonEmptyString(), AttributeRules.DEFAULT)
                                .cardinality()
                        == Cardinality.MANY;
        if (many && kind == Constraint.Kind.SINGLE_VALUED) {
            throw attribute.invalid(
                    "the constraint is single_valued, but the attribute '"
                            + attribute.nonEmptyString()
                            + "' has cardinality many; expected an attribute of cardinality one");
        }
        return new Constraint(name, attribute.nonEmptyString(), kind, scope);
    }

    private static Scope scope(ConfigObject object, Scope otherwise) {
        return object.optional("scope")
                .map(value -> value.choice("scope", Scope.class))
                .orElse(otherwise);
    }
}
