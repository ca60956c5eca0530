package io.kindred.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Bytes as a release wrote them: {@code formats/v1/NAME.hex} has those of version 1 of the format,
 * one row a line, its columns in hex with spaces between them, an empty one as {@code -}. The last
 * column is the value, those before are the keys it is under. Lines that begin with {@code #} say
 * what the rows are. A file never changes.
 */
public final class StoredRows {

    private static final String EMPTY = "-";

    private StoredRows() {}

    static List<List<ByteKey>> load(int version, String name) {
        String path = "/formats/v" + version + "/" + name + ".hex";
        try (InputStream file = StoredRows.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("no " + path + " on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(StoredRows::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    /** The row as a file has it. */
    public static String show(byte[]... columns) {
        return String.join(
                " ",
                Stream.of(columns)
                        .map(column -> column.length == 0 ? EMPTY : new ByteKey(column).toString())
                        .toList());
    }

    private static List<ByteKey> row(String line) {
        return Stream.of(line.split(" "))
                .map(column -> ByteKey.ofHex(column.equals(EMPTY) ? "" : column))
                .toList();
    }
}
