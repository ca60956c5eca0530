package io.kindred.flink.connector;

import io.kindred.storage.ByteReader;
import io.kindred.storage.ByteWriter;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.FileSourceSplitSerializer;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Serialises splits, in savepoints too. Version 2 is, compressed by deflate since a split may have
 * very many files (<i>s</i>: a signed LEB128 number; strings and lists as in the other state
 * formats):
 *
 * <pre>
 * id; offset, lines, checked (s each); checksum (s);
 * list of files: URI; size, modification time (s each); key
 * </pre>
 *
 * <p>Version 1 is Flink's format of a {@link FileSourceSplit}: one file. Its modification time is
 * not used, because it was never compared: users may have moved files since.
 */
final class FileSplitSerializer implements SimpleVersionedSerializer<FileSplit> {

    static final FileSplitSerializer INSTANCE = new FileSplitSerializer();

    private static final int VERSION = 2;

    private FileSplitSerializer() {}

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(FileSplit split) throws IOException {
        ReadPosition position = split.position();
        byte[] plain =
                new ByteWriter()
                        .string(split.splitId())
                        .signed(position.offset())
                        .signed(position.lines())
                        .signed(position.checked())
                        .signed(position.checksum())
                        .list(split.files(), FileSplitSerializer::write)
                        .toBytes();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    @Override
    public FileSplit deserialize(int version, byte[] serialized) throws IOException {
        return switch (version) {
            case 1 -> read(FileSourceSplitSerializer.INSTANCE.deserialize(1, serialized));
            case VERSION -> read(inflated(serialized));
            default -> throw new IOException("a split of files of unknown version " + version);
        };
    }

    /** The split for one of Flink's. */
    static FileSplit read(FileSourceSplit split) {
        return new FileSplit(
                split.splitId(),
                List.of(new InputFile(split.path(), split.fileSize(), InputFile.UNKNOWN, "")),
                split.getReaderPosition()
                        .map(FileSplitSerializer::position)
                        .orElse(ReadPosition.START));
    }

    private static ReadPosition position(CheckpointedPosition position) {
        return new ReadPosition(
                position.getOffset(),
                position.getRecordsAfterOffset(),
                ReadPosition.UNCHECKED,
                Checksum.EMPTY);
    }

    private static FileSplit read(byte[] plain) {
        ByteReader in = new ByteReader("a split of files", plain);
        String id = in.string();
        ReadPosition position =
                new ReadPosition(in.signed(), in.signed(), in.signed(), in.signed());
        List<InputFile> files = in.list(FileSplitSerializer::file);
        in.end();
        return new FileSplit(id, files, position);
    }

    private static void write(ByteWriter out, InputFile file) {
        // The URI, because it keeps names that are not UTF-8.
        out.string(file.path().toUri().toString())
                .signed(file.size())
                .signed(file.modified())
                .string(file.key());
    }

    private static InputFile file(ByteReader in) {
        return new InputFile(
                new Path(URI.create(in.string())), in.signed(), in.signed(), in.string());
    }

    private static byte[] inflated(byte[] bytes) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}
