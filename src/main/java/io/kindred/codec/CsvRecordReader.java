package io.kindred.codec;

import io.kindred.model.SourceRecord;
import io.kindred.temporal.Timeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads a line of CSV (RFC 4180, with any delimiter) under the header line of its file. An empty
 * cell is no value. In a time column, digits with an optional sign are an integer, all else is
 * text.
 */
public final class CsvRecordReader implements RecordDecoder {

    private final RowMapper mapper;
    private final CsvLine lines;

    /** The header read last and its columns: it is the same for all the lines of a file. */
    private String header = "";

    private List<String> columns = List.of();

    /**
     * With what the records are made by and held against.
     *
     * @param delimiter the character between cells
     * @param timeline how times are written
     * @param coveredEntityType whether the ontology covers an entity type
     */
    public CsvRecordReader(
            RecordMapping mapping,
            char delimiter,
            Timeline timeline,
            Predicate<String> coveredEntityType) {
        this.lines = new CsvLine(delimiter);
        this.mapper = new RowMapper(mapping, timeline, coveredEntityType);
    }

    /**
     * Checks that lines can be read under a header.
     *
     * @throws RejectedInputException if not even a good line could
     */
    public void checkHeader(String header) throws RejectedInputException {
        columns(header);
    }

    /** The record in one line of CSV. */
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
