package io.kindred.codec;

import java.io.Serializable;
import java.util.List;

/**
 * How the CSV files of a source are written.
 *
 * @param delimiter the ASCII character between cells, unless a file begins with a {@linkplain
 *     SeparatorLine line} that names another
 * @param multiline whether quoted cells may contain line breaks
 * @param comment what a line begins with that is no row; empty if there are no comments
 * @param columns the columns of files without a header; empty if files have one
 */
public record CsvDialect(char delimiter, boolean multiline, String comment, List<String> columns)
        implements Serializable {

    public CsvDialect {
        columns = List.copyOf(columns);
    }

    /** Files with a header and without comments. */
    public CsvDialect(char delimiter, boolean multiline) {
        this(delimiter, multiline, "", List.of());
    }

    /** Whether the first row of a file is its header. */
    public boolean hasHeader() {
        return columns.isEmpty();
    }
}
