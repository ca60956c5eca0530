package io.kindred.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object with fixed field names in a configuration file. */
public final class ConfigObject {

    private final ConfigNode node;
    private final Map<String, ConfigNode> fields;

    ConfigObject(ConfigNode node, Map<String, ConfigNode> fields) {
        this.node = node;
        this.fields = fields;
    }

    /** The object as a value, for errors about the whole object. */
    public ConfigNode node() {
        return node;
    }

    /**
     * Checks that the object has no other fields than these.
     *
     * @throws InvalidConfigException naming the first unknown field
     */
    public ConfigObject allow(String... known) {
        List<String> names = Arrays.asList(known);
        fields.forEach(
                (name, field) -> {
                    if (!names.contains(name)) {
                        throw field.invalid(
                                Suggestion.unknown("field", name, names, "known fields:"));
                    }
                });
        return this;
    }

    /**
     * A mandatory field, which may be null.
     *
     * @param meaning the expected value, for the error if the field is missing
     */
    public ConfigNode required(String field, String meaning) {
        return optional(field)
                .orElseThrow(
                        () ->
                                new InvalidConfigException(
                                        node.file(),
                                        ConfigNode.fieldPath(node.path(), field),
                                        "missing; expected " + meaning));
    }

    /** The field if it is present; its value may be null. */
    public Optional<ConfigNode> optional(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** The items of a list; empty if the field is missing or null. */
    public List<ConfigNode> items(String field) {
        return optional(field).map(ConfigNode::items).orElse(List.of());
    }

    /** The fields of an object with user-defined names; empty if the field is missing or null. */
    public Map<String, ConfigNode> entries(String field) {
        return optional(field).map(ConfigNode::entries).orElse(Map.of());
    }
}
