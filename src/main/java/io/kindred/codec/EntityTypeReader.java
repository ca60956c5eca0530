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
import io.kindred.ontology.Normalizer;
import io.kindred.ontology.Retention;
import io.kindred.ontology.Scope;
import io.kindred.ontology.StrongIdentifier;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the rules for one entity type in an ontology. */
final class EntityTypeReader {

    private static final String ATTRIBUTE_NAME = "the name of an attribute";

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
                                "strong_identifiers",
                                "constraints",
                                "attributes",
                                RetentionReader.RETENTION);
        return new EntityTypeReader(type, retentions).rules();
    }

    private EntityTypeRules rules() {
        type.entries("attributes").forEach((name, node) -> attributes.put(name, attribute(node)));
        return new EntityTypeRules(
                identityKeys(),
                strongIdentifiers(),
                constraints(),
                attributes,
                retentions.read(type).orElse(Retention.FOREVER));
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
        List<String> nulls = attribute.items("nulls").stream().map(ConfigNode::string).toList();
        List<Preference> prefer =
                attribute.items("prefer").stream()
                        .map(rule -> rule.choice("prefer rule", Preference.class))
                        .toList();
        return new AttributeRules(
                Normalization.of(normalizers(attribute), nulls),
                attribute
                        .optional("cardinality")
                        .map(value -> value.choice("cardinality", Cardinality.class))
                        .orElse(Cardinality.ONE),
                prefer,
                retentions.read(attribute));
    }

    private static List<Normalizer> normalizers(ConfigObject object) {
        return object.items("normalize").stream()
                .<Normalizer>map(step -> step.choice("normaliser", BasicNormalizer.class))
                .toList();
    }

    private List<IdentityKey> identityKeys() {
        Distinct names = new Distinct();
        List<IdentityKey> keys = new ArrayList<>();
        for (ConfigNode node : type.items("identity_keys")) {
            ConfigObject key = node.object().allow("name", "attributes", "max_records");
            ConfigNode name = key.required("name", "a name of the key");
            names.add(name, name.nonEmptyString(), "the name '%s'", "; names of keys must differ");
            keys.add(new IdentityKey(name.nonEmptyString(), keyAttributes(key), maxRecords(key)));
        }
        return keys;
    }

    private static List<KeyAttribute> keyAttributes(ConfigObject key) {
        ConfigNode list = key.required("attributes", "a list of at least one attribute");
        Distinct names = new Distinct();
        List<KeyAttribute> attributes = new ArrayList<>();
        for (ConfigNode item : list.items()) {
            KeyAttribute attribute = keyAttribute(item);
            for (String each : attribute.alternatives()) {
                names.add(item, each, "the attribute '%s'", "; a key has it only once");
            }
            attributes.add(attribute);
        }
        if (attributes.isEmpty()) {
            throw list.invalid("empty; expected at least one attribute");
        }
        return attributes;
    }

    private static KeyAttribute keyAttribute(ConfigNode item) {
        if (item.isString()) {
            return new KeyAttribute(item.nonEmptyString(), List.of());
        }
        if (!item.isObject()) {
            throw item.expected(
                    "the name of an attribute or an object with the fields attribute, normalize");
        }
        ConfigObject object = item.object().allow("attribute", "normalize");
        String attribute = object.required("attribute", ATTRIBUTE_NAME).nonEmptyString();
        return new KeyAttribute(attribute, normalizers(object));
    }

    private static OptionalLong maxRecords(ConfigObject key) {
        return key.optional("max_records")
                .map(
                        limit ->
                                limit.isNull()
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(limit.integer(1, Long.MAX_VALUE)))
                .orElse(OptionalLong.of(IdentityKey.DEFAULT_MAX_RECORDS));
    }

    private List<StrongIdentifier> strongIdentifiers() {
        Distinct seen = new Distinct();
        List<StrongIdentifier> identifiers = new ArrayList<>();
        for (ConfigNode node : type.items("strong_identifiers")) {
            ConfigObject object = node.object().allow("attribute", "scope");
            StrongIdentifier identifier =
                    new StrongIdentifier(
                            object.required("attribute", ATTRIBUTE_NAME).nonEmptyString(),
                            scope(object, Scope.GLOBAL));
            seen.add(node, identifier, "the same attribute and scope", "; keep one");
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
        ConfigNode attribute = object.required("attribute", ATTRIBUTE_NAME);
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

    /** Rejects duplicates, with an error that names the path of the first. */
    private static final class Distinct {

        private final Map<Object, String> paths = new HashMap<>();

        void add(ConfigNode node, Object thing, String what, String fix) {
            String first = paths.putIfAbsent(thing, node.path());
            if (first != null) {
                throw node.invalid(String.format(what, thing) + " is at " + first + " too" + fix);
            }
        }
    }
}
