package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Splits lines of CSV into cells. */
final class CsvLine {

    private static final CsvFactory FACTORY = new CsvFactory();

    private static final char REPLACEMENT = '\ufffd';

    private final CsvSchema schema;

    CsvLine(char delimiter) {
        schema = CsvSchema.emptySchema().withColumnSeparator(delimiter);
    }

    /**
     * The cells of a line.
     *
     * @param line valid UTF-8
     */
    List<String> cells(byte[] line) throws RejectedInputException {
        return cells(new String(line, StandardCharsets.UTF_8));
    }

    /** The columns of a header line, which must be unique. */
    List<String> header(String line) throws RejectedInputException {
        if (line.indexOf(REPLACEMENT) >= 0) {
            throw new RejectedInputException("the header is not UTF-8");
        }
        List<String> columns;
        try {
            columns = cells(line);
        } catch (RejectedInputException e) {
            throw e.within("the header");
        }
        if (columns.isEmpty()) {
            throw new RejectedInputException("there is no header");
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new RejectedInputException(
                        "the column " + InputText.quoted(column) + " occurs twice in the header");
            }
        }
        return columns;
    }

    private List<String> cells(String line) throws RejectedInputException {
        List<String> cells = new ArrayList<>();
        try (JsonParser csv = FACTORY.createParser(line)) {
            csv.setSchema(schema);
            if (csv.nextToken() == JsonToken.START_ARRAY) {
                while (csv.nextToken() != JsonToken.END_ARRAY) {
                    cells.add(csv.getText());
                }
            }
            if (csv.nextToken() != null) {
                throw new RejectedInputException("a line break outside quotes");
            }
            return cells;
        } catch (JsonProcessingException e) {
            throw new RejectedInputException("not CSV: " + JsonLine.reason(e));
        } catch (IOException e) {
            throw new RejectedInputException("not CSV: " + e.getMessage());
        }
    }
}
