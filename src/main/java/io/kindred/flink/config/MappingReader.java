package io.kindred.flink.config;

import io.kindred.codec.ConfigNode;
import io.kindred.codec.ConfigObject;
import io.kindred.codec.RecordMapping;
import io.kindred.codec.RecordMapping.AttributeColumn;
import io.kindred.codec.RecordMapping.Field;
import io.kindred.codec.RecordMapping.VersionColumn;
import io.kindred.codec.TimeFormat;
import io.kindred.model.RecordIdentity;
import io.kindred.ontology.Ontology;
import io.kindred.temporal.Timeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the mapping of columns to records. */
final class MappingReader {

    private static final String ALL = "all";
    private static final String COLUMN = "column";
    private static final String COLUMNS = "columns";

    private final ConfigObject source;
    private final Ontology ontology;
    private final TimeFormatReader times;

    MappingReader(ConfigObject source, Ontology ontology, Timeline timeline) {
        this.source = source;
        this.ontology = ontology;
        this.times = new TimeFormatReader(timeline);
    }

    RecordMapping read() {
        Field entityTypeField = entityType(source, ontology);
        TimeFormat time = times.read(source, TimeFormat.DEFAULT);
        return new RecordMapping(
                entityTypeField,
                field(required("perspective", "a perspective or {column: …}")),
                required("uid", "the column with the uid").nonEmptyString(),
                source.optional("version").map(node -> version(node, times, time)),
                source.optional("op").map(OpColumnReader::read),
                attributes(time));
    }

    /** The entity type of a mapping of records or decisions. */
    static Field entityType(ConfigObject source, Ontology ontology) {
        ConfigNode node = source.required("entity_type", "an entity type or {column: …}");
        Field field = field(node);
        if (field instanceof Field.Constant constant
                && ontology.rules(constant.value()).isEmpty()) {
            throw node.invalid(
                    "the ontology does not cover the entity type '"
                            + constant.value()
                            + "'; expected one of "
                            + String.join(
                                    ", ",
                                    ontology.entityTypes().keySet().stream().sorted().toList()));
        }
        return field;
    }

    private ConfigNode required(String field, String meaning) {
        return source.required(field, meaning);
    }

    /** A constant, or the name of a column in an object. */
    static Field field(ConfigNode node) {
        if (node.isObject()) {
            ConfigObject object = node.object().allow(COLUMN);
            return new Field.Column(
                    object.required(COLUMN, "the name of a column").nonEmptyString());
        }
        if (!node.isString()) {
            throw node.expected("a string or an object with the field column");
        }
        String constant = node.nonEmptyString();
        if (constant.indexOf(RecordIdentity.SEPARATOR) >= 0) {
            throw node.invalid("contains U+001F, which is not allowed in a record's identity");
        }
        return new Field.Constant(constant);
    }

    private static Optional<String> column(ConfigObject object, String field) {
        return object.optional(field).map(ConfigNode::nonEmptyString);
    }

    /** The column of versions. */
    static VersionColumn version(ConfigNode node, TimeFormatReader times, TimeFormat time) {
        if (!node.isObject()) {
            return VersionColumn.integer(node.nonEmptyString());
        }
        ConfigObject object = node.object().allow(COLUMN, "type", TimeFormatReader.TIME);
        VersionColumn.Type type =
                object.optional("type")
                        .map(each -> each.choice("type", VersionColumn.Type.class))
                        .orElse(VersionColumn.Type.INTEGER);
        if (type != VersionColumn.Type.TIME) {
            object.optional(TimeFormatReader.TIME)
                    .ifPresent(
                            each -> {
                                throw each.invalid("only for type: time; leave it out");
                            });
        }
        return new VersionColumn(
                object.required(COLUMN, "the name of a column").nonEmptyString(),
                type,
                times.readVersion(object, time));
    }

    private Optional<List<AttributeColumn>> attributes(TimeFormat time) {
        ConfigNode node =
                required("attributes", "'all', or an object with the column of each attribute");
        if (node.isString() && node.string().equals(ALL)) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            throw node.expected("'all', or an object with the column of each attribute");
        }
        List<AttributeColumn> columns = new ArrayList<>();
        node.entries().forEach((name, column) -> columns.addAll(attribute(name, column, time)));
        if (columns.isEmpty()) {
            throw node.invalid("empty; expected 'all' or at least one attribute");
        }
        return Optional.of(columns);
    }

    /** The columns of an attribute, with the same times. */
    private List<AttributeColumn> attribute(String name, ConfigNode node, TimeFormat time) {
        if (node.isString()) {
            return List.of(
                    new AttributeColumn(
                            name, node.nonEmptyString(), Optional.empty(), Optional.empty()));
        }
        if (!node.isObject() && !node.isNull()) {
            throw node.expected(
                    "the name of a column or an object with the fields column or columns, valid_from, valid_to");
        }
        ConfigObject object =
                node.object()
                        .allow(
                                COLUMN,
                                COLUMNS,
                                "valid_from",
                                "valid_to",
                                TimeFormatReader.TIME,
                                TimeFormatReader.ON_BAD_TIME);
        Optional<String> from = column(object, "valid_from");
        Optional<String> to = column(object, "valid_to");
        TimeFormat format = times.read(object, time);
        return columns(object, name).stream()
                .map(column -> new AttributeColumn(name, column, from, to, format))
                .toList();
    }

    private static Set<String> columns(ConfigObject attribute, String name) {
        Optional<ConfigNode> list = attribute.optional(COLUMNS);
        if (list.isEmpty()) {
            return Set.of(column(attribute, COLUMN).orElse(name));
        }
        if (attribute.optional(COLUMN).isPresent()) {
            throw list.get().invalid("only without column; leave one of them out");
        }
        Set<String> columns = new LinkedHashSet<>();
        for (ConfigNode item : list.get().items()) {
            if (!columns.add(item.nonEmptyString())) {
                throw item.invalid("the column '" + item.string() + "' is listed twice");
            }
        }
        if (columns.isEmpty()) {
            throw list.get().invalid("empty; expected at least one column");
        }
        return columns;
    }
}
