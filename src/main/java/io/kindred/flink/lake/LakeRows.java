package io.kindred.flink.lake;

import io.kindred.flink.operator.OutputRow;
import io.kindred.table.Column;
import io.kindred.table.ColumnType;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.ColumnType.Struct;
import io.kindred.table.OutputTables;
import io.kindred.table.Table;
import io.kindred.table.TableRow;
import io.kindred.table.TableRowReader;
import io.kindred.temporal.Timeline;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Converts the rows of an output for a table. Their type is that of {@link LakeRowType}. */
final class LakeRows extends RichMapFunction<OutputRow, RowData> {

    private static final long serialVersionUID = 1L;

    private final String output;
    private final Timeline timeline;
    private transient @Nullable Table table;
    private transient @Nullable TableRowReader reader;

    /**
     * A function.
     *
     * @param output the name of the output in job files
     */
    LakeRows(String output, Timeline timeline) {
        this.output = output;
        this.timeline = timeline;
    }

    @Override
    public void open(OpenContext context) {
        table = OutputTables.named(output);
        reader = new TableRowReader(table, timeline);
    }

    /** Converts a row; one that retracts is a delete. */
    @Override
    public RowData map(OutputRow row) {
        TableRow values = Objects.requireNonNull(reader).read(row.json());
        RowKind kind = row.gone() ? RowKind.DELETE : RowKind.INSERT;
        return struct(Objects.requireNonNull(table).columns(), values, kind);
    }

    private RowData struct(List<Column> columns, TableRow row, RowKind kind) {
        GenericRowData data = new GenericRowData(kind, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Optional<Object> value = row.value(i);
            if (value.isPresent()) {
                data.setField(i, value(columns.get(i).type(), value.get()));
            }
        }
        return data;
    }

    private Object value(ColumnType type, Object value) {
        if (type instanceof Struct struct) {
            return struct(struct.fields(), (TableRow) value, RowKind.INSERT);
        }
        if (type instanceof ListOf list) {
            return new GenericArrayData(
                    ((List<?>) value).stream().map(each -> value(list.element(), each)).toArray());
        }
        if (value instanceof String text) {
            return StringData.fromString(text);
        }
        if (type == Simple.INSTANT || (type == Simple.TIME && timeline == Timeline.MILLIS)) {
            return TimestampData.fromEpochMillis((Long) value);
        }
        return value;
    }
}
