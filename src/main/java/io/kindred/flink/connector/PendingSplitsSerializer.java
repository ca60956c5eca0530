package io.kindred.flink.connector;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import org.apache.flink.connector.file.src.FileSourceSplitSerializer;
import org.apache.flink.connector.file.src.PendingSplitsCheckpointSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Serialises the state of the enumerator. Version 3 is the version of the {@linkplain
 * FileSplitSerializer splits} (<i>u</i>), a list of their bytes, whether the readers are ending
 * (<i>b</i>), and the bytes of one more split, whose files are those that were taken up; no bytes
 * if there are none. Version 2 is the same without the last. Version 1 is Flink's format of a
 * {@link org.apache.flink.connector.file.src.PendingSplitsCheckpoint}.
 */
final class PendingSplitsSerializer implements SimpleVersionedSerializer<PendingFiles> {

    private static final int VERSION = 3;

    private static final FileSplitSerializer SPLITS = FileSplitSerializer.INSTANCE;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(PendingFiles files) throws IOException {
        List<byte[]> serialized = new ArrayList<>();
        for (FileSplit split : files.splits()) {
            serialized.add(SPLITS.serialize(split));
        }
        return new ByteWriter()
                .unsigned(SPLITS.getVersion())
                .list(serialized, ByteWriter::bytes)
                .bool(files.isEnding())
                .bytes(
                        files.known().isEmpty()
                                ? new byte[0]
                                : SPLITS.serialize(FileSplit.unread("known", files.known())))
                .toBytes();
    }

    @Override
    public PendingFiles deserialize(int version, byte[] bytes) throws IOException {
        return switch (version) {
            case 1 ->
                    new PendingFiles(
                            List.of(),
                            new PendingSplitsCheckpointSerializer<>(
                                            FileSourceSplitSerializer.INSTANCE)
                                    .deserialize(1, bytes).getSplits().stream()
                                            .map(FileSplitSerializer::read)
                                            .toList(),
                            true);
            case 2, VERSION -> read(version, bytes);
            default -> throw new IOException("pending files of unknown version " + version);
        };
    }

    private static PendingFiles read(int version, byte[] bytes) throws IOException {
        ByteReader in = new ByteReader("pending files", bytes);
        int splitVersion = (int) in.unsigned();
        List<byte[]> serialized = in.list(ByteReader::bytes);
        boolean isEnding = in.bool();
        byte[] known = version == 2 ? new byte[0] : in.bytes();
        in.end();
        List<FileSplit> splits = new ArrayList<>();
        for (byte[] split : serialized) {
            splits.add(SPLITS.deserialize(splitVersion, split));
        }
        return new PendingFiles(
                known.length == 0 ? List.of() : SPLITS.deserialize(splitVersion, known).files(),
                splits,
                isEnding);
    }
}
