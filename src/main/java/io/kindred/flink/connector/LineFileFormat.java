package io.kindred.flink.connector;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A file format that emits inputs as bytes: lines, elements of JSON, or rows as JSON. Each file is
 * read by one reader and decompressed by its extension. Lines end in LF or CRLF, optional for the
 * last line. Blank lines and a byte order mark are skipped. An input over the limit is cut.
 *
 * <p>The position of a reader is part of savepoints. In {@link CheckpointedPosition}, {@code
 * offset} is the offset after an input and its line end in decompressed bytes, and {@code
 * recordsAfterOffset} is the number of line breaks before it. Of rows, {@code offset} is that of
 * the block that the next row is in, and {@code recordsAfterOffset} the number of rows before it
 * there.
 */
public final class LineFileFormat implements BulkFormat<RawInput, FileSourceSplit> {

    /** The lines that a row may have if cells may contain line breaks. */
    static final int MAX_LINES = 1000;

    /** The lines of a quoted cell that are one input if cells must not contain line breaks. */
    static final int MAX_WRONG_LINES = 100;

    private static final long serialVersionUID = 1L;

    private final int maxRecordBytes;
    private final boolean header;
    private final boolean multiline;
    private final char delimiter;
    private final @Nullable RowContainer rows;

    private LineFileFormat(
            int maxRecordBytes,
            boolean header,
            boolean multiline,
            char delimiter,
            @Nullable RowContainer rows) {
        if (maxRecordBytes < 1 || maxRecordBytes > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException(
                    "max_record_bytes is " + maxRecordBytes + ", expected 1 to 2147483631");
        }
        this.maxRecordBytes = maxRecordBytes;
        this.header = header;
        this.multiline = multiline;
        this.delimiter = delimiter;
        this.rows = rows;
    }

    /**
     * A format for JSON, in which every line is an input. In a file that starts with an array, or
     * with an object that is not alone in its line, every element of the array and every object is
     * one instead.
     *
     * @param maxRecordBytes longer inputs are cut
     */
    public static LineFileFormat lines(int maxRecordBytes) {
        return new LineFileFormat(maxRecordBytes, false, false, ',', null);
    }

    /**
     * A CSV format. The first line that is not blank is the header, and is emitted with every
     * input. The lines of a quoted cell are one input, also where line breaks are not allowed: it
     * is to be rejected as a whole.
     *
     * @param maxRecordBytes longer inputs are cut
     * @param multiline whether line breaks inside quotes are allowed
     * @param delimiter the ASCII character between cells
     */
    public static LineFileFormat csv(int maxRecordBytes, boolean multiline, char delimiter) {
        return new LineFileFormat(maxRecordBytes, true, multiline, delimiter, null);
    }

    /**
     * A format of files of rows, which are emitted as JSON objects. Each row is an input.
     *
     * @param maxRecordBytes longer inputs are cut
     */
    public static LineFileFormat rows(int maxRecordBytes, RowContainer rows) {
        return new LineFileFormat(maxRecordBytes, false, false, ',', rows);
    }

    /**
     * The fields of a file of rows: of those in others as paths with dots; {@code a.*} if {@code a}
     * may have any.
     *
     * @throws IOException if the file cannot be read; the message names the file
     */
    public Set<String> fields(Path file) throws IOException {
        try (RowFile open = rowFile(Objects.requireNonNull(rows), file, 0, 0)) {
            return open.fields();
        }
    }

    /**
     * A source of files.
     *
     * @param paths the paths of the source in the job file: a restored job reads no other files
     * @param files the files for them, in order; at least one, if none are looked for
     * @param watch the interval at which to look for new files; zero for a bounded source
     */
    public Source<RawInput, ?, ?> source(
            List<String> paths, List<InputFile> files, FileOrder order, Duration watch) {
        return new LineFileSource(this, paths, files, order, watch);
    }

    /**
     * The header of a CSV file; empty if the file has no lines.
     *
     * @throws IOException if the file cannot be read or its header is over the limit; the message
     *     names the file
     */
    public String header(Path file) throws IOException {
        try (InputScanner scanner = scanner(file, 0, 0)) {
            return header(scanner, file);
        }
    }

    /**
     * Reads the beginning of a file.
     *
     * @throws UnsupportedEncodingException if the file is UTF-16 or UTF-32; the message names it
     * @throws IOException if the file cannot be read; the message names it
     */
    public void check(Path file) throws IOException {
        scanner(file, 0, 0).close();
    }

    @Override
    public LineReader createReader(Configuration config, FileSourceSplit split) throws IOException {
        InputScanner scanner = scanner(split.path(), 0, 0);
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

    private InputScanner scanner(Path file, long offset, long lines) throws IOException {
        if (rows != null) {
            return new RowScanner(file, rowFile(rows, file, offset, lines), maxRecordBytes);
        }
        // The beginning decides, wherever reading goes on.
        boolean elements = !header && hasElements(file);
        FileWindow window = window(file, offset, lines);
        if (header) {
            int maxLines = multiline ? MAX_LINES : MAX_WRONG_LINES;
            return LineScanner.csv(window, maxRecordBytes, delimiter, maxLines);
        }
        return elements
                ? new JsonScanner(window, maxRecordBytes, offset == 0)
                : LineScanner.lines(window, maxRecordBytes);
    }

    private static RowFile rowFile(RowContainer rows, Path file, long offset, long read)
            throws IOException {
        return switch (rows) {
            case PARQUET -> ParquetFile.open(file, offset, read);
            case AVRO -> AvroFile.open(file, offset, read);
        };
    }

    /** What the checksum of a position is of: the beginning, but in Parquet the end. */
    ReadPrefix prefix(Path file, long length) throws IOException {
        if (rows == RowContainer.PARQUET) {
            return ParquetInput.footer(file, length);
        }
        ReadPrefix beginning = ReadPrefix.of(file, length);
        // A block has no line end.
        return rows == null
                ? beginning
                : new ReadPrefix(beginning.length(), beginning.checksum(), true);
    }

    private boolean hasElements(Path file) throws IOException {
        try (FileWindow window = window(file, 0, 0)) {
            return JsonScanner.suits(window, maxRecordBytes);
        }
    }

    private static FileWindow window(Path file, long offset, long lines) throws IOException {
        FileBytes bytes = FileBytes.open(file, offset);
        try {
            return new FileWindow(bytes, offset, lines);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private static LineReader reader(FileSourceSplit split, InputScanner scanner, String header) {
        Path path = split.path();
        boolean local = "file".equals(path.toUri().getScheme());
        return new LineReader(scanner, local ? path.getPath() : path.toString(), header);
    }

    private String header(InputScanner scanner, Path file) throws IOException {
        if (!scanner.next()) {
            return "";
        }
        InputBytes line = scanner.input();
        if (line.isOverLimit(0)) {
            throw new IOException(
                    String.format(
                            "cannot read %s: its header of %d bytes is over the limit of %d",
                            file, line.length(), maxRecordBytes));
        }
        return new String(line.bytes(), StandardCharsets.UTF_8);
    }
}
