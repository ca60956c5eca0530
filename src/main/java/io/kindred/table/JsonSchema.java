package io.kindred.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kindred.table.ColumnType.Choice;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.ColumnType.Struct;
import io.kindred.temporal.Timeline;

import java.io.UncheckedIOException;
import java.util.List;

/** Writes the JSON Schema, draft 2020-12, of the rows of a table. */
public final class JsonSchema {

    /** As Java's Instant prints it. Years have more than four digits beyond 9999. */
    private static final String INSTANT =
            "^([+-]\\d{5,10}|-?\\d{4})-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z$";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TYPE = "type";

    private final Timeline timeline;

    private JsonSchema(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The schema as text, indented, with a line end. */
    public static String of(Table table, Timeline timeline) {
        ObjectNode schema = NODES.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "A row of the output " + table.name());
        schema.setAll(new JsonSchema(timeline).object(table.columns()));
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter()
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter());
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + '\n';
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
    }

    private ObjectNode object(List<Column> columns) {
        ObjectNode object = NODES.objectNode();
        object.put(TYPE, "object");
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (Column column : columns) {
            properties.set(column.name(), column(column));
            if (!column.isOptional()) {
                required.add(column.name());
            }
        }
        object.set("required", required);
        object.put("additionalProperties", false);
        return object;
    }

    private ObjectNode column(Column column) {
        ObjectNode type = type(column.type());
        if (column.isNullable()) {
            type.putArray(TYPE).add(type(column.type()).path(TYPE)).add("null");
            if (type.path("enum") instanceof ArrayNode values) {
                values.addNull();
            }
        }
        return type;
    }

    private ObjectNode type(ColumnType type) {
        ObjectNode node = NODES.objectNode();
        if (type instanceof Struct struct) {
            return object(struct.fields());
        }
        if (type instanceof ListOf list) {
            node.put(TYPE, "array");
            node.set("items", type(list.element()));
            return node;
        }
        if (type instanceof Choice choice) {
            node.put(TYPE, "string");
            choice.values().forEach(node.putArray("enum")::add);
            return node;
        }
        return switch ((Simple) type) {
            case TEXT -> node.put(TYPE, "string");
            case LONG -> integer(node);
            case BOOLEAN -> node.put(TYPE, "boolean");
            case INSTANT -> instant(node);
            case TIME -> timeline == Timeline.INTEGER ? integer(node) : instant(node);
        };
    }

    private static ObjectNode integer(ObjectNode node) {
        return node.put(TYPE, "integer")
                .put("minimum", Long.MIN_VALUE)
                .put("maximum", Long.MAX_VALUE);
    }

    private static ObjectNode instant(ObjectNode node) {
        return node.put(TYPE, "string").put("pattern", INSTANT);
    }
}
