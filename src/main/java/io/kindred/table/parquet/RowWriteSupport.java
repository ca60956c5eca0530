package io.kindred.table.parquet;

import io.kindred.table.Column;
import io.kindred.table.ColumnType;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Struct;
import io.kindred.table.Table;
import io.kindred.table.TableRow;
import io.kindred.temporal.Timeline;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Hands the values of rows to Parquet, by the declaration of their table. */
final class RowWriteSupport extends WriteSupport<TableRow> {

    private final Table table;
    private final Timeline timeline;
    private @Nullable RecordConsumer consumer;

    RowWriteSupport(Table table, Timeline timeline) {
        this.table = table;
        this.timeline = timeline;
    }

    @Override
    public WriteContext init(Configuration unused) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration unused) {
        return context();
    }

    private WriteContext context() {
        return new WriteContext(ParquetSchema.of(table, timeline), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(TableRow row) {
        RecordConsumer to = Objects.requireNonNull(consumer);
        to.startMessage();
        fields(to, table.columns(), row);
        to.endMessage();
    }

    private static void fields(RecordConsumer to, List<Column> columns, TableRow row) {
        for (int i = 0; i < columns.size(); i++) {
            Optional<Object> value = row.value(i);
            if (value.isPresent()) {
                Column column = columns.get(i);
                to.startField(column.name(), i);
                value(to, column.type(), value.get());
                to.endField(column.name(), i);
            }
        }
    }

    private static void value(RecordConsumer to, ColumnType type, Object value) {
        if (type instanceof Struct struct) {
            to.startGroup();
            fields(to, struct.fields(), (TableRow) value);
            to.endGroup();
        } else if (type instanceof ListOf list) {
            list(to, list.element(), (List<?>) value);
        } else if (value instanceof String text) {
            to.addBinary(Binary.fromString(text));
        } else if (value instanceof Boolean bool) {
            to.addBoolean(bool);
        } else {
            to.addLong((Long) value);
        }
    }

    private static void list(RecordConsumer to, ColumnType element, List<?> values) {
        to.startGroup();
        if (!values.isEmpty()) {
            to.startField(ParquetSchema.LIST, 0);
            for (Object each : values) {
                to.startGroup();
                to.startField(ParquetSchema.ELEMENT, 0);
                value(to, element, each);
                to.endField(ParquetSchema.ELEMENT, 0);
                to.endGroup();
            }
            to.endField(ParquetSchema.LIST, 0);
        }
        to.endGroup();
    }
}
