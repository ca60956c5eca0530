package io.kindred.flink.connector;

import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The state of file sources, as this and earlier code has written it. */
class FileSplitFormatTest {

    private static final String PENDING_V1 =
            "efbeadde01000000030000000000000051000000000a3030303030303030303101010566696c650000ffffffff01"
                    + "102f646174612f64617920312e637376000000000000000000000000000000000007000001a2267c3a220000"
                    + "000000000007000000000051000000000a3030303030303030303201010566696c650000ffffffff01102f64"
                    + "6174612f64617920322e637376000000000000000000000000000000000005000001a2267c3a220000000000"
                    + "000005000000000053000000000a3030303030303030303301010566696c650000ffffffff01122f64617461"
                    + "2f63253230235b315d2e677a000000000000000000000000000000000016000001a2267c3a26000000000000"
                    + "00160000000000";

    private static final String BEGUN_V1 =
            "000a3030303030303030303101010566696c650000ffffffff01102f646174612f64617920312e63737600000000"
                    + "0000000000000000000000000007000001a2267c3a2200000000000000070000000001000000000000000500"
                    + "00000000000002";

    private static final String BEGUN_V2 =
            "789c634dcbcc492de662e1997db6fdf1974b67b73133898184acf453124b128144a5aa9181a15e72"
                    + "71195fc382cef94733d83532f3f26d2d34458b8dadf4f5934a93b3534bf493548d4c8d0cf4d2ab1a"
                    + "40c08191010086701e61";

    private static final String PENDING_V2 =
            "02025a789c634dcbcc492de662e1997db6fdf1974b67b73133898184acf453124b128144a5aa9181"
                    + "a15e7271195fc382cef94733d83532f3f26d2d34458b8dadf4f5934a93b3534bf493548d4c8d0cf4"
                    + "d2ab1a40c08191010086701e6121789c634ed33564000246beb4cc9c542b7d7dfd94c49244fd0a26"
                    + "46060045d6058201";

    private static final String PENDING_V3 =
            "020121789c634ed33564000246beb4cc9c542b7d7dfd94c49244fd0a2646060045d60582"
                    + "0023789c63cdcecb2fcf63000246beb4cc9c542b7d7dfd94c49244fd4a164606006b4c06f0";

    private static final FileSplitSerializer SPLITS = FileSplitSerializer.INSTANCE;
    private static final SimpleVersionedSerializer<PendingFiles> PENDING =
            new PendingSplitsSerializer();

    private static final FileSplit BEGUN =
            new FileSplit(
                    "files",
                    List.of(
                            new InputFile(
                                    new Path("file:/data/day 1.csv"), 7, 1796000000000L, "(ino=8)"),
                            new InputFile(new Path("s3://bucket/b%20.gz"), 1L << 40, -1, "")),
                    new ReadPosition(5, 2, 6, -123456789012345678L));

    @Test
    void readsWhatFlinksSourceWrote() throws Exception {
        PendingFiles pending = PENDING.deserialize(1, bytes(PENDING_V1));
        assertThat(pending.isEnding()).isTrue();
        assertThat(pending.splits())
                .containsExactly(
                        unread("0000000001", "/data/day 1.csv", 7),
                        unread("0000000002", "/data/day 2.csv", 5),
                        unread("0000000003", "/data/c%20#[1].gz", 22));
        assertThat(SPLITS.deserialize(1, bytes(BEGUN_V1)))
                .isEqualTo(
                        new FileSplit(
                                "0000000001",
                                unread("", "/data/day 1.csv", 7).files(),
                                new ReadPosition(5, 2, ReadPosition.UNCHECKED, Checksum.EMPTY)));
    }

    @Test
    void readsVersion2() throws Exception {
        assertThat(SPLITS.deserialize(2, bytes(BEGUN_V2))).isEqualTo(BEGUN);
        assertThat(PENDING.deserialize(2, bytes(PENDING_V2)))
                .isEqualTo(
                        new PendingFiles(
                                List.of(), List.of(BEGUN, unread("f-1", "/data/x", 1)), true));
    }

    @Test
    void readsVersion3OfPendingFiles() throws Exception {
        assertThat(PENDING.deserialize(3, bytes(PENDING_V3)))
                .isEqualTo(
                        new PendingFiles(
                                unread("", "/data/y", 2).files(),
                                List.of(unread("f-1", "/data/x", 1)),
                                false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a:b", "/a\\b", "/a%20#?[*]{x} \n", "/ä€😀", "/"})
    void readsAnyNameAsWritten(String name) throws Exception {
        FileSplit split = FileSplit.unread(name, List.of(file(name, 1), file(name + "2", 1)));

        assertThat(SPLITS.deserialize(2, SPLITS.serialize(split))).isEqualTo(split);
        PendingFiles pending = new PendingFiles(split.files(), List.of(split, split), false);
        assertThat(PENDING.deserialize(3, PENDING.serialize(pending))).isEqualTo(pending);
    }

    /** A split is sent in one message, of at most 10 MiB. */
    @Test
    void aSplitOfVeryManyFilesIsSmall() throws Exception {
        List<InputFile> files =
                IntStream.range(0, 100_000)
                        .mapToObj(i -> file("/data/2026/11/part-" + i + ".jsonl.gz", 4711 * i))
                        .toList();

        assertThat(SPLITS.serialize(FileSplit.unread("files", files))).hasSizeLessThan(2_000_000);
    }

    @Test
    void refusesUnknownVersions() {
        assertThatThrownBy(() -> SPLITS.deserialize(3, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage("a split of files of unknown version 3");
        assertThatThrownBy(() -> PENDING.deserialize(4, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessage("pending files of unknown version 4");
    }

    private static FileSplit unread(String id, String path, long size) {
        return FileSplit.unread(id, List.of(file(path, size)));
    }

    private static InputFile file(String path, long size) {
        try {
            return new InputFile(InputFileSystem.given(path), size, InputFile.UNKNOWN, "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
