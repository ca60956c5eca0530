package io.kindred.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits rows of CSV into cells. */
final class CsvLine {

    private static final CsvFactory FACTORY = new CsvFactory();

    private static final char REPLACEMENT = '\ufffd';

    /** Jackson's message, which has no type of its own. */
    private static final String NEVER_CLOSED = "Missing closing quote";

    private static final String ALLOW_LINE_BREAKS =
            "; write multiline: true if cells contain line breaks";

    private final CsvSchema schema;
    private final boolean multiline;

    /**
     * @param multiline whether cells may contain line breaks
     */
    CsvLine(char delimiter, boolean multiline) {
        this.schema = CsvSchema.emptySchema().withColumnSeparator(delimiter);
        this.multiline = multiline;
    }

    /**
     * The cells of a line.
     *
     * @param line valid UTF-8
     */
    List<String> cells(byte[] line) throws RejectedInputException {
        return cells(new String(line, StandardCharsets.UTF_8));
    }

    /** The columns of a header line as they stand there, with white space at their ends. */
    List<String> header(String line) throws RejectedInputException {
        if (line.indexOf(REPLACEMENT) >= 0) {
            throw new RejectedInputException(
                    "the header is not in the encoding of the source, by default UTF-8"
                            + TextEncoding.ADVICE);
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
        return columns;
    }

    private List<String> cells(String line) throws RejectedInputException {
        if (!multiline && line.indexOf('\n') >= 0) {
            throw new RejectedInputException("a line break in a quoted cell" + ALLOW_LINE_BREAKS);
        }
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
            throw notCsv(JsonLine.reason(e));
        } catch (IOException e) {
            throw notCsv(String.valueOf(e.getMessage()));
        }
    }

    private RejectedInputException notCsv(String reason) {
        boolean advise = !multiline && reason.startsWith(NEVER_CLOSED);
        return new RejectedInputException("not CSV: " + reason + (advise ? ALLOW_LINE_BREAKS : ""));
    }
}
