package io.kindred.flink.lake;

import io.kindred.table.Column;
import io.kindred.table.ColumnType;
import io.kindred.table.ColumnType.Choice;
import io.kindred.table.ColumnType.ListOf;
import io.kindred.table.ColumnType.Simple;
import io.kindred.table.ColumnType.Struct;
import io.kindred.table.Table;
import io.kindred.temporal.Timeline;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.VarCharType;

import java.util.List;

/**
 * The type of an output's rows in Flink's terms, which Paimon derives its own from. Instants, and
 * times unless they are opaque integers, are timestamps in UTC.
 */
final class LakeRowType {

    private final Timeline timeline;
    private final int precision;

    private LakeRowType(Timeline timeline, int precision) {
        this.timeline = timeline;
        this.precision = precision;
    }

    /**
     * The type of the rows of a table.
     *
     * @param precision the digits of a second that timestamps have
     */
    static RowType of(Table table, Timeline timeline, int precision) {
        return new LakeRowType(timeline, precision).row(table.columns(), false);
    }

    private RowType row(List<Column> columns, boolean isNullable) {
        return new RowType(
                isNullable,
                columns.stream()
                        .map(
                                column ->
                                        new RowType.RowField(
                                                column.name(),
                                                type(column.type(), column.mayBeNull())))
                        .toList());
    }

    private LogicalType type(ColumnType type, boolean isNullable) {
        if (type instanceof Struct struct) {
            return row(struct.fields(), isNullable);
        }
        if (type instanceof ListOf list) {
            return new ArrayType(isNullable, type(list.element(), false));
        }
        if (type instanceof Choice) {
            return type(Simple.TEXT, isNullable);
        }
        return switch ((Simple) type) {
            case TEXT -> new VarCharType(isNullable, VarCharType.MAX_LENGTH);
            case LONG -> new BigIntType(isNullable);
            case BOOLEAN -> new BooleanType(isNullable);
            case INSTANT -> new LocalZonedTimestampType(isNullable, precision);
            case TIME ->
                    timeline == Timeline.INTEGER
                            ? new BigIntType(isNullable)
                            : new LocalZonedTimestampType(isNullable, precision);
        };
    }
}
