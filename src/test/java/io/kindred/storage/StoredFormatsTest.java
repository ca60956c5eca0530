package io.kindred.storage;

import io.kindred.storage.shard.FormatCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Holds the readers and writers of every format to the bytes that were written before. */
class StoredFormatsTest {

    /** How errors name what is corrupt. */
    private static final String WHAT =
            "shard-meta|key-standings of|interner-ids of|record \\d|record-ids of|record message|key-postings"
                    + "|value-postings|component-members|components-stated|components-due"
                    + "|unique-claims|type-postings|perspective-postings|expiry-buckets"
                    + "|component \\d|erased-records|gone-records|entity-ids of|uniqueness|published|update"
                    + "|registration|key-counts|message to a shard|key change"
                    + "|output key|sink fills|kept move|record move|claim message|claims of a record"
                    + "|claimed value|counted example|part of an answer|open answer"
                    + "|input message|erasure|erased identity|gone revision|shown cells"
                    + "|record of a snapshot|progress of a snapshot";

    static Stream<FormatCase> formats() {
        return FormatCases.all();
    }

    static Stream<FormatCase> writtenFormats() {
        return FormatCases.all().filter(FormatCase::isWritten);
    }

    static Stream<FormatCase> versionedFormats() {
        return FormatCases.all().filter(FormatCase::isVersioned);
    }

    static Stream<FormatCase> delimitedFormats() {
        return FormatCases.all().filter(FormatCase::isDelimited);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void readsWhatAnyVersionWrote(FormatCase format) {
        for (int version = format.oldest(); version <= format.newest(); version++) {
            format.check(StoredRows.load(version, format.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("writtenFormats")
    void writesTheNewestVersionToTheByte(FormatCase format) {
        List<String> stored =
                StoredRows.load(format.newest(), format.name()).stream()
                        .map(row -> row.stream().map(ByteKey::bytes).toArray(byte[][]::new))
                        .map(StoredRows::show)
                        .toList();
        assertThat(format.write()).isEqualTo(stored);
    }

    @ParameterizedTest
    @MethodSource("versionedFormats")
    void rejectsVersionsItDoesNotKnow(FormatCase format) {
        for (int version : List.of(0, format.newestRead() + 1, 255)) {
            eachChanged(
                    format,
                    value -> {
                        byte[] changed = value.clone();
                        changed[0] = (byte) version;
                        return List.of(changed);
                    },
                    ": format version "
                            + version
                            + "; this release reads 1 to "
                            + format.newestRead());
        }
    }

    @ParameterizedTest
    @MethodSource("delimitedFormats")
    void rejectsBytesLeftOver(FormatCase format) {
        eachChanged(
                format,
                value -> List.of(Arrays.copyOf(value, value.length + 1)),
                ": 1 bytes left over after the last field");
    }

    @ParameterizedTest
    @MethodSource("delimitedFormats")
    void rejectsToBeCutShortAnywhere(FormatCase format) {
        eachChanged(
                format,
                value -> {
                    List<byte[]> cutShort = new ArrayList<>();
                    for (int length = 0; length < value.length; length++) {
                        cutShort.add(Arrays.copyOf(value, length));
                    }
                    return cutShort;
                },
                ": ");
    }

    /** A changed byte may make another value, but never any other error. */
    @ParameterizedTest
    @MethodSource("delimitedFormats")
    void rejectsDamageOrReadsSomethingElse(FormatCase format) {
        List<List<ByteKey>> rows = StoredRows.load(format.newest(), format.name());
        for (int row = 0; row < rows.size(); row++) {
            byte[] value = last(rows.get(row));
            for (int at = 0; at < value.length; at++) {
                for (int flip : List.of(0x01, 0x06, 0x80, 0xff)) {
                    byte[] changed = value.clone();
                    changed[at] ^= (byte) flip;
                    try {
                        format.check(replaced(rows, row, changed));
                    } catch (CorruptStateException | AssertionError e) {
                        assertThat(e.getMessage()).isNotEmpty();
                    }
                }
            }
        }
    }

    @Test
    void everyStoredFileIsRead() throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(getClass().getResource("/formats")).toURI());
        List<String> expected =
                FormatCases.all()
                        .flatMap(
                                format ->
                                        IntStream.rangeClosed(format.oldest(), format.newest())
                                                .mapToObj(
                                                        version ->
                                                                Path.of(
                                                                                "v" + version,
                                                                                format.name()
                                                                                        + ".hex")
                                                                        .toString()))
                        .toList();
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(
                            files.filter(Files::isRegularFile)
                                    .map(file -> root.relativize(file).toString())
                                    .filter(file -> file.matches("v\\d+/.*")))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private interface Change {
        List<byte[]> of(byte[] value);
    }

    /** Each value changed in each way, the others as they are, is corrupt. */
    private static void eachChanged(FormatCase format, Change change, String message) {
        List<List<ByteKey>> rows = StoredRows.load(format.newest(), format.name());
        for (int row = 0; row < rows.size(); row++) {
            for (byte[] changed : change.of(last(rows.get(row)))) {
                List<List<ByteKey>> corrupt = replaced(rows, row, changed);
                assertThatThrownBy(() -> format.check(corrupt))
                        .as("%s, row %s: %s", format, row, new ByteKey(changed))
                        .isInstanceOf(CorruptStateException.class)
                        .hasMessageContaining(message)
                        .message()
                        .matches("(?s)(" + WHAT + ").*");
            }
        }
    }

    private static List<List<ByteKey>> replaced(List<List<ByteKey>> rows, int at, byte[] value) {
        List<List<ByteKey>> replaced = new ArrayList<>(rows);
        List<ByteKey> row = new ArrayList<>(rows.get(at));
        row.set(row.size() - 1, new ByteKey(value));
        replaced.set(at, row);
        return replaced;
    }

    private static byte[] last(List<ByteKey> row) {
        return row.get(row.size() - 1).bytes();
    }
}
