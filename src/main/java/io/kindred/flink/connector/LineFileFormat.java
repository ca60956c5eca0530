package io.kindred.flink.connector;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file format that emits lines as bytes. Each file is read by one reader and decompressed by its
 * extension. Lines end in LF or CRLF, optional for the last line. Blank lines and a byte order mark
 * are skipped. A line over the limit is cut.
 *
 * <p>The position of a reader is part of savepoints. In {@link CheckpointedPosition}, {@code
 * offset} is the offset of the next line in decompressed bytes, and {@code recordsAfterOffset} is
 * the number of lines before it.
 */
public final class LineFileFormat implements BulkFormat<RawInput, FileSourceSplit> {

    private static final long serialVersionUID = 1L;

    private final int maxRecordBytes;
    private final boolean header;
    private final boolean multiline;
    private final char delimiter;

    private LineFileFormat(int maxRecordBytes, boolean header, boolean multiline, char delimiter) {
        if (maxRecordBytes < 1 || maxRecordBytes > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException(
                    "max_record_bytes is " + maxRecordBytes + ", expected 1 to 2147483631");
        }
        this.maxRecordBytes = maxRecordBytes;
        this.header = header;
        this.multiline = multiline;
        this.delimiter = delimiter;
    }

    /**
     * A format in which every line is an input.
     *
     * @param maxRecordBytes longer lines are cut
     */
    public static LineFileFormat lines(int maxRecordBytes) {
        return new LineFileFormat(maxRecordBytes, false, false, ',');
    }

    /**
     * A CSV format. The first line that is not blank is the header, and is emitted with every
     * input.
     *
     * @param maxRecordBytes longer lines are cut
     * @param multiline whether line breaks inside quotes are part of a line; an unclosed quote then
     *     makes the rest of the file one line
     * @param delimiter the ASCII character between cells
     */
    public static LineFileFormat csv(int maxRecordBytes, boolean multiline, char delimiter) {
        return new LineFileFormat(maxRecordBytes, true, multiline, delimiter);
    }

    /**
     * A bounded source of files.
     *
     * @param paths the paths of the source in the job file: a restored job reads no other files
     * @param files the files for them, in order; at least one
     */
    public Source<RawInput, ?, ?> source(
            List<String> paths, List<InputFile> files, FileOrder order) {
        return new LineFileSource(this, paths, files, order);
    }

    /**
     * The header of a CSV file; empty if the file has no lines.
     *
     * @throws IOException if the file cannot be read or its header is over the limit; the message
     *     names the file
     */
    public String header(Path file) throws IOException {
        try (LineScanner scanner = scanner(file, 0, 0)) {
            return header(scanner, file);
        }
    }

    @Override
    public LineReader createReader(Configuration config, FileSourceSplit split) throws IOException {
        LineScanner scanner = scanner(split.path(), 0, 0);
        try {
            return reader(split, scanner, header ? header(scanner, split.path()) : "");
        } catch (IOException e) {
            scanner.close();
            throw e;
        }
    }

    @Override
    public LineReader restoreReader(Configuration config, FileSourceSplit split)
            throws IOException {
        CheckpointedPosition position = split.getReaderPosition().orElseThrow();
        String fileHeader = header ? header(split.path()) : "";
        return reader(
                split,
                scanner(split.path(), position.getOffset(), position.getRecordsAfterOffset()),
                fileHeader);
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<RawInput> getProducedType() {
        return TypeInformation.of(RawInput.class);
    }

    private LineScanner scanner(Path file, long offset, long lines) throws IOException {
        return new LineScanner(
                FileBytes.open(file, offset), offset, lines, maxRecordBytes, multiline, delimiter);
    }

    private static LineReader reader(FileSourceSplit split, LineScanner scanner, String header) {
        Path path = split.path();
        boolean local = "file".equals(path.toUri().getScheme());
        return new LineReader(scanner, local ? path.getPath() : path.toString(), header);
    }

    private String header(LineScanner scanner, Path file) throws IOException {
        while (scanner.next()) {
            if (scanner.length() > maxRecordBytes) {
                throw new IOException(
                        String.format(
                                "cannot read %s: its header of %d bytes is over the limit of %d",
                                file, scanner.length(), maxRecordBytes));
            }
            if (!scanner.isBlank()) {
                return new String(scanner.bytes(), StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
