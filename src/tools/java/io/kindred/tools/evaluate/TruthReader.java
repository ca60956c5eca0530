package io.kindred.tools.evaluate;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.kindred.temporal.Interval;
import io.kindred.temporal.Timeline;
import io.kindred.tools.input.InvalidInputException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the truth from a CSV file with a header. */
final class TruthReader {

    private static final String ENTITY_TYPE = "entity_type";
    private static final String VALID_FROM = "valid_from";
    private static final String VALID_TO = "valid_to";

    private final Path file;
    private final TruthColumns columns;
    private final Optional<ValidAt> at;
    private boolean hasTimes;

    /**
     * @param at if there, rows whose columns {@code valid_from} and {@code valid_to} do not have
     *     the date between them are left out
     */
    TruthReader(Path file, TruthColumns columns, Optional<ValidAt> at) {
        this.file = file;
        this.columns = columns;
        this.at = at;
    }

    /** Whether the file has columns with the time in which its rows are valid. */
    boolean hasTimes() {
        return hasTimes;
    }

    /** Sets the person of each record in the table, and returns how records are named. */
    RecordNaming readInto(RecordTable table) throws IOException {
        InputFiles.list(file);
        try (InputStream in = InputFiles.open(file);
                MappingIterator<String[]> rows =
                        new CsvMapper()
                                .readerFor(String[].class)
                                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                                .readValues(in)) {
            if (!rows.hasNext()) {
                throw new InvalidInputException(file + ": the file is empty");
            }
            Header header = header(rows.next());
            long line = 1;
            while (rows.hasNext()) {
                line++;
                read(rows.next(), line, header, table);
            }
            if (line == 1) {
                throw new InvalidInputException(file + ": no rows after the header");
            }
            return header.naming();
        } catch (RuntimeJsonMappingException wrong) {
            throw new InvalidInputException(file + ": " + wrong.getMessage());
        }
    }

    private void read(String[] row, long line, Header header, RecordTable table)
            throws InvalidInputException {
        if (row.length <= header.greatest()) {
            throw new InvalidInputException(
                    "%s: row %d has %d columns, expected at least %d"
                            .formatted(file, line, row.length, header.greatest() + 1));
        }
        if (at.isPresent() && !at.get().isIn(valid(row, line, header))) {
            return;
        }
        String type = header.entityType().map(column -> row[column]).orElse("");
        String perspective = row[header.perspective()];
        String uid = row[header.uid()];
        String person = row[header.person()];
        if (perspective.isEmpty() || uid.isEmpty() || person.isEmpty()) {
            throw new InvalidInputException(
                    file + ": row " + line + " lacks a perspective, uid or person");
        }
        if (!table.setPerson(header.naming().name(type, perspective, uid), person)) {
            throw new InvalidInputException(
                    "%s: row %d gives %s %s a second person, '%s'"
                            .formatted(file, line, perspective, uid, person));
        }
    }

    private Interval valid(String[] row, long line, Header header) throws InvalidInputException {
        try {
            return new Interval(
                    point(row, header.validFrom(), Interval.MIN),
                    point(row, header.validTo(), Interval.MAX));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidInputException(
                    file + ": row " + line + ": no valid time: " + wrong.getMessage());
        }
    }

    private static long point(String[] row, Optional<Integer> column, long otherwise) {
        String cell = column.map(index -> row[index]).orElse("");
        return cell.isEmpty() ? otherwise : ValidAt.point(cell, Timeline.MILLIS);
    }

    private Header header(String[] names) throws InvalidInputException {
        List<String> header = Arrays.stream(names).map(String::trim).toList();
        Optional<String> type =
                columns.entityType().isPresent() || !header.contains(ENTITY_TYPE)
                        ? columns.entityType()
                        : Optional.of(ENTITY_TYPE);
        return new Header(
                index(header, columns.perspective()),
                index(header, columns.uid()),
                index(header, columns.person()),
                type.isPresent() ? Optional.of(index(header, type.get())) : Optional.empty(),
                time(header, VALID_FROM),
                time(header, VALID_TO));
    }

    /** The column of a time; the times are read only if they are needed. */
    private Optional<Integer> time(List<String> header, String column) {
        int index = header.indexOf(column);
        hasTimes |= index >= 0;
        return index >= 0 && at.isPresent() ? Optional.of(index) : Optional.empty();
    }

    private int index(List<String> header, String column) throws InvalidInputException {
        int index = header.indexOf(column);
        if (index < 0) {
            throw new InvalidInputException(
                    file + ": no column '" + column + "' among " + String.join(", ", header));
        }
        return index;
    }

    private record Header(
            int perspective,
            int uid,
            int person,
            Optional<Integer> entityType,
            Optional<Integer> validFrom,
            Optional<Integer> validTo) {

        int greatest() {
            return IntStream.of(
                            perspective,
                            uid,
                            person,
                            entityType.orElse(0),
                            validFrom.orElse(0),
                            validTo.orElse(0))
                    .max()
                    .orElseThrow();
        }

        RecordNaming naming() {
            return entityType.isPresent() ? RecordNaming.WITH_TYPE : RecordNaming.WITHOUT_TYPE;
        }
    }
}
