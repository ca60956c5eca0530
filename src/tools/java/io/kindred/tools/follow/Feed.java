package io.kindred.tools.follow;

import io.kindred.tools.store.FedRow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads rows of outputs, from where the store is. Not thread-safe. */
interface Feed extends AutoCloseable {

    /**
     * A batch of rows, and where to go on after them.
     *
     * @param positions where to go on, by name; to be written with the rows
     * @param completeTo all rows that there were then have been read, with these; empty if that is
     *     not known anew
     * @param isBehind whether other rows are known to be there
     * @param isAnew whether the outputs began anew, so that the store must forget what it has and
     *     be read again; there are no rows then
     */
    record Read(
            List<FedRow> rows,
            Map<String, String> positions,
            Optional<Instant> completeTo,
            boolean isBehind,
            boolean isAnew) {

        static Read of(
                List<FedRow> rows,
                Map<String, String> positions,
                Optional<Instant> completeTo,
                boolean isBehind) {
            return new Read(rows, positions, completeTo, isBehind, false);
        }

        static final Read ANEW = new Read(List.of(), Map.of(), Optional.empty(), true, true);
    }

    /** Reads the next rows, soon to return if there are none. */
    Read read() throws IOException;

    /** Where a row is that it has read, for people. */
    String place(FedRow row);

    /** Begins again, after the store was emptied. */
    void restart();

    @Override
    void close();
}
