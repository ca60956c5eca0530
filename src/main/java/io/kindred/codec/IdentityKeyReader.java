package io.kindred.codec;

import io.kindred.ontology.IdentityKey;
import io.kindred.ontology.IdentityKey.KeyAttribute;
import io.kindred.ontology.KeyTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the identity keys of an entity type. */
final class IdentityKeyReader {

    private static final String WHERE = "where";
    private static final String UNORDERED = "unordered";
    private static final String ANY_OF = "any_of";
    private static final String KEY_ATTRIBUTE_FIELDS = "attribute, any_of, normalize";

    private final boolean isScored;

    private IdentityKeyReader(boolean isScored) {
        this.isScored = isScored;
    }

    /**
     * The keys, in order of trust.
     *
     * @param isScored whether the entity type has a score, which {@code where: score} needs
     */
    static List<IdentityKey> read(List<ConfigNode> nodes, boolean isScored) {
        IdentityKeyReader reader = new IdentityKeyReader(isScored);
        Distinct names = new Distinct();
        List<IdentityKey> keys = new ArrayList<>();
        for (ConfigNode node : nodes) {
            ConfigObject key =
                    node.object().allow("name", "attributes", "max_records", WHERE, UNORDERED);
            ConfigNode name = key.required("name", "a name of the key");
            names.add(name, name.nonEmptyString(), "the name '%s'", "; names of keys must differ");
            keys.add(reader.key(name.nonEmptyString(), key));
        }
        return keys;
    }

    private IdentityKey key(String name, ConfigObject key) {
        List<KeyAttribute> attributes = attributes(key);
        KeyTest test = key.optional(WHERE).map(this::test).orElse(new KeyTest.None());
        return new IdentityKey(
                name, attributes, maxRecords(key, test), test, isUnordered(key, attributes.size()));
    }

    private KeyTest test(ConfigNode where) {
        if (where.isList()) {
            return new KeyTest.Tested(ConditionReader.test(where));
        }
        if (!where.isString() || !where.string().equals(ScoreReader.SCORE)) {
            throw where.expected(
                    "'score' or a list of alternatives, each a list of conditions such as"
                            + " [[{attribute: city}]]");
        }
        if (!isScored) {
            throw where.invalid(
                    "the entity type has no score; expected the field score beside"
                            + " identity_keys");
        }
        return new KeyTest.Scored();
    }

    private static List<KeyAttribute> attributes(ConfigObject key) {
        ConfigNode list = key.required("attributes", "a list of at least one attribute");
        Distinct names = new Distinct();
        List<KeyAttribute> attributes = new ArrayList<>();
        for (ConfigNode item : list.items()) {
            KeyAttribute attribute = attribute(item);
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

    private static KeyAttribute attribute(ConfigNode item) {
        if (item.isString()) {
            return new KeyAttribute(item.nonEmptyString(), List.of());
        }
        if (!item.isObject()) {
            throw item.expected(
                    "the name of an attribute or an object with the fields "
                            + KEY_ATTRIBUTE_FIELDS);
        }
        ConfigObject object = item.object().allow("attribute", ANY_OF, NormalizerReader.NORMALIZE);
        return new KeyAttribute(alternatives(object), NormalizerReader.read(object));
    }

    private static List<String> alternatives(ConfigObject object) {
        Optional<ConfigNode> anyOf = object.optional(ANY_OF);
        if (anyOf.isEmpty()) {
            return List.of(ConditionReader.attribute(object));
        }
        object.optional("attribute")
                .ifPresent(
                        node -> {
                            throw node.invalid(
                                    "attribute and any_of are both there; expected one of them");
                        });
        List<String> alternatives =
                anyOf.get().items().stream().map(ConfigNode::nonEmptyString).toList();
        if (alternatives.isEmpty()) {
            throw anyOf.get().invalid("empty; expected at least one attribute");
        }
        return alternatives;
    }

    private static boolean isUnordered(ConfigObject key, int attributes) {
        Optional<ConfigNode> unordered = key.optional(UNORDERED);
        boolean isUnordered = unordered.map(ConfigNode::bool).orElse(false);
        if (isUnordered && attributes == 1) {
            throw unordered
                    .orElseThrow()
                    .invalid("the key has one attribute; expected at least two");
        }
        return isUnordered;
    }

    private static OptionalLong maxRecords(ConfigObject key, KeyTest test) {
        long otherwise =
                test instanceof KeyTest.None
                        ? IdentityKey.DEFAULT_MAX_RECORDS
                        : IdentityKey.DEFAULT_MAX_TESTED_RECORDS;
        return key.optional("max_records")
                .map(
                        limit ->
                                limit.isNull()
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(limit.integer(1, Long.MAX_VALUE)))
                .orElse(OptionalLong.of(otherwise));
    }
}
