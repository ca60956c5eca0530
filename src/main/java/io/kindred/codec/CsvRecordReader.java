package io.kindred.codec;

import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads records from lines of CSV (RFC 4180, any delimiter) and the header of their file. An empty
 * cell means no value. In a time column, digits with an optional sign are an integer; anything else
 * is text.
 */
public final class CsvRecordReader implements RecordDecoder {

    private final RowMapper mapper;
    private final CsvLine lines;

    /** The last header and its columns, cached because all lines of a file have the same header. */
    private String header = "";

    private List<String> columns = List.of();

    /**
     * @param delimiter the character between cells
     * @param timeline the format of times
     * @param coveredEntityType whether the ontology covers an entity type
     * @param notices told of what the reader finds in accepted inputs
     */
    public CsvRecordReader(
            RecordMapping mapping,
            char delimiter,
            Timeline timeline,
            Predicate<String> coveredEntityType,
            Notices notices) {
        this.lines = new CsvLine(delimiter);
        this.mapper = new RowMapper(mapping, timeline, coveredEntityType, notices);
    }

    /**
     * Checks the header of a file.
     *
     * @return the attributes that its rows may give
     * @throws RejectedInputException if the header is not CSV or lacks a mapped column
     */
    public Set<String> checkHeader(String header) throws RejectedInputException {
        return mapper.attributes(columns(header));
    }

    @Override
    public SourceRecord decode(byte[] bytes, String header) throws RejectedInputException {
        InputText.check(bytes);
        if (columns.isEmpty() || !header.equals(this.header)) {
            columns = columns(header);
            this.header = header;
        }
        List<String> cells = lines.cells(bytes);
        if (cells.size() != columns.size()) {
            throw new RejectedInputException(
                    count(cells.size(), "cell")
                            + " under a header of "
                            + count(columns.size(), "column"));
        }
        Map<String, Cell> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                row.put(columns.get(i), new Cell.Csv(cells.get(i)));
            }
        }
        return mapper.record(row);
    }

    private List<String> columns(String header) throws RejectedInputException {
        List<String> there = lines.header(header);
        List<String> missing = missing(there);
        if (!missing.isEmpty()) {
            throw new RejectedInputException(
                    "the header lacks "
                            + String.join(", ", missing)
                            + "; it has "
                            + String.join(", ", there));
        }
        return there;
    }

    private List<String> missing(List<String> there) {
        return mapper.namedColumns().stream().filter(column -> !there.contains(column)).toList();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
