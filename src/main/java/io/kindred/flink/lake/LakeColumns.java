package io.kindred.flink.lake;

import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

import java.util.ArrayList;
import java.util.List;

/**
 * What the columns of a table lack.
 *
 * @param added in the order in which to add them
 */
record LakeColumns(List<Added> added) {

    LakeColumns {
        added = List.copyOf(added);
    }

    /**
     * A column to add.
     *
     * @param after the column that it follows
     */
    record Added(String name, LogicalType type, String after) {}

    /**
     * Compares the columns of a table with those of an output.
     *
     * @throws LakeTableException if they differ in more than columns that may be null
     */
    static LakeColumns compare(RowType found, RowType expected) throws LakeTableException {
        List<Added> added = new ArrayList<>();
        int at = 0;
        for (RowType.RowField column : expected.getFields()) {
            int position = found.getFieldIndex(column.getName());
            if (position < 0 && column.getType().isNullable() && at > 0) {
                String after =
                        expected.getFieldNames().get(expected.getFieldIndex(column.getName()) - 1);
                added.add(new Added(column.getName(), column.getType(), after));
                continue;
            }
            if (position != at || !found.getTypeAt(position).equals(column.getType())) {
                throw new LakeTableException(
                        "has "
                                + (position < 0
                                        ? "no column " + column.getName()
                                        : "the column "
                                                + column.getName()
                                                + " at position "
                                                + (position + 1)
                                                + " of type "
                                                + found.getTypeAt(position))
                                + ", expected "
                                + column.getType()
                                + " at position "
                                + (at + 1)
                                + "; name another table");
            }
            at++;
        }
        if (at < found.getFieldCount()) {
            throw new LakeTableException(
                    "has the column "
                            + found.getFieldNames().get(at)
                            + ", which rows of this output do not have; name another table");
        }
        return new LakeColumns(added);
    }
}
