package io.kindred.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object in a configuration file whose fields have fixed names. */
public final class ConfigObject {

    private final ConfigNode node;
    private final Map<String, ConfigNode> fields;

    ConfigObject(ConfigNode node, Map<String, ConfigNode> fields) {
        this.node = node;
        this.fields = fields;
    }

    /** The object as a value, for errors about it as a whole. */
    public ConfigNode node() {
        return node;
    }

    /**
     * Checks that every field is one of these.
     *
     * @throws InvalidConfigException naming the first field that is not
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
     * A field that must be there.
     *
     * @param meaning what it is for, as the error about a missing one says
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

    /** A field, null or not, if it is there. */
    public Optional<ConfigNode> optional(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** The items of a list; none if the field is missing or null. */
    public List<ConfigNode> items(String field) {
        return optional(field).map(ConfigNode::items).orElse(List.of());
    }

    /** The entries of an object with names of the user's; none if the field is missing or null. */
    public Map<String, ConfigNode> entries(String field) {
        return optional(field).map(ConfigNode::entries).orElse(Map.of());
    }
}
