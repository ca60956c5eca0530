package io.kindred.codec;

import io.kindred.ontology.BasicNormalizer;
import io.kindred.temporal.Timeline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads records or decisions from rows of CSV (RFC 4180, any delimiter) and the header of their
 * file, or the columns that the dialect has. An empty cell means no value. In a time column, digits
 * with an optional sign are an integer; anything else is text.
 *
 * <p>White space at the ends of a column's name does not count, neither in the header nor in the
 * mapping.
 */
public final class CsvRecordReader implements RecordDecoder {

    private final RowDecoder mapper;
    private final CsvDialect dialect;

    /** Of the file that the last header is of. */
    private CsvLine lines;

    /** The last header and its columns, cached because all lines of a file have the same header. */
    private String header = "";

    private List<String> columns = List.of();

    /**
     * @param timeline the format of times
     * @param coveredEntityType whether the ontology covers an entity type
     * @param notices told of what the reader finds in accepted inputs
     */
    public CsvRecordReader(
            RowMapping mapping,
            CsvDialect dialect,
            Timeline timeline,
            Predicate<String> coveredEntityType,
            Notices notices) {
        this.dialect = dialect;
        this.lines = new CsvLine(dialect.delimiter(), dialect.multiline());
        this.mapper =
                RowDecoder.of(mapping, OpReader.of(mapping), timeline, coveredEntityType, notices);
    }

    /**
     * Checks the header of a file.
     *
     * @return the attributes that its rows may give
     * @throws RejectedInputException if the header is not CSV, lacks a mapped column or has a
     *     column twice
     */
    public Set<String> checkHeader(String header) throws RejectedInputException {
        return mapper.attributes(columns(layout(header)));
    }

    /**
     * The columns of a header that have white space at an end, as they stand there.
     *
     * @throws RejectedInputException if the header is not CSV
     */
    public List<String> untrimmed(String header) throws RejectedInputException {
        return layout(header).cells().stream()
                .filter(column -> !column.equals(trimmed(column)))
                .toList();
    }

    @Override
    public Decoded decode(byte[] bytes, String header) throws RejectedInputException {
        InputText.check(bytes);
        if (columns.isEmpty() || !header.equals(this.header)) {
            Layout layout = layout(header);
            columns = columns(layout);
            lines = layout.lines();
            this.header = header;
        }
        List<String> cells = lines.cells(bytes);
        if (cells.size() != columns.size()) {
            throw new RejectedInputException(difference(cells));
        }
        Map<String, Cell> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                row.put(columns.get(i), new Cell.Csv(cells.get(i)));
            }
        }
        return mapper.decode(row);
    }

    private String difference(List<String> cells) {
        boolean trailing =
                cells.size() == columns.size() + 1 && cells.get(cells.size() - 1).isEmpty();
        return "the row does not fit "
                + (dialect.hasHeader() ? "the header: " : "the columns of the source: ")
                + count(cells.size(), "cell")
                + " under "
                + count(columns.size(), "column")
                + (trailing ? "; the last cell is empty: the row ends with a delimiter" : "");
    }

    /**
     * What the header of a file says.
     *
     * @param lines splits its rows
     * @param cells of the header, or the columns of files without one
     */
    private record Layout(CsvLine lines, List<String> cells) {}

    private Layout layout(String header) throws RejectedInputException {
        String separator = SeparatorLine.before(header);
        CsvLine split =
                new CsvLine(
                        SeparatorLine.delimiter(separator).orElse(dialect.delimiter()),
                        dialect.multiline());
        String row = header.substring(separator.isEmpty() ? 0 : separator.length() + 1);
        return new Layout(split, dialect.hasHeader() ? split.header(row) : dialect.columns());
    }

    /** The columns of a header, under the names that the mapping has for them. */
    private List<String> columns(Layout layout) throws RejectedInputException {
        Map<String, String> named = new HashMap<>();
        mapper.namedColumns().forEach(column -> named.putIfAbsent(trimmed(column), column));
        Set<String> there = new LinkedHashSet<>();
        for (String cell : layout.cells()) {
            String column = trimmed(cell);
            if (!there.add(named.getOrDefault(column, column))) {
                throw new RejectedInputException(
                        "the column " + InputText.quoted(column) + " occurs twice in " + place());
            }
        }
        List<String> missing = missing(there);
        if (!missing.isEmpty()) {
            throw new RejectedInputException(
                    place()
                            + " lacks "
                            + String.join(", ", missing)
                            + "; it has "
                            + String.join(", ", there));
        }
        return List.copyOf(there);
    }

    private String place() {
        return dialect.hasHeader() ? "the header" : "columns";
    }

    private List<String> missing(Set<String> there) {
        return mapper.namedColumns().stream().filter(column -> !there.contains(column)).toList();
    }

    private static String trimmed(String column) {
        return BasicNormalizer.TRIM.apply(column);
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
