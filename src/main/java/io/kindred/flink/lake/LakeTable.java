package io.kindred.flink.lake;

import io.kindred.table.Table;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * A table in a catalog that an output is written to. An interface, so that no other class needs a
 * library that may be missing.
 */
interface LakeTable extends AutoCloseable {

    /**
     * Creates the database and the table if they are not there, and adds columns that the table of
     * an earlier release lacks.
     *
     * @param declared the output's table
     * @param type the type of its rows
     * @throws LakeTableException if the table has other columns
     */
    void createOrCheck(Table declared, RowType type) throws Exception;

    /** Whether the table is there and has rows. */
    boolean hasRows() throws Exception;

    /** Removes all rows, in a commit; does nothing if the table is not there. */
    void truncate() throws Exception;

    /**
     * Writes rows to the table, which has been {@linkplain #createOrCheck created}. Each checkpoint
     * that completes commits those before it.
     *
     * @param uid of the writer; part of the uids of the other operators
     * @param name of the writer
     */
    void write(DataStream<RowData> rows, String uid, String name) throws Exception;

    @Override
    void close() throws Exception;
}
