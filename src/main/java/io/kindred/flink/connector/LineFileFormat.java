package io.kindred.flink.connector;

import io.kindred.codec.CsvDialect;
import io.kindred.codec.SeparatorLine;
import io.kindred.codec.TextEncoding;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A file format that emits inputs as bytes: lines, elements of JSON, or rows as JSON. Each file is
 * read by one reader and decompressed by its extension. Lines end in LF or CRLF, optional for the
 * last line. Blank lines, comments of CSV and a byte order mark are skipped. An input over the
 * limit is cut. Inputs are UTF-8, whatever the encoding of the file.
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
    private final TextEncoding encoding;

    /** Null for JSON and rows. */
    private final @Nullable CsvDialect csv;

    /** Null for text. */
    private final @Nullable RowContainer rows;

    private LineFileFormat(
            int maxRecordBytes,
            TextEncoding encoding,
            @Nullable CsvDialect csv,
            @Nullable RowContainer rows) {
        if (maxRecordBytes < 1 || maxRecordBytes > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException(
                    "max_record_bytes is " + maxRecordBytes + ", expected 1 to 2147483631");
        }
        this.maxRecordBytes = maxRecordBytes;
        this.encoding = encoding;
        this.csv = csv;
        this.rows = rows;
    }

    /**
     * A format for JSON, in which every line is an input. In a file that starts with an array, or
     * with an object that is not alone in its line, every element of the array and every object is
     * one instead.
     *
     * @param maxRecordBytes longer inputs are cut; in bytes of UTF-8
     * @param encoding of files without a byte order mark
     */
    public static LineFileFormat lines(int maxRecordBytes, TextEncoding encoding) {
        return new LineFileFormat(maxRecordBytes, encoding, null, null);
    }

    /**
     * A CSV format. The first line that is neither blank nor a comment is the header, unless the
     * dialect has the columns, and is emitted with every input. The lines of a quoted cell are one
     * input, also where line breaks are not allowed: it is to be rejected as a whole.
     *
     * @param maxRecordBytes longer inputs are cut; in bytes of UTF-8
     * @param encoding of files without a byte order mark
     */
    public static LineFileFormat csv(
            int maxRecordBytes, TextEncoding encoding, CsvDialect dialect) {
        return new LineFileFormat(maxRecordBytes, encoding, dialect, null);
    }

    /**
     * A format of files of rows, which are emitted as JSON objects. Each row is an input.
     *
     * @param maxRecordBytes longer inputs are cut
     */
    public static LineFileFormat rows(int maxRecordBytes, RowContainer rows) {
        return new LineFileFormat(maxRecordBytes, TextEncoding.UTF_8, null, rows);
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
     * @param emitsEnd whether {@link RawInput#END} follows the last input of each reader of a
     *     bounded source
     */
    public Source<RawInput, ?, ?> source(
            List<String> paths,
            List<InputFile> files,
            FileOrder order,
            Duration watch,
            boolean emitsEnd) {
        return watch.isZero()
                ? new LineFileSource(this, paths, files, order, watch, emitsEnd)
                : new WatchedFileSource(this, paths, files, order, watch);
    }

    /**
     * The header of a CSV file, as it is emitted with its inputs; empty if the file has no lines.
     *
     * @throws IOException if the file cannot be read or its header is over the limit; the message
     *     names the file
     */
    public String header(Path file) throws IOException {
        try (Begun begun = begin(file)) {
            return begun.header();
        }
    }

    /**
     * Reads the beginning of a file.
     *
     * @throws UnsupportedEncodingException if the file is UTF-16 without a byte order mark, and
     *     that is not its encoding; the message names it
     * @throws IOException if the file cannot be read; the message names it
     */
    public void check(Path file) throws IOException {
        begin(file).close();
    }

    @Override
    public LineReader createReader(Configuration config, FileSourceSplit split) throws IOException {
        if (rows != null) {
            return rowReader(rows, split, 0, 0);
        }
        Begun begun = begin(split.path());
        return reader(split, begun.scanner(), begun);
    }

    @Override
    public LineReader restoreReader(Configuration config, FileSourceSplit split)
            throws IOException {
        CheckpointedPosition position = split.getReaderPosition().orElseThrow();
        if (rows != null) {
            return rowReader(rows, split, position.getOffset(), position.getRecordsAfterOffset());
        }
        // The beginning decides, wherever reading goes on.
        try (Begun begun = begin(split.path())) {
            FileBytes bytes = FileBytes.open(split.path(), position.getOffset());
            FileWindow window =
                    FileWindow.at(
                            bytes,
                            begun.charset(),
                            position.getOffset(),
                            position.getRecordsAfterOffset());
            return reader(split, begun.resumed(this, window), begun);
        }
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<RawInput> getProducedType() {
        return TypeInformation.of(RawInput.class);
    }

    /**
     * A file whose beginning has been read.
     *
     * @param scanner after the header
     * @param elements whether the inputs are elements of JSON rather than lines
     */
    private record Begun(
            InputScanner scanner, Charset charset, char delimiter, String header, boolean elements)
            implements Closeable {

        /** A scanner that goes on from a position other than the beginning. */
        InputScanner resumed(LineFileFormat format, FileWindow window) {
            return elements
                    ? new JsonScanner(window, format.maxRecordBytes, false)
                    : format.lineScanner(window, delimiter);
        }

        @Override
        public void close() throws IOException {
            scanner.close();
        }
    }

    private Begun begin(Path file) throws IOException {
        boolean elements = csv == null && hasElements(file);
        FileWindow window = start(file);
        try {
            if (csv != null) {
                return beginCsv(window, file, csv);
            }
            InputScanner scanner =
                    elements
                            ? new JsonScanner(window, maxRecordBytes, true)
                            : lineScanner(window, ',');
            return new Begun(scanner, window.charset(), ',', "", elements);
        } catch (IOException e) {
            window.close();
            throw e;
        }
    }

    private Begun beginCsv(FileWindow window, Path file, CsvDialect dialect) throws IOException {
        String separator = separatorLine(window);
        char delimiter = SeparatorLine.delimiter(separator).orElse(dialect.delimiter());
        InputScanner scanner = lineScanner(window, delimiter);
        String row = dialect.hasHeader() ? header(scanner, file) : "";
        boolean isNone = dialect.hasHeader() && row.isEmpty();
        String header = separator.isEmpty() || isNone ? row : separator + '\n' + row;
        return new Begun(scanner, window.charset(), delimiter, header, false);
    }

    /** Skips a first line that names the delimiter; empty if there is none. */
    private static String separatorLine(FileWindow window) throws IOException {
        int end = 0;
        StringBuilder line = new StringBuilder();
        while (end <= SeparatorLine.MAX_BYTES && window.has(end) && window.peek(end) != '\n') {
            line.append((char) (window.peek(end) & 0xff));
            end++;
        }
        if (SeparatorLine.delimiter(line.toString()).isEmpty()) {
            return "";
        }
        window.skip(window.has(end) ? end + 1 : end, 1);
        return line.toString();
    }

    private LineScanner lineScanner(FileWindow window, char delimiter) {
        if (csv == null) {
            return LineScanner.lines(window, maxRecordBytes);
        }
        int maxLines = csv.multiline() ? MAX_LINES : MAX_WRONG_LINES;
        return LineScanner.csv(window, maxRecordBytes, delimiter, maxLines, csv.comment());
    }

    private static RowFile rowFile(RowContainer rows, Path file, long offset, long read)
            throws IOException {
        return switch (rows) {
            case PARQUET -> ParquetFile.open(file, offset, read);
            case AVRO -> AvroFile.open(file, offset, read);
        };
    }

    /** What the checksum of a position is of: the beginning, but in Parquet the end. */
    ReadPrefix.Reader prefixes() {
        return new ReadPrefix.Reader() {
            @Override
            public ReadPrefix read(Path file, long length) throws IOException {
                return rows == RowContainer.PARQUET
                        ? ParquetInput.footer(file, length)
                        : ReadPrefix.of(file, length);
            }

            @Override
            public boolean endsInput(Path file, long length) throws IOException {
                // A block has no line end.
                return rows != null || ReadPrefix.endsLine(file, length, encoding);
            }
        };
    }

    private boolean hasElements(Path file) throws IOException {
        try (FileWindow window = start(file)) {
            return JsonScanner.suits(window, maxRecordBytes);
        }
    }

    private FileWindow start(Path file) throws IOException {
        FileBytes bytes = FileBytes.open(file, 0);
        try {
            return FileWindow.start(bytes, encoding);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private LineReader rowReader(
            RowContainer container, FileSourceSplit split, long offset, long read)
            throws IOException {
        Path file = split.path();
        InputScanner scanner =
                new RowScanner(file, rowFile(container, file, offset, read), maxRecordBytes);
        return new LineReader(scanner, name(file), "", StandardCharsets.UTF_8.name());
    }

    private static LineReader reader(FileSourceSplit split, InputScanner scanner, Begun begun) {
        return new LineReader(scanner, name(split.path()), begun.header(), begun.charset().name());
    }

    private static String name(Path path) {
        boolean local = "file".equals(path.toUri().getScheme());
        return local ? path.getPath() : path.toString();
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
