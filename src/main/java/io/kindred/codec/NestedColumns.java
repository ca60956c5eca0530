package io.kindred.codec;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** The columns of a mapping that are paths into nested values, such as {@code person.name.last}. */
final class NestedColumns {

    static final char SEPARATOR = '.';

    private final Set<String> columns = new HashSet<>();
    private final Predicate<String> repeatable;

    /** The paths of the objects, or arrays of objects, that these columns are in. */
    private final Set<String> beginnings = new HashSet<>();

    /**
     * @param named all columns of the mapping
     * @param repeatable whether a column is one of which a row may have several values
     */
    NestedColumns(Set<String> named, Predicate<String> repeatable) {
        this.repeatable = repeatable;
        for (String column : named) {
            for (int dot = column.indexOf(SEPARATOR);
                    dot >= 0;
                    dot = column.indexOf(SEPARATOR, dot + 1)) {
                columns.add(column);
                beginnings.add(column.substring(0, dot));
            }
        }
    }

    boolean contains(String path) {
        return columns.contains(path);
    }

    /** Whether there are columns in the object at a path. */
    boolean begin(String path) {
        return beginnings.contains(path);
    }

    boolean isRepeatable(String column) {
        return repeatable.test(column);
    }

    /** As many parts of a column as a path has; the column if it has fewer. */
    static String beginning(String column, String path) {
        int end = -1;
        for (int dot = -1; ; ) {
            end = column.indexOf(SEPARATOR, end + 1);
            dot = path.indexOf(SEPARATOR, dot + 1);
            if (end < 0) {
                return column;
            }
            if (dot < 0) {
                return column.substring(0, end);
            }
        }
    }
}
