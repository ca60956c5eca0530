package io.kindred.table;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The values of a row, or of a struct in it, in the order of the columns.
 *
 * <p>Text is a {@code String}, a boolean a {@code Boolean}, and everything of 64 bits a {@code
 * Long}: an instant in epoch milliseconds, a time as a point of the timeline. A list is a {@code
 * List}, a struct a {@code TableRow}.
 */
public final class TableRow {

    private final List<@Nullable Object> values;

    TableRow(List<@Nullable Object> values) {
        this.values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** The value of the column at this position; empty for null. */
    public Optional<Object> value(int column) {
        return Optional.ofNullable(values.get(column));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TableRow that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
