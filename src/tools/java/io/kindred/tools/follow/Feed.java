package io.kindred.tools.follow;

import io.kindred.tools.store.FedRow;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads rows of outputs, from where the store is. Not thread-safe. */
interface Feed extends AutoCloseable {

    /**
     * What was read.
     *
     * @param positions where to go on, by name; to be written with the rows
     * @param isAtEnd whether nothing else was there
     * @param isAnew whether the outputs began anew, so that the store must forget what it has and
     *     be read again; there are no rows then
     */
    record Read(List<FedRow> rows, Map<String, String> positions, boolean isAtEnd, boolean isAnew) {

        static Read of(List<FedRow> rows, Map<String, String> positions, boolean isAtEnd) {
            return new Read(rows, positions, isAtEnd, false);
        }

        static final Read ANEW = new Read(List.of(), Map.of(), false, true);
    }

    /** Reads the next rows, soon to return if there are none. */
    Read read() throws IOException;

    /** Begins again, after the store was emptied. */
    void restart();

    @Override
    void close();
}
