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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the mapping of columns to records. */
final class MappingReader {

    private static final String ALL = "all";
    private static final String COLUMN = "column";
    private static final String COLUMNS = "columns";
    private static final String SPLIT = "split";
    private static final String VALID_FROM = "valid_from";
    private static final String VALID_TO = "valid_to";

    private static final String[] FIELDS_OF_PARTS = {
        COLUMN, SPLIT, VALID_FROM, VALID_TO, TimeFormatReader.TIME, TimeFormatReader.ON_BAD_TIME
    };
    private static final String[] FIELDS = {
        COLUMN,
        COLUMNS,
        SPLIT,
        VALID_FROM,
        VALID_TO,
        TimeFormatReader.TIME,
        TimeFormatReader.ON_BAD_TIME
    };

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

    /** The columns of an attribute: one, a list, or an object. */
    private List<AttributeColumn> attribute(String name, ConfigNode node, TimeFormat time) {
        if (node.isString()) {
            return List.of(
                    new AttributeColumn(
                            name, node.nonEmptyString(), Optional.empty(), Optional.empty()));
        }
        if (node.isList()) {
            return listed(
                    node,
                    item -> item.isString() ? attribute(name, item, time) : part(name, item, time));
        }
        if (!node.isObject() && !node.isNull()) {
            throw node.expected(
                    "the name of a column, a list of columns, or an object with the fields column"
                            + " or columns, split, valid_from, valid_to");
        }
        ConfigObject object = node.object().allow(FIELDS);
        Optional<ConfigNode> columns = object.optional(COLUMNS);
        if (columns.isEmpty()) {
            return List.of(column(name, column(object, COLUMN).orElse(name), object, time));
        }
        if (object.optional(COLUMN).isPresent()) {
            throw columns.get().invalid("only without column; leave one of them out");
        }
        return listed(
                columns.get(), item -> List.of(column(name, item.nonEmptyString(), object, time)));
    }

    /** An object in the list of columns of an attribute. */
    private List<AttributeColumn> part(String name, ConfigNode item, TimeFormat time) {
        if (!item.isObject()) {
            throw item.expected("the name of a column or an object with the field column");
        }
        ConfigObject object = item.object().allow(FIELDS_OF_PARTS);
        String column = object.required(COLUMN, "the name of a column").nonEmptyString();
        return List.of(column(name, column, object, time));
    }

    /** A column with what an object says about its values. */
    private AttributeColumn column(
            String name, String column, ConfigObject object, TimeFormat time) {
        return new AttributeColumn(
                name,
                column,
                column(object, VALID_FROM),
                column(object, VALID_TO),
                times.read(object, time),
                object.optional(SPLIT).map(MappingReader::separator));
    }

    /** Not trimmed: white space may separate values. */
    private static String separator(ConfigNode node) {
        String separator = node.nonEmptyString();
        if (separator.indexOf('\n') >= 0 || separator.indexOf('\r') >= 0) {
            throw node.invalid("a line break cannot separate values; use another");
        }
        return separator;
    }

    private static List<AttributeColumn> listed(
            ConfigNode list, Function<ConfigNode, List<AttributeColumn>> reader) {
        List<AttributeColumn> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ConfigNode item : list.items()) {
            for (AttributeColumn column : reader.apply(item)) {
                if (!seen.add(column.column())) {
                    throw item.invalid("the column '" + column.column() + "' is listed twice");
                }
                columns.add(column);
            }
        }
        if (columns.isEmpty()) {
            throw list.invalid("empty; expected at least one column");
        }
        return columns;
    }
}
