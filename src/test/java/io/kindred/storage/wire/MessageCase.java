package io.kindred.storage.wire;

import io.kindred.storage.BinaryFormat;
import io.kindred.storage.ByteKey;
import io.kindred.storage.FormatCase;
import io.kindred.storage.StoredRows;

import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** A format of values that are sent or kept as they are, one value a row. */
public record MessageCase<T>(
        String name, int oldest, int newest, int newestRead, BinaryFormat<T> format, List<T> values)
        implements FormatCase {

    /** Of values that versions from the oldest on can hold. */
    public MessageCase(
            String name, int oldest, int newest, BinaryFormat<T> format, List<T> values) {
        this(name, oldest, newest, newest, format, values);
    }

    /** Of values that every version can hold. */
    public MessageCase(String name, int newest, BinaryFormat<T> format, List<T> values) {
        this(name, 1, newest, format, values);
    }

    @Override
    public List<String> write() {
        return values.stream().map(value -> StoredRows.show(format.write(value))).toList();
    }

    @Override
    public void check(List<List<ByteKey>> rows) {
        assertThat(rows).hasSameSizeAs(values);
        IntStream.range(0, values.size())
                .forEach(
                        i ->
                                assertThat(format.read(rows.get(i).get(0).bytes()))
                                        .isEqualTo(values.get(i)));
    }

    @Override
    public boolean isVersioned() {
        return true;
    }

    @Override
    public boolean isDelimited() {
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
