package io.kindred.table.parquet;

import io.kindred.table.Column;
import io.kindred.table.ColumnType;
import io.kindred.table.ColumnType.Choice;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.ColumnType.Struct;
import io.kindred.table.Table;
import io.kindred.temporal.Timeline;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

import java.util.List;

/**
 * The Parquet schema of a table. Lists have the standard three levels, which all readers know:
 * {@code list} and {@code element} are the names of the inner two. Instants, and times unless they
 * are opaque integers, are timestamps in UTC. Their unit is the millisecond, as that of the
 * timeline: every point of it fits.
 */
final class ParquetSchema {

    static final String LIST = "list";
    static final String ELEMENT = "element";

    private final Timeline timeline;

    private ParquetSchema(Timeline timeline) {
        this.timeline = timeline;
    }

    static MessageType of(Table table, Timeline timeline) {
        return new MessageType(table.name(), new ParquetSchema(timeline).fields(table.columns()));
    }

    private List<Type> fields(List<Column> columns) {
        return columns.stream()
                .map(
                        column ->
                                type(
                                        column.name(),
                                        column.type(),
                                        column.mayBeNull()
                                                ? Repetition.OPTIONAL
                                                : Repetition.REQUIRED))
                .toList();
    }

    private Type type(String name, ColumnType type, Repetition repetition) {
        if (type instanceof Struct struct) {
            return Types.buildGroup(repetition)
                    .addFields(fields(struct.fields()).toArray(Type[]::new))
                    .named(name);
        }
        if (type instanceof ListOf list) {
            return Types.buildGroup(repetition)
                    .as(LogicalTypeAnnotation.listType())
                    .addField(
                            Types.repeatedGroup()
                                    .addField(type(ELEMENT, list.element(), Repetition.REQUIRED))
                                    .named(LIST))
                    .named(name);
        }
        if (type instanceof Choice) {
            return type(name, Simple.TEXT, repetition);
        }
        return switch ((Simple) type) {
            case TEXT ->
                    Types.primitive(PrimitiveTypeName.BINARY, repetition)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(name);
            case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(name);
            case LONG -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case INSTANT -> instant(name, repetition);
            case TIME ->
                    timeline == Timeline.INTEGER
                            ? type(name, Simple.LONG, repetition)
                            : instant(name, repetition);
        };
    }

    private static Type instant(String name, Repetition repetition) {
        return Types.primitive(PrimitiveTypeName.INT64, repetition)
                .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                .named(name);
    }
}
